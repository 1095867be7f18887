import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { REPLAYING_TRIGGERS } from '../../../../shared/review/missed-tasks.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { keepWhileSame } from '../../../api/keep-while-same.ts'
import { Empty } from '../../../parts/empty.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count, percent, plural } from '../../../parts/number.ts'
import { Range } from '../../../parts/range.tsx'
import { BarRows } from '../../../parts/skeleton.tsx'
import { TaskProgress } from '../../../parts/tasks/task-progress.tsx'
import { useLastDays } from '../../../state/last-days.ts'
import { useWorkspace } from '../../../state/now.ts'
import { useRunningTask } from '../../../state/tasks/running-task.ts'
import { AuditCard } from './audit-card.tsx'
import { CausesCard, RecallByCategory, RecallByWeek } from './causes-card.tsx'
import { MissedDrawer, type MissedGroup } from './missed-drawer.tsx'
import { UnusualCard } from './unusual-card.tsx'

const RANGES: (number | null)[] = [30, 90, 365]

/** Tickets and cancellations that came without an open issue, and why. */
export function MissedPage() {
  const [days, setDays] = useState<number | null>(90)
  const [group, setGroup] = useState<MissedGroup | null>(null)
  const workspace = useWorkspace()
  const range = useLastDays(days)
  const figures = useQuery(
    useApi().recall.figures.queryOptions({
      input: range,
      enabled: workspace.isSuccess,
      placeholderData: keepWhileSame(range, ['from']),
    }),
  )
  const replay = useRunningTask(REPLAYING_TRIGGERS)
  const data = figures.data
  const share = data?.recall.value
  return (
    <>
      <div className="page-top review-top">
        <div>
          <h1>
            {share === undefined || share === null
              ? 'What we missed'
              : `We had seen ${percent(share)} of those who came`}
          </h1>
          <p>
            {data && data.all > 0
              ? `${plural(data.tickets, 'ticket')} and ${plural(data.cancellations, 'cancellation')}; an issue was open for ${count(data.endings.had_issue)} of them.`
              : ''}
          </p>
        </div>
        <Range className="right" ranges={RANGES} chosen={days} onChoose={setDays} />
      </div>
      {figures.error ? (
        <ErrorNote failure={failureOf(figures.error)}>
          <button type="button" className="btn small" onClick={() => void figures.refetch()}>
            Start again
          </button>
        </ErrorNote>
      ) : null}
      {replay ? (
        <p className="quiet replaying">
          Triggers are replayed over the two weeks before each ticket.{' '}
          <TaskProgress task={replay.task} onCancel={replay.cancel} />
        </p>
      ) : null}
      {figures.isPending ? <BarRows rows={8} /> : null}
      {data?.all === 0 ? (
        <Empty title="Nobody came">No ticket was opened and no account left in this period.</Empty>
      ) : data ? (
        <>
          <CausesCard figures={data} onOpen={setGroup} />
          <div className="figure-pair">
            <RecallByCategory figures={data} onOpen={setGroup} />
            <RecallByWeek figures={data} />
          </div>
          <UnusualCard range={range} endings={data.endings} />
        </>
      ) : null}
      <AuditCard />
      <MissedDrawer group={group} range={range} onClose={() => setGroup(null)} />
    </>
  )
}
