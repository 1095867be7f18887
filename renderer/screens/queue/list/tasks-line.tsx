import { Drawer } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import type { TaskItem } from '../../../../shared/intervention/run.ts'
import { useApi } from '../../../api/client.tsx'
import { useHeldKeys } from '../../../parts/keys/held-keys.ts'
import { Key } from '../../../parts/keys/key.tsx'
import { plural } from '../../../parts/number.ts'
import { personZone, relative } from '../../../parts/time.ts'
import { toast } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { useNow } from '../../../state/now.ts'
import { go } from '../../../state/route.ts'
import { useUndo } from '../../../state/undo.ts'

const LIMIT = 100

/** `3 tasks to do, 1 overdue`. `now`: workspace time. */
export function tasksWords(tasks: readonly Pick<TaskItem, 'dueAt'>[], now: number): string {
  const late = tasks.filter(({ dueAt }) => dueAt !== null && dueAt < now).length
  const n = tasks.length === LIMIT ? `${LIMIT} or more tasks` : plural(tasks.length, 'task')
  return `${n} to do${late > 0 ? `, ${late} overdue` : ''}`
}

/** The tasks of playbooks for people, over all accounts: a line above the list that opens the list of tasks. */
export const TasksLine = memo(function TasksLine() {
  const tasks = useQuery(useApi().intervention.tasks.queryOptions({ input: { limit: LIMIT } }))
  const [open, setOpen] = useState(false)
  useHeldKeys(open)
  const now = useNow()
  const items = tasks.data ?? []
  const show = () => (items.length > 0 ? setOpen(true) : toast('No tasks to do'))
  useKeys([{ act: 'queue.tasks', run: show }])
  if (items.length === 0) return null
  return (
    <div className="tasks-line">
      <button type="button" onClick={() => setOpen(true)}>
        {tasksWords(items, now)} <Key of="queue.tasks" />
      </button>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="right"
        size={460}
        title={tasksWords(items, now)}
        transitionProps={{ duration: 100 }}
      >
        <ul className="task-list">
          {items.map(item => (
            <Item key={`${item.interventionId} ${item.n}`} item={item} now={now} onGo={() => setOpen(false)} />
          ))}
        </ul>
      </Drawer>
    </div>
  )
})

function Item({ item, now, onGo }: { item: TaskItem; now: number; onGo: () => void }) {
  const undo = useUndo()
  const { interventionId, n, dueAt } = item
  const late = dueAt !== null && dueAt < now
  const done = useMutation(
    useApi().intervention.taskDone.mutationOptions({
      onSuccess: ({ journalId }, { as }) =>
        toast(as === 'skipped' ? 'Task skipped' : 'Task done', {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        }),
    }),
  )
  const show = () => {
    onGo()
    go('queue', item.issueId)
  }
  return (
    <li>
      <b>{item.title}</b>
      <time className={late ? 'bad-text' : 'quiet'}>
        {dueAt === null ? '' : `${late ? 'was due' : 'due'} ${relative(dueAt, now, personZone())}`}
      </time>
      {item.details ? <p>{item.details}</p> : null}
      <span className="inline">
        <button type="button" className="link" onClick={show}>
          <bdi>{item.accountName}</bdi>
        </button>
        <small className="quiet">{item.playbookName}</small>
      </span>
      <span className="inline">
        <button
          type="button"
          className="btn small plain"
          disabled={done.isPending}
          onClick={() => done.mutate({ interventionId, n, as: 'skipped' })}
        >
          Skip
        </button>
        <button
          type="button"
          className="btn small"
          disabled={done.isPending}
          onClick={() => done.mutate({ interventionId, n })}
        >
          Done
        </button>
      </span>
    </li>
  )
}
