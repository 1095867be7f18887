import { useQuery } from '@tanstack/react-query'
import type { Period } from '../../../../shared/period.ts'
import type { MissedTrouble, TroubleEnding } from '../../../../shared/review/missed.ts'
import type { Category } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { DRAWER_ROWS, RowsDrawer } from '../../../parts/over/rows-drawer.tsx'
import { personZone, shortDate } from '../../../parts/time.ts'
import { useNow } from '../../../state/now.ts'
import { ENDING_TITLES } from './missed-words.ts'

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
        limit: DRAWER_ROWS,
      },
      enabled: group !== null,
    }),
  )
  return (
    <RowsDrawer
      opened={group !== null}
      onClose={onClose}
      title={group ? ENDING_TITLES[group.ending] : ''}
      columns={['Account', 'Came', 'Why']}
      rows={rows.data}
      failure={rows.error ? failureOf(rows.error) : null}
      none="No accounts in this period."
      cut={`Only the newest ${DRAWER_ROWS} are shown.`}
    >
      {trouble => <Row key={`${trouble.kind}:${trouble.accountId}:${trouble.at}`} trouble={trouble} now={now} />}
    </RowsDrawer>
  )
}
