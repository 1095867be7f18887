import { rmSync } from 'node:fs'
import { makeFolder } from '../cache/bench-cache.ts'
import { type Line, type Suite, wanted } from '../figure.ts'
import { backtestFigures } from './backtest.ts'
import { batchFigures } from './batch.ts'
import { judgeShifts } from './level-shift.ts'
import { nab } from './nab.ts'
import { scratchFigures } from './scratch.ts'
import { vsFigures } from './vs.ts'

/** The share of changes of level that are found at the shipped threshold on series with known answers, and what it costs. */
function levelShifts(quick: boolean): Line[] {
  const { found, many, falsePerWeek } = judgeShifts(quick ? 40 : 200)
  const note = `${many} generated series of 45 days, half of them drifts over two days, a third poisoned by a short fall`
  return [
    { figure: 'nab.level_shift', unit: 'share', value: found / many, note },
    { figure: 'nab.level_shift_false_alarms', unit: '1/week', value: falsePerWeek, note },
  ]
}

/** What evaluating costs, from scratch and after a change, and how well anomalies are found. */
export const signalsSuite: Suite = {
  name: 'signals',
  async *run(options) {
    const any = (...groups: string[]) =>
      groups.some(group => wanted(options, group) || options.only.some(name => name.startsWith(group)))
    const dir = makeFolder()
    try {
      if (any('vs.json_rules_engine', 'vs.zen_engine')) yield* vsFigures(options.quick)
      if (any('scratch')) yield* scratchFigures(dir, options.quick)
      if (any('batch@', 'clockstep')) yield* batchFigures(dir, options.quick)
      if (any('backtest')) yield* backtestFigures(dir, options.quick)
      if (any('nab.')) {
        const figures: Line[] = []
        await nab(figure => figures.push(figure), options.quick)
        figures.push(...levelShifts(options.quick))
        yield* figures
      }
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
