import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { plural } from '../parts/number.ts'
import { personZone, shortDate } from '../parts/time.ts'
import { ChartKey } from './chart-key.tsx'
import './charts.css'

/** Firings of a period. `followed` and `undecided` are parts of `firings`. */
export interface FiringBar {
  from: number
  to: number
  firings: number
  followed: number
  undecided: number
}

const PARTS = [
  { key: 'followed', name: 'followed by a ticket or churn', colour: 'var(--bad)' },
  { key: 'quiet', name: 'not followed', colour: 'var(--accent)' },
  { key: 'undecided', name: 'window still open', colour: 'var(--line-strong)' },
] as const

function Tip({ active, payload }: { active?: boolean; payload?: readonly { payload?: FiringBar }[] }) {
  const bar = payload?.[0]?.payload
  if (!active || !bar) return null
  return (
    <div className="tip">
      {shortDate(bar.from, bar.from, personZone())} · <b>{plural(bar.firings, 'firing')}</b>, {bar.followed} followed
    </div>
  )
}

/** Firings over time by what they were followed by; a bar opens its accounts. */
export function FiringsChart({ bars, onOpen }: { bars: readonly FiringBar[]; onOpen: (bar: FiringBar) => void }) {
  const axis = { fontSize: 11, fill: 'var(--ink-3)' }
  const rows = bars.map(bar => ({ ...bar, quiet: Math.max(0, bar.firings - bar.followed - bar.undecided) }))
  const last = bars.at(-1)?.to ?? 0
  return (
    <figure className="firings">
      <div className="firings-plot" role="img" aria-label={`Firings in ${bars.length} periods`}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart data={rows} margin={{ top: 8, right: 0, bottom: 0, left: -22 }} maxBarSize={18}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="from"
              tickFormatter={(at: number) => shortDate(at, last, personZone())}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              minTickGap={28}
            />
            <YAxis allowDecimals={false} tick={axis} tickLine={false} axisLine={false} width={52} />
            <Tooltip isAnimationActive={false} cursor={{ fill: 'var(--raised)' }} content={<Tip />} />
            {PARTS.map(({ key, colour }) => (
              <Bar
                key={key}
                dataKey={key}
                stackId="firings"
                fill={colour}
                isAnimationActive={false}
                cursor="pointer"
                onClick={(_, index) => {
                  const bar = bars[index]
                  if (bar) onOpen(bar)
                }}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <ChartKey parts={PARTS} />
    </figure>
  )
}
