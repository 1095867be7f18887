import type { TicketWeek } from '../../../../shared/review/figures.ts'
import { TicketWeeksChart, ticketRate } from '../../../charts/ticket-weeks-chart.tsx'
import { count } from '../../../parts/number.ts'
import { BehindFigure, type OpenBehind } from '../behind-drawer.tsx'
import { CannotTell, FigureCard } from './figure-card.tsx'
import { WeeksTable } from './weeks-table.tsx'

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
  { key: 'treated', arm: 'treatment', title: 'Treated (tickets of accounts)', words: 'treated accounts' },
  { key: 'control', arm: 'control', title: 'Control', words: 'control accounts' },
  { key: 'all', arm: 'all', title: 'All accounts', words: 'all accounts' },
] as const

const columnsOf = (onBehind: OpenBehind) =>
  ARMS.map(({ key, arm, title, words }) => ({
    title,
    cell: (week: TicketWeek, name: string) => (
      <BehindFigure
        value={weekWords(week[key])}
        none={weekWords(week[key])}
        isNone={week[key].tickets === 0}
        behind={{ title: `${name}: tickets, ${words}`, wanted: { of: 'week', at: week.at, arm } }}
        onOpen={onBehind}
      />
    ),
  }))

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
          <WeeksTable weeks={weeks} columns={columnsOf(onBehind)} />
        </>
      )}
    </FigureCard>
  )
}
