import type { ExperimentAsk } from '../../../shared/experiment/ask.ts'
import type { ArmComparison, Experiment, Interval, MetricResult } from '../../../shared/experiment/experiment.ts'
import { valueWords } from '../../../shared/experiment/words.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { tQuantile } from '../estimate/distributions.ts'
import { dominantOf } from '../estimate/dominance.ts'
import { momentsOf } from '../estimate/moments.ts'
import { holm } from '../estimate/shrink.ts'
import { proportion } from '../proportion.ts'
import { checkAssignment } from './assignment.ts'
import { type ArmValues, type Compared, compareArms, sizesOf } from './compare.ts'
import { headlineOf, sentenceOf } from './sentence.ts'
import type { ReadMetric, UnitTable } from './unit-table.ts'

type Asked = Pick<ExperimentAsk, 'control' | 'planned' | 'despite'>

/** The whole answer from the rows: the assignment first, then each metric of each arm beside the control arm. */
export function judgeExperiment(table: UnitTable, asked: Asked): Result<Experiment> {
  const control = controlOf(table.names, asked.control)
  if (!control.ok) return control
  const planned = plannedOf(table.names, asked.planned)
  if (!planned.ok) return planned
  const { rows, counts, ratio, problems } = checkAssignment(table, planned.value, control.value)
  const shown = problems.length === 0 || asked.despite
  const metrics = shown ? judged(table, rows, control.value) : []
  return ok({
    headline: headlineOf(problems, metrics),
    rows: table.rows,
    units: rows.length,
    rowName: table.rowName,
    control: table.names[control.value] ?? '',
    arms: table.names.map((name, at) => ({ name, units: counts[at] ?? 0, planned: planned.value[at] ?? 0 })),
    ratio,
    problems,
    leftOut: table.leftOut,
    metrics,
  })
}

const CONTROL_NAMES = /^(control|ctrl|hold[\s_-]?out|held[\s_-]?out|placebo|baseline|none|no|off|false|0)$/i
const listed = (names: readonly string[]): string => names.map(name => `“${name}”`).join(', ')

function controlOf(names: readonly string[], asked: string | undefined): Result<number> {
  if (names.length < 2)
    return fail(
      'invalid',
      'There is nothing to compare.',
      names.length === 0 ? 'No row names an arm.' : `All rows are of the arm ${listed(names)}.`,
      'Choose the column that says which arm a unit was in.',
    )
  const found = names.flatMap((name, at) =>
    ((asked ?? null) === null ? CONTROL_NAMES.test(name) : name === asked) ? [at] : [],
  )
  const [only] = found
  if (found.length === 1 && only !== undefined) return ok(only)
  return asked === undefined
    ? fail(
        'invalid',
        'Which arm is the control is not known.',
        `The arms are ${listed(names)}; ${found.length === 0 ? 'none' : 'more than one'} has the name of a control arm.`,
        'Name the control arm.',
      )
    : fail(
        'invalid',
        `There is no arm “${asked}”.`,
        `The arms are ${listed(names)}.`,
        'Name one of them as the control arm.',
      )
}

function plannedOf(names: readonly string[], planned: Asked['planned']): Result<number[]> {
  if (planned === undefined) return ok(names.map(() => 1 / names.length))
  const lacking = names.filter(name => !Object.hasOwn(planned, name))
  const unknown = Object.keys(planned).filter(name => !names.includes(name))
  if (lacking.length + unknown.length > 0)
    return fail(
      'invalid',
      'The planned shares do not fit the arms.',
      lacking.length > 0 ? `No share is planned for ${listed(lacking)}.` : `There is no arm ${listed(unknown)}.`,
      `Plan a share for each of ${listed(names)}.`,
    )
  const total = names.reduce((sum, name) => sum + (planned[name] ?? 0), 0)
  return ok(names.map(name => (planned[name] ?? 0) / total))
}

function judged(table: UnitTable, rows: readonly number[], control: number): MetricResult[] {
  const others = table.names.map((_, at) => at).filter(at => at !== control)
  const measured = table.metrics.map(metric => {
    const values = table.names.map((_, at) => valuesOf(table, metric, rows, at))
    const base = values[control] ?? { values: [], before: null }
    const compared = others.map(at => compareArms(values[at] ?? base, base, metric.kind === 'share'))
    return { metric, values, compared }
  })
  const all = measured.flatMap(({ compared }) => compared)
  const conclusions = concluded(all)
  return measured.map(({ metric, values, compared }): MetricResult => {
    const arms = values.map((arm, at) => armOf(metric, table.names[at] ?? '', arm))
    return {
      ...{
        column: metric.column,
        kind: metric.kind,
        currency: metric.currency,
        pre: metric.pre,
        better: metric.better,
      },
      arms,
      dominated: table.names.flatMap((_, at) => dominanceOf(table, metric, rows, at)),
      comparisons: compared.map((found, nth): ArmComparison => {
        const { basis: _basis, ...figures } = found
        const at = others[nth] ?? 0
        const conclusion = conclusions.get(found) ?? 'cannot_tell'
        const open = conclusion === 'cannot_tell'
        const sizes = sizesOf(found, all.length)
        const arm = table.names[at] ?? ''
        const told = { arm, ...figures, conclusion, ...sizes, ...(open ? {} : { moreUnits: null }) }
        const beside = {
          arm,
          control: table.names[control] ?? '',
          mean: arms[at]?.mean?.value ?? null,
          controlMean: arms[control]?.mean?.value ?? null,
        }
        return { ...told, sentence: sentenceOf(metric, told, beside) }
      }),
    }
  })
}

/** Which differences hold when all comparisons are looked at together: for any number of looks, or for one. */
function concluded(all: readonly Compared[]): Map<Compared, ArmComparison['conclusion']> {
  const always = holm(all.map(({ sequenceP }) => sequenceP ?? 1))
  const once = holm(all.map(({ p }) => p ?? 1))
  const excludesZero = ({ difference }: Compared) => difference !== null && difference.low * difference.high > 0
  return new Map(
    all.map((found, at) => [
      found,
      always[at] ? 'holds' : once[at] && excludesZero(found) ? 'holds_once' : 'cannot_tell',
    ]),
  )
}

const rowsOfArm = ({ arms }: UnitTable, metric: ReadMetric, rows: readonly number[], wanted: number): number[] =>
  rows.filter(row => arms[row] === wanted && !Number.isNaN(metric.values[row] ?? Number.NaN))

function valuesOf(table: UnitTable, metric: ReadMetric, rows: readonly number[], wanted: number): ArmValues {
  const known = rowsOfArm(table, metric, rows, wanted)
  const { before } = metric
  return {
    values: known.map(row => metric.values[row] ?? 0),
    before: before && known.map(row => before[row] ?? Number.NaN),
  }
}

/** Says where one unit makes most of an arm’s amount. A share cannot be dominated: each unit is 0 or 1. */
function dominanceOf(
  table: UnitTable,
  metric: ReadMetric,
  rows: readonly number[],
  wanted: number,
): MetricResult['dominated'] {
  if (metric.kind === 'share') return []
  const known = rowsOfArm(table, metric, rows, wanted)
  const values = known.map(row => metric.values[row] ?? 0)
  const found = dominantOf(values)
  if (!found) return []
  const arm = table.names[wanted] ?? ''
  const line = table.lines[known[found.at] ?? 0] ?? 0
  const { mean } = momentsOf(values)
  const without = momentsOf(values.filter((_, at) => at !== found.at)).mean
  return [
    {
      ...{ arm, line, share: found.share },
      what: `One unit (${table.rowName} ${line}) makes ${Math.round(found.share * 100)} % of “${metric.column}” in “${arm}”: the mean is ${valueWords(mean, metric)} with it, ${valueWords(without, metric)} without it.`,
      todo: 'Check the amount of that unit, and judge the metric once more without it before you believe the difference.',
    },
  ]
}

function armOf({ kind }: ReadMetric, arm: string, { values }: ArmValues): MetricResult['arms'][number] {
  const n = values.length
  const hits = kind === 'share' ? values.reduce((sum, value) => sum + value, 0) : null
  return { arm, n, hits, mean: n === 0 ? null : hits === null ? meanInterval(values) : shareInterval(hits, n) }
}

function shareInterval(hits: number, n: number): Interval {
  const { value, low, high } = proportion(hits, n)
  return { value: value ?? 0, low: low ?? 0, high: high ?? 1 }
}

/** A mean with Student's interval; of one unit, the value alone. */
function meanInterval(values: readonly number[]): Interval {
  const { n, mean, variance } = momentsOf(values)
  const half = n < 2 ? 0 : tQuantile(0.975, n - 1) * Math.sqrt(variance / n)
  return { value: mean, low: mean - half, high: mean + half }
}
