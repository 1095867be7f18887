import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Period } from '../../../../shared/period.ts'
import type { MissedTrouble, TroubleEnding } from '../../../../shared/review/missed.ts'
import type { Category } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { Empty } from '../../../parts/empty.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { BarRows } from '../../../parts/skeleton.tsx'
import { personZone, shortDate } from '../../../parts/time.ts'
import { useNow } from '../../../state/now.ts'
import { ENDING_TITLES } from './missed-words.ts'

/** The most rows of one drawer; a figure with more says so. */
const LIMIT = 200

/** Which tickets and cancellations are shown. */
export interface MissedGroup {
  ending: TroubleEnding
  category?: Category | null
}

interface Props {
  group: MissedGroup | null
  range: Period
  onClose: () => void
}

function Row({ trouble, now }: { trouble: MissedTrouble; now: number }) {
  const { accountName, accountId, issueId, at, kind, subject, why } = trouble
  return (
    <tr>
      <td>
        {issueId === null ? (
          <bdi>{accountName}</bdi>
        ) : (
          <a className="link" href={`#/queue/${issueId}`}>
            <bdi>{accountName}</bdi>
          </a>
        )}{' '}
        <small className="quiet">{accountId}</small>
      </td>
      <td className="at">{shortDate(at, now, personZone())}</td>
      <td>
        {kind === 'cancellation' ? <span className="tag bad">cancelled</span> : <bdi>{subject ?? 'ticket'}</bdi>}
        <small className="quiet under">{why}</small>
      </td>
    </tr>
  )
}

/** The accounts behind one cause, newest first, each with why. */
export function MissedDrawer({ group, range, onClose }: Props) {
  const now = useNow()
  const rows = useQuery(
    useApi().recall.tickets.queryOptions({
      input: {
        ...range,
        ...(group ? { ending: group.ending } : {}),
        ...(group?.category === undefined ? {} : { category: group.category }),
        limit: LIMIT,
      },
      enabled: group !== null,
    }),
  )
  return (
    <Drawer
      opened={group !== null}
      onClose={onClose}
      position="right"
      size={720}
      title={group ? ENDING_TITLES[group.ending] : ''}
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
              <th>Came</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {rows.data.map(trouble => (
              <Row key={`${trouble.kind}:${trouble.accountId}:${trouble.at}`} trouble={trouble} now={now} />
            ))}
          </tbody>
        </table>
      ) : null}
      {rows.data?.length === LIMIT ? <p className="quiet">Only the newest {LIMIT} are shown.</p> : null}
    </Drawer>
  )
}
