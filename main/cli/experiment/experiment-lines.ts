import type { ArmComparison, Experiment, MetricResult } from '../../../shared/experiment/experiment.ts'
import { boundsWords, chanceWords, gapWords, valueWords } from '../../../shared/experiment/words.ts'
import { table } from '../print.ts'

/** An experiment for a terminal: the sentence, what is wrong, then the figures. */
export function experimentLines(found: Experiment): string[] {
  const { headline, problems, arms, ratio, control, leftOut, metrics, rowName } = found
  return [
    headline,
    ...problems.flatMap(({ what, why, todo, examples }) => [
      '',
      what,
      ...(examples.length > 0 ? [`  for example ${examples.join(' · ')}`] : []),
      `  ${why}`,
      `  → ${todo}`,
    ]),
    ...(problems.length > 0 && metrics.length === 0 ? ['', 'To see the differences nevertheless, say --despite.'] : []),
    '',
    ...table([
      ['arm', 'units', 'planned'],
      ...arms.map(({ name, units, planned }) => [
        name === control ? `${name} (control)` : name,
        units.toLocaleString('en'),
        `${(planned * 100).toFixed(1)} %`,
      ]),
    ]),
    `sizes as planned: p ${chanceWords(ratio.p)} for one look, ${chanceWords(ratio.sequentialP)} for any number of looks`,
    ...metrics.flatMap(metricLines),
    ...leftOut.flatMap(({ what, todo, examples }) => [
      '',
      what,
      ...(examples.length > 0
        ? [`  for example ${examples.map(({ line, text }) => `${rowName} ${line}${text && ` “${text}”`}`).join(' · ')}`]
        : []),
      `  → ${todo}`,
    ]),
  ]
}

function metricLines(metric: MetricResult): string[] {
  const { column, kind, currency, arms, comparisons, dominated } = metric
  const means = arms.map(({ arm, n, mean }) => [
    `  ${arm}`,
    n.toLocaleString('en'),
    mean ? valueWords(mean.value, metric) : '–',
    mean ? `${valueWords(mean.low, metric)} to ${valueWords(mean.high, metric)}` : '',
  ])
  return [
    '',
    `${column} (${kind === 'money' ? `money, ${currency}` : kind})`,
    ...table([['  arm', 'n', kind === 'share' ? 'share' : 'mean', '95 % interval'], ...means]),
    ...comparisons.flatMap(comparison => comparisonLines(metric, comparison)),
    ...dominated.flatMap(({ what, todo }) => [what, `  → ${todo}`]),
  ]
}

function comparisonLines(metric: MetricResult, comparison: ArmComparison): string[] {
  const { sentence, sequence, smallest, p, sequenceP, explained } = comparison
  const more = [
    sequence
      ? `valid at any look: ${boundsWords(sequence, metric)}, p ${chanceWords(sequenceP ?? 1)}`
      : 'too few units for an interval that is valid at any look',
    ...(p === null ? [] : [`one look: p ${chanceWords(p)}`]),
    ...(smallest === null ? [] : [`minimum detectable effect ${gapWords(smallest, metric)}`]),
    ...(explained === null ? [] : [`${(explained * 100).toFixed(0)} % of the variance explained by the time before`]),
  ]
  return [sentence, `  ${more.join(' · ')}`]
}
