import { notifications } from '@mantine/notifications'
import { type ReactNode, useEffect, useState } from 'react'
import type { Failure } from '../../shared/result.ts'
import { cleanLine } from '../../shared/text/clean-line.ts'
import type { ActionName } from './keys/actions.ts'
import { Key } from './keys/key.tsx'

const QUIET_MS = 5_000
const FAILURE_MS = 12_000

let last = ''

/** Says what was just done; `act` offers to undo it. Only the last toast is shown. */
export function toast(message: ReactNode, options: { ms?: number; act?: ToastAct } = {}): void {
  const { ms = QUIET_MS, act } = options
  if (last) notifications.hide(last)
  last = notifications.show({
    autoClose: ms,
    // Shown at once, also where as many failures as there is room for are on screen: one of those comes back after it.
    priority: 1,
    withCloseButton: false,
    radius: 8,
    message: (
      <ToastLine
        message={typeof message === 'string' ? cleanLine(message) : message}
        ms={ms}
        {...(act ? { act } : {})}
      />
    ),
  })
}

/** Says what was just done where the place shows no button for it, and which key undoes it. */
export const toastUndoable = (words: string): void =>
  toast(
    <>
      {words} · press <Key of="undo" /> to undo
    </>,
  )

/** Answers a key that needs an issue where none is in view: a key that does nothing at all looks broken. */
export const toastNoIssue = (): void => toast('Select an issue first')

/** Answers a key whose act is still under way: pressed a second time it looked as if it were not heard. */
export const toastBusy = (what = 'The last decision is still being saved'): void => toast(what)

/** Answers a key that acts on a row while none is current; `next` is the action that goes to one. */
export const toastChoose = (what: 'row' | 'account', next: ActionName): void =>
  toast(
    <>
      Choose {what === 'row' ? 'a row' : 'an account'} first, with <Key of={next} />
    </>,
  )

/** The toasts of failures that were shown last, by what failed. */
const toasted = new Map<string, { id: string; failure: Failure }>()

/** Takes the toast of this failure away, because it is said where it was asked for; that of another command stays. */
export function hideFailure(failure: Failure): void {
  const shown = toasted.get(failure.what)
  if (shown?.failure === failure) notifications.hide(shown.id)
}

/**
 * Shows a failed command. Every failed command is shown this way. What failed once more is said once more, with its newest
 * reason: a toast that stays as it was answers no second press.
 */
export function toastFailure(failure: Failure): void {
  const before = toasted.get(failure.what)
  if (before) notifications.hide(before.id)
  const id = notifications.show({
    autoClose: FAILURE_MS,
    color: 'red',
    title: failure.what,
    message: cleanLine(`${failure.why} ${failure.todo}`),
  })
  toasted.set(failure.what, { id, failure })
}

export interface ToastAct {
  label: string
  /** The action whose key does the same. */
  act?: ActionName
  /** Shows how many seconds are left to undo. */
  countdown?: boolean
  run: () => void
}

function ToastLine({ message, act, ms }: { message: ReactNode; act?: ToastAct; ms: number }) {
  return (
    <span className="toast-line">
      <span>{message}</span>
      {act ? (
        <button
          type="button"
          className="btn small"
          onClick={() => {
            act.run()
            notifications.hide(last)
          }}
        >
          {act.label}
          {act.act ? <Key of={act.act} /> : null}
          {act.countdown ? <Countdown ms={ms} /> : null}
        </button>
      ) : null}
    </span>
  )
}

function Countdown({ ms }: { ms: number }) {
  const [left, setLeft] = useState(Math.ceil(ms / 1000))
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds => Math.max(0, seconds - 1)), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="quiet" aria-hidden="true">
      {left} s
    </span>
  )
}
