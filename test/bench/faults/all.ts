import { isSurvived } from '../../faults/fault.ts'
import { allFaults } from '../../faults/faults.ts'
import { type Suite, wanted } from '../figure.ts'
import { backupSuite } from './backup.ts'
import { eraseLines } from './erase.ts'
import { salvageFaultsSuite } from './salvage.ts'

/** Every fault of reliability, one after another: how often it was injected, and what the product lost or did twice. */
export const allFaultsSuite: Suite = {
  name: 'faults.all',
  async *run(options) {
    const total = { survived: 0, lost: 0, duplicates: 0 }
    for (const { name, about, inject } of allFaults) {
      if (!wanted(options, `fault.${name}`)) continue
      const outcome = await inject(options.quick)
      if (!outcome) {
        yield { figure: `fault.${name}`, value: null, unit: 'times', note: `${about}; this machine cannot inject it` }
        continue
      }
      const { injected, lost, duplicates, wrong } = outcome
      total.survived += isSurvived(outcome) ? 1 : 0
      total.lost += lost
      total.duplicates += duplicates
      for (const line of wrong.slice(0, 20)) process.stderr.write(`${name}: ${line}\n`)
      const came = isSurvived(outcome) ? 'survived' : 'NOT survived'
      yield {
        figure: `fault.${name}`,
        value: injected,
        unit: 'times',
        note: `${about}; ${came}, lost ${lost}, twice ${duplicates}`,
      }
    }
    yield { figure: 'faults.survived', value: total.survived, unit: 'faults' }
    yield { figure: 'acknowledged.lost', value: total.lost, unit: 'decisions, messages, rows' }
    yield { figure: 'duplicates', value: total.duplicates, unit: 'decisions, messages' }
    if (wanted(options, 'salvage')) yield* salvageFaultsSuite.run(options)
    if (wanted(options, 'backup')) yield* backupSuite.run(options)
    if (wanted(options, 'erase')) yield* eraseLines(options.quick ? 6 : 100, options.quick ? 2_000 : 20_000)
  },
}
