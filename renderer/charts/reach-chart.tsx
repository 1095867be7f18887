import { Area, AreaChart, CartesianGrid, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { minorDigits } from '../../shared/money.ts'
import { compact } from '../parts/number.ts'
import './charts.css'

interface Props {
  /** Saved by the first so many hours, in minor units. */
  hours: readonly number[]
  /** Where the team's hours end. */
  spent: number
  currency: string
}

/** What the queue saves hour by hour, with a line where the team's hours end. */
export function ReachChart({ hours, spent, currency }: Props) {
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  const data = [0, ...hours].map((saved, hour) => ({ hour, saved: saved / 10 ** minorDigits(currency) }))
  return (
    <div className="reach-plot" role="img" aria-label={`Saved by ${hours.length} hours of work, hour by hour`}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={data} margin={{ top: 8, right: 8, bottom: 0, left: -6 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="hour"
            type="number"
            domain={[0, 'dataMax']}
            tickFormatter={(hour: number) => `${hour} h`}
            tick={axis}
            tickLine={false}
            axisLine={{ stroke: 'var(--line)' }}
          />
          <YAxis tickFormatter={compact} tick={axis} tickLine={false} axisLine={false} />
          <Area
            dataKey="saved"
            stroke="var(--accent)"
            strokeWidth={2}
            fill="var(--accent)"
            fillOpacity={0.14}
            isAnimationActive={false}
          />
          <ReferenceLine x={spent} stroke="var(--ink-2)" strokeDasharray="3 3" />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}
