import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { IncidentDetail } from '../../shared/incident.ts'
import { plural } from '../parts/number.ts'
import { axisTime, personZone, stamp } from '../parts/time.ts'
import './charts.css'

type Series = IncidentDetail['series']
type Point = Series['points'][number]

function Tip({ active, payload, now }: { active?: boolean; payload?: readonly { payload?: Point }[]; now: number }) {
  const point = payload?.[0]?.payload
  if (!active || !point) return null
  return (
    <div className="tip">
      {stamp(point.at, now, personZone())} · <b>{plural(point.accounts, 'new account')}</b>
    </div>
  )
}

const mostOf = ({ points }: Series): number => Math.max(1, ...points.map(({ accounts }) => accounts))

/** Whether the usual number is large enough to be seen. */
export const showsUsual = (series: Series): boolean => series.usual > mostOf(series) / 40

/** New accounts over time; the dashed line is the usual number, where it is large enough to be seen. */
export function IncidentChart({ series, now }: { series: Series; now: number }) {
  const zone = personZone()
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  const total = series.points.reduce((sum, { accounts }) => sum + accounts, 0)
  const [first, last] = [series.points[0]?.at ?? now, series.points.at(-1)?.at ?? now]
  const label = (at: number) => axisTime(at, { first, last, every: series.every, now, zone })
  return (
    <figure>
      <div className="incident-plot" role="img" aria-label={`${plural(total, 'account')} over time`}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={series.points} margin={{ top: 8, right: 4, bottom: 0, left: -24 }} maxBarSize={22}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={label}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              minTickGap={36}
            />
            <YAxis allowDecimals={false} domain={[0, mostOf(series)]} tick={axis} tickLine={false} axisLine={false} />
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--raised)' }} content={<Tip now={now} />} />
            <Bar dataKey="accounts" fill="var(--accent)" isAnimationActive={false} />
            {showsUsual(series) ? <ReferenceLine y={series.usual} stroke="var(--bad)" strokeDasharray="4 4" /> : null}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </figure>
  )
}
