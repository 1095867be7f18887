import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { Review } from '../../shared/model/review.ts'
import { personZone, shortDate } from '../parts/time.ts'
import { ChartKey } from './chart-key.tsx'
import './charts.css'

type Week = Review['weeks'][number]

/** A message may be contacted and met at once. It counts as contacted, so that the parts of a bar add up to those sent. */
const stacked = (week: Week) => {
  const met = Math.min(week.metricMet, Math.max(0, week.sent - week.contacted))
  return { ...week, met, rest: Math.max(0, week.sent - week.contacted - met) }
}

const PARTS = [
  { key: 'contacted', name: 'contacted us anyway', colour: 'var(--bad)' },
  { key: 'met', name: 'success metric met', colour: 'var(--good)' },
  { key: 'rest', name: 'neither so far', colour: 'var(--line-strong)' },
  { key: 'heldOut', name: 'held out', colour: 'var(--accent)' },
] as const

function Tip({ active, payload }: { active?: boolean; payload?: readonly { payload?: ReturnType<typeof stacked> }[] }) {
  const week = payload?.[0]?.payload
  if (!active || !week) return null
  return (
    <div className="tip">
      Week of {shortDate(week.at, week.at, personZone())} · <b>{week.sent}</b> sent, {week.contacted} contacted us,{' '}
      {week.metricMet} met the success metric, {week.heldOut} held out
    </div>
  )
}

/** Messages of each week by outcome; beside them the held-out accounts. */
export function WeeksChart({ weeks }: { weeks: readonly Week[] }) {
  const last = weeks.at(-1)?.at ?? 0
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  return (
    <figure>
      <div className="weeks" role="img" aria-label={`Messages of ${weeks.length} weeks by outcome`}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            data={weeks.map(stacked)}
            margin={{ top: 8, right: 4, bottom: 0, left: -24 }}
            barGap={2}
            maxBarSize={22}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={(at: number) => shortDate(at, last, personZone())}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              minTickGap={28}
            />
            <YAxis allowDecimals={false} tick={axis} tickLine={false} axisLine={false} />
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--raised)' }} content={<Tip />} />
            {PARTS.map(part => (
              <Bar
                key={part.key}
                dataKey={part.key}
                stackId={part.key === 'heldOut' ? 'held' : 'sent'}
                fill={part.colour}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <ChartKey parts={PARTS} />
    </figure>
  )
}
