import type { RunStep } from '../../../../shared/intervention/run.ts'
import { exact, stamp } from '../../../parts/time.ts'

export interface StepStatus {
  /** `ok` done · `wt` waits · `no` failed · `off` stopped. */
  tone: 'ok' | 'wt' | 'no' | 'off'
  sign: string
  text: string
}

/** Said of a run that was started later than now, which only a clock that was set back can bring about; else null. */
export const startedLater = (startedAt: number, now: number, zone: string): string | null =>
  startedAt <= now
    ? null
    : `Started ${exact(startedAt, zone)}, later than the time of this workspace: its clock was set back. The run stays, because a sent message stays sent. The review counts the run once the clock is past that moment.`

/** The status of a run's step in a few words: `waits until Mon 08:00`, `waits for approval`, `done today 09:12`. */
export function statusOf(step: RunStep, now: number, zone: string): StepStatus {
  const { state, kind, until, why, endedAt, at, outboxState } = step
  const day = (moment: number) => stamp(moment, now, zone)
  if (state === 'done') return { tone: 'ok', sign: '✓', text: why ?? `${doneWord(kind)} ${day(endedAt ?? at)}` }
  if (state === 'refused') return { tone: 'no', sign: '✕', text: why ?? 'failed' }
  if (state === 'stopped') return { tone: 'off', sign: '–', text: why ?? 'stopped' }
  const waits = (text: string): StepStatus => ({ tone: 'wt', sign: '◷', text })
  if (kind === 'wait' && until !== null) return waits(`waits until ${day(until)}`)
  if (kind === 'task') return waits(until === null ? 'to do' : `to do, due ${day(until)}`)
  if (outboxState === 'held') return waits('waits for approval')
  if (outboxState === 'unsure')
    return {
      tone: 'no',
      sign: '?',
      text: `it is unknown whether the ${kind === 'resolution' ? 'fix was made' : 'message was sent'}; settle it in the outbox`,
    }
  if (outboxState === 'waiting' || outboxState === 'sending') return waits(why ?? 'in the outbox')
  return waits(why ?? 'in progress')
}

const doneWord = (kind: RunStep['kind']) =>
  kind === 'outreach' ? 'sent' : kind === 'wait' ? 'waited until' : kind === 'branch' ? 'decided' : 'done'
