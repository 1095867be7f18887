import type { ArmComparison, AssignmentProblem, MetricResult } from '../../../shared/experiment/experiment.ts'
import { boundsWords, gapWords, signedWords, totalWords, valueWords } from '../../../shared/experiment/words.ts'

type Told = Omit<ArmComparison, 'sentence'>
type Metric = Pick<MetricResult, 'column' | 'kind' | 'currency' | 'better'>

/** The means of the arm and of the control arm, and the names of both. */
export interface Beside {
  arm: string
  control: string
  mean: number | null
  controlMean: number | null
}

/** One comparison in words: what happened, how sure that is, and what is missing where one cannot tell. */
export function sentenceOf(metric: Metric, told: Told, beside: Beside): string {
  const { difference } = told
  if (difference === null || beside.mean === null || beside.controlMean === null)
    return `“${beside.arm}”: cannot tell anything about “${metric.column}”: ${nothingToCompare(beside)}.`
  const means = `${valueWords(beside.mean, metric)} against ${valueWords(beside.controlMean, metric)} in “${beside.control}”`
  if (told.conclusion === 'cannot_tell')
    return `“${beside.arm}”: cannot tell yet whether “${metric.column}” differs: ${means}, ${signedWords(difference.value, metric)}${metric.kind === 'share' ? ' points' : ''} (${boundsWords(difference, metric)}${adjusted(told)})${missingUnits(told)}.`
  const way = difference.value < 0 ? 'lower' : 'higher'
  const once = told.conclusion === 'holds_once' ? '; this holds for one planned look only' : ''
  return `“${beside.arm}”: “${metric.column}” is ${gapWords(difference.value, metric)} ${way}, ${means} (${boundsWords(difference, metric)}${adjusted(told)})${inAll(metric, told)}${once}.`
}

/** Why a difference is not the one of the two means beside it. */
const adjusted = ({ explained }: Told): string => (explained === null ? '' : ', adjusted for the time before')

const nothingToCompare = ({ mean, controlMean }: Beside): string =>
  mean === null || controlMean === null ? 'an arm has no values' : 'all values are alike'

const missingUnits = ({ moreUnits, difference }: Told): string =>
  moreUnits !== null
    ? `; ${moreUnits.toLocaleString('en')} more units are needed if the difference is as large as it looks`
    : difference?.value === 0
      ? '; the arms are equal so far'
      : '; no number of units near this one is likely to show so small a difference'

/** A difference over the whole arm. What is good or bad about it is said only where a person has said so. */
function inAll(metric: Metric, { total }: Told): string {
  if (total === null || total.low * total.high <= 0) return ''
  const [least, most] = [total.low, total.high].map(Math.abs).sort((a, b) => a - b)
  const range = `${totalWords(least ?? 0, metric)}–${totalWords(most ?? 0, metric)}`
  return `: about ${totalWords(total.value, metric)} ${totalVerb(metric, total.value)} (${range})`
}

function totalVerb({ better, kind }: Metric, value: number): string {
  if (better === 'lower') return value < 0 ? 'avoided' : 'caused'
  if (better === 'higher') return value > 0 ? 'gained' : 'lost'
  return kind === 'money' ? (value < 0 ? 'less in all' : 'more in all') : value < 0 ? 'fewer in all' : 'more in all'
}

/** The answer: what speaks against the assignment, or what the first metric says of each arm. */
export function headlineOf(problems: readonly AssignmentProblem[], metrics: readonly MetricResult[]): string {
  const [first] = metrics
  const trouble =
    problems.length === 0
      ? null
      : `The assignment is not to be trusted: ${problems.map(({ what }) => what).join(' ')} ${first ? 'The differences are shown because you asked for them; they may not be effects.' : 'No effect is shown.'}`
  const found = first?.comparisons.map(({ sentence }) => sentence).join(' ')
  return [trouble, found].filter(Boolean).join(' ')
}
