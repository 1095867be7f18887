import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { OutcomeView } from '../../../shared/model/outcome.ts'
import type { REVIEW_FIGURES } from '../../../shared/model/review.ts'
import type { Period } from '../../../shared/period.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Shape } from '../../parts/shape.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { personZone, shortDate } from '../../parts/time.ts'
import { OUTCOME_SHORT } from '../../parts/words.ts'
import { useNow } from '../../state/now.ts'

/** The most rows of one drawer; a figure with more accounts says so. */
const LIMIT = 200

export interface Cohort {
  figure: (typeof REVIEW_FIGURES)[number]
  title: string
  triggerId?: string
  playbookId?: string
  /** Another group: its dimension and key. */
  group?: Partial<Record<'category' | 'plan' | 'size' | 'country' | 'specialist', string>>
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
        limit: LIMIT,
      },
      enabled: cohort !== null,
    }),
  )
  return (
    <Drawer
      opened={cohort !== null}
      onClose={onClose}
      position="right"
      size={720}
      title={cohort?.title}
      transitionProps={{ duration: 100 }}
    >
      {rows.error ? <ErrorNote failure={failureOf(rows.error)} /> : null}
      {rows.isPending ? <BarRows rows={6} /> : null}
      {rows.data?.length === 0 ? <Empty title="No accounts">No accounts in this period.</Empty> : null}
      {rows.data && rows.data.length > 0 ? (
        <table className="grid">
          <thead>
            <tr>
              <th>Account</th>
              <th>Arm</th>
              <th>Sent</th>
              <th>Contacted us</th>
              <th>Metric met</th>
              <th>Outcome</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map(outcome => (
              <Row key={outcome.interventionId} outcome={outcome} now={now} />
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.data?.length === LIMIT ? <p className="quiet">Only the first {LIMIT} accounts are shown.</p> : null}
    </Drawer>
  )
}
