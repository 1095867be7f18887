import type { TicketWeek } from '../../../../shared/review/figures.ts'
import { TicketWeeksChart, ticketRate } from '../../../charts/ticket-weeks-chart.tsx'
import { count } from '../../../parts/number.ts'
import { personZone, shortDate } from '../../../parts/time.ts'
import { BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { CannotTell, FigureCard } from './figure-card.tsx'

interface Props {
  weeks: readonly TicketWeek[]
  onBehind: OpenBehind
}

/** A week of one group with the counts that its rate is made of: `12.5 (3 of 24)`. */
export function weekWords(week: TicketWeek['all']): string {
  const rate = ticketRate(week)
  return rate === null ? '–' : `${rate.toFixed(1)} (${count(week.tickets)} of ${count(week.accounts)})`
}

const ARMS = [
  { key: 'treated', arm: 'treatment', words: 'treated accounts' },
  { key: 'control', arm: 'control', words: 'control accounts' },
  { key: 'all', arm: 'all', words: 'all accounts' },
] as const

function WeeksTable({ weeks, onBehind }: Props) {
  const last = weeks.at(-1)?.at ?? 0
  const dayOf = (at: number) => shortDate(at, last, personZone())
  return (
    <details className="table-behind">
      <summary>Show the table</summary>
      <table className="grid">
        <thead>
          <tr>
            <th>Week of</th>
            <th className="num">Treated (tickets of accounts)</th>
            <th className="num">Control</th>
            <th className="num">All accounts</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(week => (
            <tr key={week.at}>
              <td>{dayOf(week.at)}</td>
              {ARMS.map(({ key, arm, words }) => (
                <td key={key} className="num">
                  <BehindFigure
                    value={weekWords(week[key])}
                    none={weekWords(week[key])}
                    isNone={week[key].tickets === 0}
                    behind={{
                      title: `Week of ${dayOf(week.at)}: tickets, ${words}`,
                      wanted: { of: 'week', at: week.at, arm },
                    }}
                    onOpen={onBehind}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** Tickets per active account by week as a chart, with its table behind it. */
export function TicketWeeksCard({ weeks, onBehind }: Props) {
  return (
    <FigureCard
      title="Tickets for each 100 active accounts"
      note="by week from Monday, UTC"
      definition="An account is active from its sign-up until it leaves. It counts as treated or control from the week after its first start, and the running week is left out. A week is drawn without an interval: read the effect from the comparison above. Source: tickets and accounts."
    >
      {weeks.length === 0 ? (
        <CannotTell why="No whole week has passed since the first start of this period." />
      ) : (
        <>
          <TicketWeeksChart weeks={weeks} />
          <WeeksTable weeks={weeks} onBehind={onBehind} />
        </>
      )}
    </FigureCard>
  )
}
