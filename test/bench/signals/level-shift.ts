import { ANOMALY_THRESHOLD, anomalyAlarms, anomalyScores } from '../../../main/signal/meter/anomaly.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { chance } from '../../helpers/chance.ts'

const EVERY = 5 * MINUTE
const A_DAY = DAY / EVERY
const DAYS = 45

/** A machine-like series and what happened in it: from bucket `at` on its level is another one. */
export interface Shifted {
  values: number[]
  at: number
  /** Whether the level moved at once or over two days, and whether a short fall days before poisons the baseline. */
  kind: 'shift' | 'drift'
  poisoned: boolean
}

/** Daily rhythm, slow drift of days, noise that remembers, and one change of level whose size is known. */
function shiftedSeries(seed: number): Shifted {
  const { uniform: draw, gaussian: normal } = chance(seed)
  const kind = seed % 2 === 0 ? 'drift' : 'shift'
  const poisoned = seed % 3 === 0
  const at = Math.floor((26 + 8 * draw()) * A_DAY)
  const size = (6 + 8 * draw()) * (draw() < 0.5 ? -1 : 1)
  const falls = at - 5 * A_DAY
  let noise = 0
  const values = Array.from({ length: DAYS * A_DAY }, (_, n) => {
    noise = 0.9 * noise + 0.5 * normal()
    const rhythm = 3 * Math.sin((2 * Math.PI * n) / A_DAY) + 0.02 * (n / A_DAY)
    const moved = n < at ? 0 : kind === 'shift' ? size : size * Math.min(1, (n - at) / (2 * A_DAY))
    const fall = poisoned && n >= falls && n < falls + (5 * HOUR) / EVERY ? -30 : 0
    return 80 + rhythm + noise + 0.5 * normal() + moved + fall
  })
  return { values, at, kind, poisoned }
}

/** How many changes of level were found within three days, and how many alarms had no cause. */
export function judgeShifts(many: number): { found: number; many: number; falsePerWeek: number } {
  let [found, wrong] = [0, 0]
  for (let seed = 1; seed <= many; seed++) {
    const { values, at, poisoned } = shiftedSeries(seed)
    const scores = anomalyScores(
      values.map((value, n) => ({ at: n * EVERY, value })),
      { every: EVERY },
    )
    const alarms = anomalyAlarms(scores, ANOMALY_THRESHOLD, (6 * HOUR) / EVERY)
    if (alarms.some(alarm => alarm >= at && alarm < at + 3 * A_DAY)) found++
    // The short fall is an anomaly, too.
    const falls = at - 5 * A_DAY
    const hasCause = (alarm: number) =>
      (alarm >= at && alarm < at + 7 * A_DAY) || (poisoned && alarm >= falls && alarm < falls + A_DAY)
    wrong += alarms.filter(alarm => !hasCause(alarm)).length
  }
  return { found, many, falsePerWeek: wrong / ((many * DAYS) / 7) }
}
