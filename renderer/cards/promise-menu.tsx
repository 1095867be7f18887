import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { PromiseMade, PromiseState } from '../../shared/desk/promise.ts'
import { WORK_ENDS } from '../../shared/desk/promises.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { useApi } from '../api/client.tsx'
import { ChoiceMenu } from '../parts/over/choice-menu.tsx'
import { localMorning, personZone } from '../parts/time.ts'
import { toast } from '../parts/toast.tsx'
import { later } from '../state/desk/later.tsx'
import { useUndo } from '../state/undo.ts'
import { dueWords } from './promise-words.ts'

const UntilDate = later(async () => (await import('./until-date.tsx')).UntilDate)

const SAID: Record<PromiseState, string> = {
  proposed: 'Promise proposed again',
  open: 'Promise kept in view',
  kept: 'Promise marked as kept',
  dropped: 'Promise dropped',
}

interface Props {
  promise: PromiseMade
  now: number
  opened: boolean
  onClose: () => void
  /** The button that opens the menu. */
  children: ReactElement
}

/** What a person can say about a promise, each choice by a number: confirm it, give it another day, keep or drop it. */
export function PromiseMenu({ promise, now, opened, onClose, children }: Props) {
  const undo = useUndo()
  const settle = useMutation(
    useApi().desk.settlePromise.mutationOptions({
      onSuccess: ({ journalId }, { state }) =>
        toast(SAID[state], { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
    }),
  )
  const say = (state: PromiseState, dueAt?: number) =>
    settle.mutate({ promise: promise.id, state, ...(dueAt === undefined ? {} : { dueAt }) })
  const dayLater = localMorning(Math.max(promise.dueAt, now), 1, WORK_ENDS, personZone())
  const all = [
    ...(promise.state === 'proposed' && promise.dueAt > now
      ? [{ label: 'Confirm', detail: dueWords(promise.dueAt, now), run: () => say('open') }]
      : []),
    { label: 'Kept', run: () => say('kept') },
    { label: 'A day later', detail: dueWords(dayLater, now), run: () => say('open', dayLater) },
    { label: promise.state === 'proposed' ? 'No promise' : 'Drop', run: () => say('dropped') },
  ]
  return (
    <ChoiceMenu
      opened={opened}
      onClose={onClose}
      title={promise.state === 'proposed' ? 'Is this a promise?' : 'Promise'}
      choices={all.map((choice, at) => ({ ...choice, key: String(at + 1) }))}
      extra={
        <UntilDate
          label="Promise for another day"
          now={now - DAY}
          hour={WORK_ENDS}
          onPick={at => {
            onClose()
            say('open', at)
          }}
        />
      }
    >
      {children}
    </ChoiceMenu>
  )
}
