import { useQuery } from '@tanstack/react-query'
import type { OutcomeView } from '../../../shared/model/outcome.ts'
import type { REVIEW_FIGURES } from '../../../shared/model/review.ts'
import type { Period } from '../../../shared/period.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { DRAWER_ROWS, RowsDrawer } from '../../parts/over/rows-drawer.tsx'
import { Shape } from '../../parts/shape.tsx'
import { personZone, shortDate } from '../../parts/time.ts'
import { OUTCOME_SHORT } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'

export interface Cohort {
  figure: (typeof REVIEW_FIGURES)[number]
  title: string
  triggerId?: string
  playbookId?: string
  /** Another group: its dimension and key. */
  group?: Partial<Record<'category' | 'plan' | 'size' | 'country' | 'specialist', string>>
  /** A part of the period, such as a week; the whole period without it. */
  within?: Period
}

interface Props {
  cohort: Cohort | null
  range: Period
  onClose: () => void
}

function Row({ outcome, now }: { outcome: OutcomeView; now: number }) {
  const day = (at: number | null) => (at === null ? '–' : shortDate(at, now, personZone()))
  return (
    <tr>
      <td>
        <Shape category={outcome.category} />{' '}
        <a className="link" href={`#/queue/${outcome.issueId}`}>
          <bdi>{outcome.accountName}</bdi>
        </a>
      </td>
      <td>{outcome.arm === 'control' ? 'held out' : 'treated'}</td>
      <td>{day(outcome.sentAt ?? outcome.exposedAt)}</td>
      <td>{day(outcome.contactedAt)}</td>
      <td>{day(outcome.metricMetAt)}</td>
      <td>
        {outcome.judged ? (
          <span className="tag good">{OUTCOME_SHORT[outcome.judged]}</span>
        ) : outcome.proposal ? (
          <span className="tag wait">{OUTCOME_SHORT[outcome.proposal]}?</span>
        ) : (
          <span className="quiet">open until {day(outcome.windowEndsAt)}</span>
        )}
      </td>
    </tr>
  )
}

/** The accounts behind one figure of the review. */
export function CohortDrawer({ cohort, range, onClose }: Props) {
  const now = useNow()
  const rows = useQuery(
    useApi().review.cohort.queryOptions({
      input: {
        ...range,
        figure: cohort?.figure ?? 'sent',
        ...(cohort?.triggerId ? { triggerId: cohort.triggerId } : {}),
        ...(cohort?.playbookId ? { playbookId: cohort.playbookId } : {}),
        ...cohort?.group,
        ...cohort?.within,
        limit: DRAWER_ROWS,
      },
      enabled: cohort !== null,
    }),
  )
  return (
    <RowsDrawer
      opened={cohort !== null}
      onClose={onClose}
      title={cohort?.title}
      columns={['Account', 'Arm', 'Sent', 'Contacted us', 'Metric met', 'Outcome']}
      rows={rows.data}
      failure={rows.error ? failureOf(rows.error) : null}
      none="No accounts in this period."
      cut={`Only the first ${DRAWER_ROWS} accounts are shown.`}
    >
      {outcome => <Row key={outcome.interventionId} outcome={outcome} now={now} />}
    </RowsDrawer>
  )
}
