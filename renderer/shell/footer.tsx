import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import type { ActionName } from '../parts/keys/actions.ts'
import { Key } from '../parts/keys/key.tsx'
import { compact, count } from '../parts/number.ts'
import { troubleBrief } from '../parts/trouble-words.ts'
import { useChannelNames } from '../state/channels.ts'
import { STANDSTILL_BRIEF, STANDSTILL_TASKS, useStandstill } from '../state/desk/standstill.ts'
import { useLive } from '../state/live.ts'
import type { ScreenName } from '../state/route.ts'

const KEYS: [ActionName[], string][] = [
  [['rows.next', 'rows.previous'], 'move'],
  [['act.claim'], 'claim'],
  [['act.write'], 'message'],
  [['act.snooze'], 'snooze'],
  [['undo'], 'undo'],
]

function Tasks() {
  const api = useApi()
  const tasks = useQuery(api.task.list.queryOptions())
  const cancel = useMutation(api.task.cancel.mutationOptions())
  return (
    tasks.data
      // What keeps the workspace from saving is said above the screen.
      ?.filter(task => task.state === 'running' && !STANDSTILL_TASKS.has(task.kind))
      .map(task => (
        <span className="task" key={task.id} role="status">
          <progress
            aria-label={task.title}
            {...(task.total === null ? {} : { value: task.done, max: Math.max(1, task.total) })}
          />
          <span>
            {task.title}
            {task.done > 0
              ? ` · ${compact(task.done)}${task.total ? ` of ${compact(task.total)}` : ''} ${task.unit}`
              : ''}
          </span>
          <button type="button" className="link" onClick={() => cancel.mutate({ id: task.id })}>
            cancel
          </button>
        </span>
      ))
  )
}

function Status() {
  const outbox = useQuery(useApi().outbox.summary.queryOptions())
  const saving = useIsMutating()
  const state = useLive(live => live.state)
  const standstill = useStandstill()
  const waiting = (outbox.data?.counts.waiting ?? 0) + (outbox.data?.counts.sending ?? 0)
  const troubles = outbox.data?.troubles ?? []
  const nameOf = useChannelNames(troubles.length > 0)
  const words = [
    outbox.data ? (waiting === 0 ? 'outbox empty' : `${compact(waiting)} in the outbox`) : null,
    outbox.data?.paused ? 'sending paused' : null,
    troubleBrief(troubles, nameOf),
    state === 'lost'
      ? 'engine not connected'
      : standstill
        ? STANDSTILL_BRIEF[standstill]
        : saving > 0
          ? 'saving'
          : 'all changes saved',
  ]
  const unsure = outbox.data?.counts.unsure ?? 0
  if (unsure > 0) words.unshift(`${count(unsure)} unsure`)
  return <span aria-live="polite">{words.filter(Boolean).join(' · ')}</span>
}

/** The most used keys, tasks in progress, and whether everything is saved. */
export function Footer({ screen, onHelp }: { screen: ScreenName; onHelp: () => void }) {
  return (
    <footer className="footer">
      {screen === 'queue'
        ? KEYS.map(([keys, label]) => (
            <span className="key-hint" key={label}>
              {keys.map(key => (
                <Key of={key} key={key} />
              ))}{' '}
              {label}
            </span>
          ))
        : null}
      <button type="button" onClick={onHelp}>
        <Key of="help" /> all keys
      </button>
      <span className="right">
        <Tasks />
        <Status />
      </span>
    </footer>
  )
}
