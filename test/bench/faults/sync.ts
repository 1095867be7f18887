import { allCases, type FaultCase, playCase, sampleCases } from '../../helpers/fault-cases.ts'
import { everyKill } from '../../helpers/sync-kills.ts'
import type { Suite } from '../figure.ts'

/** Everything that can go wrong while a source is read; afterwards the cache must equal the source. */
export const syncFaultsSuite: Suite = {
  name: 'faults.sync',
  async *run({ quick }) {
    const total = { cases: 0, differences: 0 }
    const count = (name: string, differences: number) => {
      total.cases++
      total.differences += differences
      if (differences > 0) process.stderr.write(`${name}: ${differences}\n`)
    }
    const cases: FaultCase[] = quick ? sampleCases() : allCases()
    for (const one of cases) count(one.name, (await playCase(one)).differences)
    for await (const { name, differences } of everyKill(quick ? 19 : 1)) count(name, differences)
    yield { figure: 'cases', value: total.cases, unit: 'cases' }
    yield { figure: 'differences', value: total.differences, unit: 'rows' }
  },
}
