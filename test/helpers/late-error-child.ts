import { openReadOnly } from '../../main/source/postgres/connection.ts'

// Ends once nothing is left to happen, with 0 where every error had a listener. The library's patience is cut short.
const [host = ''] = process.argv.slice(2)
const client = { host: decodeURIComponent(host), port: 9, connectionTimeoutMillis: 20 }
const trouble = { what: 'No answer.', correct: 'Correct it.' }
openReadOnly({ client, timeout: 10, trouble }).catch(error => process.stdout.write(`${error.name}\n`))
