import { learnWidths, widthAt } from '../../../main/predict/learn/calibrate/venn-abers.ts'
import { sigmoid } from '../../../main/predict/learn/log-odds.ts'
import { type Chance, chance } from '../../helpers/chance.ts'
import { type BenchOptions, type Line, rounded, wanted } from '../figure.ts'

/** Cases that widths are learned from, a team; and new ones whose width is told. */
const CASES = 200
const BINS = 20

interface Told {
  low: number
  high: number
  label: number
}

/** Whether, in the long run, what happens lies between the two probabilities that were told, at every height of risk. */
export function* widthFigures(options: BenchOptions): Iterable<Line> {
  if (!wanted(options, 'width.coverage')) return
  const random = chance(11)
  const told: Told[] = []
  for (let team = 0; team < (options.quick ? 200 : 2_000); team++) {
    const seen = casesOf(random)
    const widths = learnWidths(seen.z, seen.labels)
    const next = casesOf(random)
    for (let row = 0; row < CASES; row++)
      told.push({ ...widthAt(widths, next.z[row] as number), label: next.labels[row] as number })
  }
  told.sort((a, b) => a.low + a.high - b.low - b.high)
  const size = Math.ceil(told.length / BINS)
  let [inside, width] = [0, 0]
  for (let from = 0; from < told.length; from += size) {
    const bin = told.slice(from, from + size)
    const mean = (of: (one: Told) => number) => bin.reduce((sum, one) => sum + of(one), 0) / bin.length
    const [low, high, share] = [mean(one => one.low), mean(one => one.high), mean(one => one.label)]
    const error = 2 * Math.sqrt((share * (1 - share)) / bin.length)
    if (share >= low - error && share <= high + error) inside++
    width += (high - low) / BINS
  }
  yield {
    figure: 'width.coverage',
    value: rounded((100 * inside) / BINS),
    unit: '%',
    note: `of ${BINS} heights of risk; scores far too sure of themselves, ${CASES} cases a team, mean width ${rounded(100 * width)} points`,
  }
}

/** Scores that are three times as sure as they may be. */
function casesOf(random: Chance): { z: Float64Array; labels: Uint8Array } {
  const truth = Float64Array.from({ length: CASES }, () => random.gaussian() - 1)
  return { z: truth.map(z => 3 * z + 2), labels: Uint8Array.from(truth, z => (random.uniform() < sigmoid(z) ? 1 : 0)) }
}
