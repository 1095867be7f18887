import type { OutreachPreview, Verdict } from '../../../shared/model.ts'
import type { Check } from '../../../shared/vocabulary.ts'

/** Shortest reason that the engine takes for overriding a check. */
export const REASON = 3

export interface Leaving {
  /** Whether the main button may be pressed. */
  can: boolean
  label: string
  /** Why it may not, for the button's title. */
  why: string
}

type Reasons = Partial<Record<Check, string>>

const open = (verdict: Verdict, reasons: Reasons) =>
  verdict.status !== 'pass' && !verdict.overridden && (reasons[verdict.check]?.trim().length ?? 0) < REASON

const LABELS: Partial<Record<OutreachPreview['leaves'], string>> = { later: 'Send later', held: 'Ask for approval' }

/** What the main button says and whether it works, given the preflight and the reasons written so far. */
export function leaving(preview: OutreachPreview | undefined, overrides: Reasons): Leaving {
  if (!preview) return { can: false, label: 'Send', why: 'The message is being prepared.' }
  if (preview.leaves === 'held_out') return { can: true, label: 'Record as held out', why: '' }
  if (!preview.message) return { can: false, label: 'Send', why: preview.problem ?? 'No message can be made.' }
  const standing = preview.verdicts.filter(verdict => open(verdict, overrides))
  const blocking = standing.find(({ status }) => status === 'refuse')
  // Where a playbook begins with a fix, its message has time: what refuses it now does not keep the run from starting.
  if (blocking && preview.leaves === 'refused') return { can: false, label: 'Send', why: blocking.fact }
  // What was waited for may have been set aside with a reason.
  const leaves = standing.length === 0 ? 'now' : preview.leaves === 'refused' ? laterOrHeld(standing) : preview.leaves
  return { can: true, label: LABELS[leaves] ?? 'Send', why: '' }
}

const laterOrHeld = (standing: readonly Verdict[]) =>
  standing.some(({ check }) => check === 'approval') ? 'held' : 'later'

/** Why a message will wait for a second person; null where it will not. */
export const approvalHint = (preview: OutreachPreview | undefined): string | null => {
  const verdict = preview?.verdicts.find(({ check, status }) => check === 'approval' && status === 'wait')
  return preview?.message && verdict ? verdict.fact.replace(/^Waits for approval: /, '') : null
}

/** Overrides as the engine takes them: those with a reason, for checks that do not pass. */
export const overridesOf = (preview: OutreachPreview | undefined, overrides: Reasons) =>
  (preview?.verdicts ?? []).flatMap(({ check, status }) => {
    const reason = overrides[check]?.trim() ?? ''
    return status !== 'pass' && reason.length >= REASON ? [{ check, reason }] : []
  })
