import { ErrorBar, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis, ZAxis } from 'recharts'
import type { Proportion } from '../../shared/model/review.ts'
import type { Category } from '../../shared/vocabulary.ts'
import { withInterval } from '../parts/number.ts'
import { Shape } from '../parts/shape.tsx'
import './charts.css'

interface Row {
  key: string
  label: string
  category: Category
  proportion: Proportion
}

const LINE = 37

/** Shares with their intervals, one below the other, on one scale from 0 to 100 %. */
export function IntervalChart({ rows, onOpen }: { rows: readonly Row[]; onOpen: (key: string) => void }) {
  const data = rows.flatMap((row, at) => {
    const { value, low, high } = row.proportion
    return value === null || low === null || high === null
      ? []
      : [{ x: value, y: rows.length - at - 0.5, around: [value - low, high - value] }]
  })
  return (
    <div className="intervals">
      <ul>
        {rows.map(row => (
          <li key={row.key} style={{ height: LINE }}>
            <button type="button" onClick={() => onOpen(row.key)}>
              <Shape category={row.category} /> <span className="label">{row.label}</span>
              <em>{withInterval(row.proportion)}</em>
            </button>
          </li>
        ))}
      </ul>
      {data.length === 0 ? null : (
        <div style={{ height: rows.length * LINE + 22 }} aria-hidden="true">
          <ResponsiveContainer width="100%" height="100%">
            <ScatterChart accessibilityLayer={false} margin={{ top: 0, right: 12, bottom: 0, left: 12 }}>
              <XAxis
                type="number"
                dataKey="x"
                domain={[0, 1]}
                ticks={[0, 0.25, 0.5, 0.75, 1]}
                tickFormatter={(share: number) => `${share * 100} %`}
                tick={{ fontSize: 11, fill: 'var(--ink-3)' }}
                tickLine={false}
                axisLine={{ stroke: 'var(--line)' }}
                height={22}
              />
              <YAxis type="number" dataKey="y" domain={[0, Math.max(1, rows.length)]} hide />
              <ZAxis range={[64, 64]} />
              {rows.slice(1).map((row, at) => (
                <ReferenceLine key={row.key} y={at + 1} stroke="var(--line)" />
              ))}
              <Scatter data={data} fill="var(--ink-2)" shape="square" isAnimationActive={false}>
                <ErrorBar dataKey="around" direction="x" width={0} strokeWidth={2} stroke="var(--ink-2)" />
              </Scatter>
            </ScatterChart>
          </ResponsiveContainer>
        </div>
      )}
    </div>
  )
}
