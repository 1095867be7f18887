import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import type { RetentionCurves } from '../../shared/review/figures.ts'
import { percent } from '../parts/number.ts'
import './charts.css'

interface Point {
  day: number
  treated?: number
  treatedBand?: [number, number]
  control?: number
  controlBand?: [number, number]
}

/** Both curves as points of one chart, from the first day, at which everybody is there. */
function pointsOf({ treated, control }: RetentionCurves): Point[] {
  // While nobody has left, the only step is the last day, and its bound holds from the beginning.
  const band = ({ left, steps }: RetentionCurves['treated']): [number, number] => [
    left > 0 ? 1 : (steps[0]?.low ?? 1),
    1,
  ]
  const start: Point = { day: 0, treated: 1, treatedBand: band(treated), control: 1, controlBand: band(control) }
  return [
    start,
    ...treated.steps.map(({ day, share, low, high }): Point => ({ day, treated: share, treatedBand: [low, high] })),
    ...control.steps.map(({ day, share, low, high }): Point => ({ day, control: share, controlBand: [low, high] })),
  ].sort((a, b) => a.day - b.day)
}

const ARMS = [
  { key: 'control', name: 'control', colour: 'var(--ink-3)' },
  { key: 'treated', name: 'treated', colour: 'var(--accent)' },
] as const

/** Steps between marks, in percent. */
const STEPS = [1, 2, 5, 10, 20, 25]
const MOST_GAPS = 4

/** Even marks up to 100 %, the first one at or below `lowest`; shares from 0 to 1. */
export function shareTicks(lowest: number): number[] {
  const missing = 100 * (1 - Math.min(1, Math.max(0, lowest)))
  const step = STEPS.find(one => missing <= one * MOST_GAPS) ?? 25
  const gaps = Math.min(100 / step, Math.max(1, Math.ceil(missing / step - 1e-9)))
  return Array.from({ length: gaps + 1 }, (_, k) => (100 - step * (gaps - k)) / 100)
}

/** Share of accounts that are still customers, by arm, with bands of 95 %. */
export function RetentionChart({ curves }: { curves: RetentionCurves }) {
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  const ticks = shareTicks(Math.min(1, ...[...curves.treated.steps, ...curves.control.steps].map(({ low }) => low)))
  return (
    <figure>
      <div className="retention-plot" role="img" aria-label="Share of accounts that are still customers, by arm">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={pointsOf(curves)} margin={{ top: 8, right: 8, bottom: 0, left: -14 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="day"
              type="number"
              domain={[0, 'dataMax']}
              tickFormatter={(day: number) => `${Math.round(day)} d`}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
            />
            <YAxis
              domain={[ticks[0] ?? 0, 1]}
              ticks={ticks}
              tickFormatter={percent}
              tick={axis}
              tickLine={false}
              axisLine={false}
            />
            {ARMS.map(({ key, colour }) => (
              <Area
                key={`${key}Band`}
                type="stepAfter"
                dataKey={`${key}Band`}
                connectNulls
                stroke="none"
                fill={colour}
                fillOpacity={0.14}
                isAnimationActive={false}
              />
            ))}
            {ARMS.map(({ key, colour }) => (
              <Line
                key={key}
                type="stepAfter"
                dataKey={key}
                connectNulls
                dot={false}
                stroke={colour}
                strokeWidth={2}
                isAnimationActive={false}
              />
            ))}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="key">
        {ARMS.map(({ key, name, colour }) => (
          <span key={key}>
            <i style={{ background: colour }} />
            {name}, {curves[key].left} of {curves[key].accounts} left
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
