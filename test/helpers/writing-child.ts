import { statement } from '../../main/cache/db.ts'
import { openCache } from '../../main/cache/open.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { unwrap } from '../../shared/result.ts'

/**
 * Loads without end and, in between, writes as a person would; prints the number of each such write once it is
 * acknowledged. Meant to be killed. Checkpoints often, because that is when a kill could hurt the main file.
 */
const { connection, file } = unwrap(openCache(process.argv[2] ?? ''))
connection.pragma('wal_autocheckpoint = 20')
const writer = createWriter(connection, file, () => {})
const round = process.argv[3] ?? '0'

async function load(): Promise<never> {
  for (let n = 0; ; n++)
    await writer.write('bulk', tx => {
      // Both or neither: a transaction cut in two would show.
      for (const half of ['left', 'right'])
        tx.run(
          statement('INSERT INTO playbook (id, version, definition) VALUES (?, ?, ?)', [
            `${half}-${round}-${n}`,
            n,
            'x'.repeat(900),
          ]),
        )
    })
}

async function decide(): Promise<never> {
  for (let n = 0; ; n++) {
    const key = `${round}-${n}`
    await writer.write('user', tx => tx.run(statement("INSERT INTO setting VALUES (?, '1')", [key])))
    process.stdout.write(`${key}\n`)
    await new Promise(resolve => setTimeout(resolve, 1))
  }
}

void load()
void decide()
