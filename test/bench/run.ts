import { parseArgs } from 'node:util'
import { bundleSuite } from './bundle/suite.ts'
import { cacheSuite } from './cache/suite.ts'
import { deskSuite } from './desk/suite.ts'
import { allFaultsSuite } from './faults/all.ts'
import { backupSuite } from './faults/backup.ts'
import { eraseSuite } from './faults/erase.ts'
import { salvageFaultsSuite } from './faults/salvage.ts'
import { syncFaultsSuite } from './faults/sync.ts'
import type { Line, Suite } from './figure.ts'
import { fuzzSuite } from './fuzz/suite.ts'
import { houseSuite } from './house/suite.ts'
import { importSuite } from './import/suite.ts'
import { machineFigures } from './machine/figures.ts'
import { measureSuite } from './measure/suite.ts'
import { modelSuite } from './model/suite.ts'
import { outboxFaultsSuite } from './outbox/faults.ts'
import { outboxSuite } from './outbox/suite.ts'
import { pageSuite } from './page/suite.ts'
import { readsSuite } from './reads/suite.ts'
import { signalsSuite } from './signals/suite.ts'
import { soakSuite } from './soak/suite.ts'
import { syncSuite } from './sync/suite.ts'
import { trialsSuite } from './trials/suite.ts'

/** Nothing but the lines that every run begins with. */
const machineSuite: Suite = { name: 'machine', async *run() {} }

/**
 * `npm run bench -- <suite> [--quick] [--only FIGURE]`: one JSON object a line on standard output. The first lines always
 * say how fast the machine is at the moment, so that figures of another day can be compared (docs/benchmarks.md).
 */
const suites: readonly Suite[] = [
  machineSuite,
  houseSuite,
  cacheSuite,
  signalsSuite,
  outboxSuite,
  outboxFaultsSuite,
  syncSuite,
  syncFaultsSuite,
  salvageFaultsSuite,
  allFaultsSuite,
  eraseSuite,
  backupSuite,
  fuzzSuite,
  trialsSuite,
  measureSuite,
  readsSuite,
  bundleSuite,
  modelSuite,
  deskSuite,
  pageSuite,
  soakSuite,
  importSuite,
]

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
const print = (line: Line) => process.stdout.write(`${JSON.stringify({ suite: chosen.name, ...line })}\n`)
for (const line of machineFigures()) print(line)
for await (const line of chosen.run(values)) print(line)
