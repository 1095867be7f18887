import { parseArgs } from 'node:util'
import { cacheSuite } from './cache/suite.ts'
import { syncFaultsSuite } from './faults/sync.ts'
import type { Suite } from './figure.ts'
import { outboxFaultsSuite } from './outbox/faults.ts'
import { outboxSuite } from './outbox/suite.ts'
import { signalsSuite } from './signals/suite.ts'
import { syncSuite } from './sync/suite.ts'

/** `npm run bench -- <suite> [--quick] [--only FIGURE]`: one JSON object a line on standard output. */
const suites: readonly Suite[] = [cacheSuite, signalsSuite, outboxSuite, outboxFaultsSuite, syncSuite, syncFaultsSuite]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
})
const chosen = suites.find(suite => suite.name === positionals[0])
if (!chosen) {
  const names = suites.map(suite => suite.name).join(', ')
  process.stderr.write(`usage: npm run bench -- <suite> [--quick] [--only FIGURE]   suites: ${names}\n`)
  process.exit(2)
}
for await (const figure of chosen.run(values))
  process.stdout.write(`${JSON.stringify({ suite: chosen.name, ...figure })}\n`)
