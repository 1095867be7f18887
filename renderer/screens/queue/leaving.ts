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

const open = (verdict: Verdict, overrides: Partial<Record<Check, string>>) =>
  verdict.status === 'refuse' && !verdict.overridden && (overrides[verdict.check]?.trim().length ?? 0) < REASON

const LABELS: Partial<Record<OutreachPreview['leaves'], string>> = { later: 'Send later', held: 'Ask for approval' }

/** What the main button says and whether it works, given the preflight and the reasons written so far. */
export function leaving(preview: OutreachPreview | undefined, overrides: Partial<Record<Check, string>>): Leaving {
  if (!preview) return { can: false, label: 'Send', why: 'The message is being prepared.' }
  if (preview.leaves === 'held_out') return { can: true, label: 'Record as held out', why: '' }
  if (!preview.message) return { can: false, label: 'Send', why: preview.problem ?? 'No message can be made.' }
  const blocking = preview.verdicts.find(verdict => open(verdict, overrides))
  if (blocking) return { can: false, label: 'Send', why: blocking.fact }
  return { can: true, label: LABELS[preview.leaves] ?? 'Send', why: '' }
}

/** Overrides as the engine takes them: those with a reason, for checks that refuse. */
export const overridesOf = (preview: OutreachPreview | undefined, overrides: Partial<Record<Check, string>>) =>
  (preview?.verdicts ?? []).flatMap(({ check, status }) => {
    const reason = overrides[check]?.trim() ?? ''
    return status === 'refuse' && reason.length >= REASON ? [{ check, reason }] : []
  })
