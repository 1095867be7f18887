import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { TicketWeek } from '../../shared/review/figures.ts'
import { personZone, shortDate } from '../parts/time.ts'
import { ChartKey } from './chart-key.tsx'
import './charts.css'

/** Tickets for each 100 active accounts; null where no account was active. */
export const ticketRate = ({ accounts, tickets }: TicketWeek['all']): number | null =>
  accounts === 0 ? null : (100 * tickets) / accounts

const pointOf = ({ at, treated, control, all }: TicketWeek) => ({
  at,
  treated: ticketRate(treated),
  control: ticketRate(control),
  all: ticketRate(all),
})

const LINES = [
  { key: 'all', name: 'all accounts', colour: 'var(--wait)', dash: '2 4' },
  { key: 'control', name: 'control', colour: 'var(--ink-3)', dash: '' },
  { key: 'treated', name: 'treated', colour: 'var(--accent)', dash: '' },
] as const

interface TipProps {
  active?: boolean
  payload?: readonly { payload?: ReturnType<typeof pointOf> }[]
}

function Tip({ active, payload }: TipProps) {
  const week = payload?.[0]?.payload
  if (!active || !week) return null
  return (
    <div className="tip">
      Week of {shortDate(week.at, week.at, personZone())}
      {LINES.map(({ key, name }) => (
        <span key={key}>
          {' '}
          · {name} <b>{week[key]?.toFixed(1) ?? '–'}</b>
        </span>
      ))}
    </div>
  )
}

/** Tickets for each 100 active accounts by week: treated, control and all. */
export function TicketWeeksChart({ weeks }: { weeks: readonly TicketWeek[] }) {
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  const last = weeks.at(-1)?.at ?? 0
  return (
    <figure>
      <div className="weeks" role="img" aria-label={`Tickets for each 100 active accounts in ${weeks.length} weeks`}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={weeks.map(pointOf)} margin={{ top: 8, right: 8, bottom: 0, left: -24 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={(at: number) => shortDate(at, last, personZone())}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              minTickGap={28}
            />
            <YAxis tick={axis} tickLine={false} axisLine={false} />
            <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<Tip />} />
            {LINES.map(({ key, colour, dash }) => (
              <Line
                key={key}
                dataKey={key}
                stroke={colour}
                strokeDasharray={dash}
                strokeWidth={2}
                dot={weeks.length < 3 ? { r: 3, fill: colour } : false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <ChartKey parts={LINES} />
    </figure>
  )
}
