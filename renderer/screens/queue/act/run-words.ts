import type { RunStep } from '../../../../shared/intervention/run.ts'
import { stamp } from '../../../parts/time.ts'

export interface Standing {
  /** `ok` done · `wt` waits · `no` did not come off · `off` stopped. */
  tone: 'ok' | 'wt' | 'no' | 'off'
  sign: string
  text: string
}

/** Where a step of a run stands, in a few words: `waits until Mon 08:00`, `for approval`, `done today 09:12`. */
export function standingOf(step: RunStep, now: number, zone: string): Standing {
  const { state, kind, until, why, endedAt, at, outboxState } = step
  const day = (moment: number) => stamp(moment, now, zone)
  if (state === 'done') return { tone: 'ok', sign: '✓', text: why ?? `${doneWord(kind)} ${day(endedAt ?? at)}` }
  if (state === 'refused') return { tone: 'no', sign: '✕', text: why ?? 'it did not come off' }
  if (state === 'stopped') return { tone: 'off', sign: '–', text: why ?? 'stopped' }
  const waits = (text: string): Standing => ({ tone: 'wt', sign: '◷', text })
  if (kind === 'wait' && until !== null) return waits(`waits until ${day(until)}`)
  if (kind === 'task') return waits(until === null ? 'for a person' : `for a person, due ${day(until)}`)
  if (outboxState === 'held') return waits('waits for a second person')
  if (outboxState === 'unsure')
    return {
      tone: 'no',
      sign: '?',
      text: `nobody knows whether it ${kind === 'resolution' ? 'was made' : 'left'}; settle it in the outbox`,
    }
  if (outboxState === 'waiting' || outboxState === 'sending') return waits(why ?? 'in the outbox')
  return waits(why ?? 'under way')
}

const doneWord = (kind: RunStep['kind']) =>
  kind === 'outreach' ? 'sent' : kind === 'wait' ? 'waited until' : kind === 'branch' ? 'decided' : 'done'
