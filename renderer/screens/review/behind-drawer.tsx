import { useQuery } from '@tanstack/react-query'
import type { Period } from '../../../shared/period.ts'
import type { BehindAsk, BehindRow } from '../../../shared/review/behind.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { DISMISSALS, OUTBOX_STATES, OUTCOMES } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { DRAWER_ROWS, RowsDrawer } from '../../parts/over/rows-drawer.tsx'
import { personZone, shortDate } from '../../parts/time.ts'
import { DISMISSAL_WORDS, OUTBOX_WORDS, OUTCOME_SHORT } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'
import { hoursWords } from './figures/bounded-words.ts'

/** A figure that is no comparison of starts; the drawer adds the period of the screen. */
export interface Behind {
  title: string
  wanted: BehindAsk
}

/** Opens the issues, messages or tickets behind a figure. */
export type OpenBehind = (behind: Behind) => void

/** A number that opens what it counts; `none` where it is 0. */
export function BehindFigure({
  value,
  none = '0',
  isNone,
  behind,
  onOpen,
}: {
  value: string
  none?: string
  isNone: boolean
  behind: Behind
  onOpen: OpenBehind
}) {
  if (isNone) return none
  return (
    <button type="button" className="link" aria-label={`${behind.title}: ${value}`} onClick={() => onOpen(behind)}>
      {value}
    </button>
  )
}

const ISSUE_WORDS: Readonly<Record<string, string>> = {
  open: 'open',
  snoozed: 'snoozed',
  acting: 'acted on',
  resolved: 'resolved',
  ticket: 'ticket',
  treatment: 'treated',
  control: 'held out',
}

/** Why an issue was closed, or the state of an issue or a message, in words. */
export function behindWords(what: string): string {
  const reason = DISMISSALS.find(name => name === what)
  if (reason) return DISMISSAL_WORDS[reason].toLowerCase()
  const outcome = OUTCOMES.find(name => `outcome:${name}` === what)
  if (outcome) return OUTCOME_SHORT[outcome]
  const state = OUTBOX_STATES.find(name => name === what)
  return ISSUE_WORDS[what] ?? (state ? OUTBOX_WORDS[state].toLowerCase() : what)
}

const COLUMNS: Record<BehindAsk['of'], [when: string, what: string]> = {
  dismissed: ['Closed', 'Because'],
  queue: ['Opened', 'State'],
  outbox: ['Queued', 'State'],
  week: ['Opened', 'Contact'],
  claimed: ['Opened', 'State'],
  started: ['Started', 'Arm'],
  confirmed: ['Confirmed', 'Outcome'],
  resolved: ['Closed', 'Took'],
}

function Row({ row, now }: { row: BehindRow; now: number }) {
  return (
    <tr>
      <td>
        {row.issueId === null ? (
          <bdi>{row.accountName}</bdi>
        ) : (
          <a className="link" href={`#/queue/${row.issueId}`}>
            <bdi>{row.accountName}</bdi>
          </a>
        )}
      </td>
      <td className="at">{row.at === null ? '–' : shortDate(row.at, now, personZone())}</td>
      <td className="at">{row.tookMs === null ? behindWords(row.what) : hoursWords(row.tookMs / HOUR)}</td>
    </tr>
  )
}

interface Props {
  behind: Behind | null
  range: Period
  onClose: () => void
}

/** The issues, messages or tickets behind one figure of the review, each with its account. */
export function BehindDrawer({ behind, range, onClose }: Props) {
  const now = useNow()
  const wanted = behind?.wanted ?? { of: 'queue', state: 'open', least: 0 }
  const isOfPeriod = wanted.of !== 'queue' && wanted.of !== 'outbox'
  const rows = useQuery(
    useApi().review.behind.queryOptions({
      input: { wanted: isOfPeriod ? { ...range, ...wanted } : wanted, limit: DRAWER_ROWS },
      enabled: behind !== null,
    }),
  )
  return (
    <RowsDrawer
      opened={behind !== null}
      onClose={onClose}
      title={behind?.title}
      columns={['Account', ...COLUMNS[wanted.of]]}
      rows={rows.data?.map((row, at) => ({ ...row, key: `${row.issueId}:${row.accountId}:${row.at}:${at}` }))}
      failure={rows.error ? failureOf(rows.error) : null}
      none="Nothing is behind this figure."
      cut={`Only the first ${DRAWER_ROWS} rows are shown.`}
    >
      {row => <Row key={row.key} row={row} now={now} />}
    </RowsDrawer>
  )
}
