import type { ArmComparison, Interval, MetricResult } from '../../shared/experiment/experiment.ts'
import { boundsWords, signedWords } from '../../shared/experiment/words.ts'
import './charts.css'

const WIDTH = 320
const HEIGHT = 26
const EDGE = 8

interface Props {
  metric: MetricResult
  comparison: ArmComparison
}

/** The largest distance from 0 that a metric's arms reach, so that all of them share one scale. */
function reachOf({ comparisons }: MetricResult): number {
  const ends = comparisons.flatMap(({ difference, sequence }) =>
    [difference, sequence].flatMap(one => (one ? [Math.abs(one.low), Math.abs(one.high)] : [])),
  )
  return Math.max(...ends, Number.MIN_VALUE)
}

/** Good and bad are coloured only where a person said which way is good and the difference holds. */
function colourOf({ better }: MetricResult, { conclusion, difference }: ArmComparison): string {
  if (conclusion === 'cannot_tell' || difference === null || better === null) return 'var(--ink-2)'
  return difference.value < 0 === (better === 'lower') ? 'var(--good)' : 'var(--bad)'
}

/** A difference on a line through 0: thick for one look, thin for any number of looks. Hollow while one cannot tell. */
export function EffectLine({ metric, comparison }: Props) {
  const { difference, sequence, conclusion } = comparison
  const reach = reachOf(metric)
  const x = (value: number) => WIDTH / 2 + (value / reach) * (WIDTH / 2 - EDGE)
  const colour = colourOf(metric, comparison)
  const middle = HEIGHT / 2
  const line = ({ low, high }: Interval, width: number) => (
    <path d={`M${x(low)} ${middle}H${x(high)}`} stroke={colour} strokeWidth={width} />
  )
  const label =
    difference === null
      ? 'no difference can be told'
      : `${signedWords(difference.value, metric)}, ${boundsWords(difference, metric)}`
  return (
    <svg className="effect-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path d={`M0 ${middle}H${WIDTH}`} stroke="var(--line)" />
      <path d={`M${WIDTH / 2} 2V${HEIGHT - 2}`} stroke="var(--line-strong)" strokeDasharray="2 2" />
      {sequence ? line(sequence, 1.5) : null}
      {difference ? (
        <>
          {line(difference, 5)}
          <circle
            cx={x(difference.value)}
            cy={middle}
            r="5"
            fill={conclusion === 'cannot_tell' ? 'var(--surface)' : colour}
            stroke={colour}
            strokeWidth="2"
          />
        </>
      ) : null}
    </svg>
  )
}
