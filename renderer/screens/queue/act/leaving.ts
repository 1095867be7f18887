import type { OutreachPreview, Verdict } from '../../../../shared/model/intervention.ts'
import type { ClockSetting } from '../../../../shared/model/workspace.ts'
import type { Check } from '../../../../shared/vocabulary.ts'
import { exact, personZone } from '../../../parts/time.ts'

/** The shortest reason that the engine accepts for overriding a check, in characters. */
export const REASON = 3

export interface Leaving {
  /** Whether the main button may be pressed. */
  can: boolean
  label: string
  /** Why it may not be pressed, for the button's title. */
  why: string
}

type Reasons = Partial<Record<Check, string>>

const isGiven = (reason: string | undefined): boolean => (reason?.trim().length ?? 0) >= REASON

const open = (verdict: Verdict, reasons: Reasons) =>
  verdict.status !== 'pass' && !verdict.overridden && !isGiven(reasons[verdict.check])

const LABELS: Partial<Record<OutreachPreview['leaves'], string>> = { later: 'Send later', held: 'Ask for approval' }

/** The label of the main button and whether it is enabled, given the preflight and the reasons written so far. */
export function leaving(preview: OutreachPreview | undefined, overrides: Reasons): Leaving {
  if (!preview) return { can: false, label: 'Send', why: 'The message is being prepared.' }
  const all = preview.verdicts.filter(verdict => open(verdict, overrides))
  const standing = all.filter(({ check }) => check !== 'arm')
  const blocking = standing.find(({ status }) => status === 'refuse')
  // In the engine's order: blocking checks first, then the holdout, then checks that wait.
  const heldOut = preview.leaves === 'held_out' ? !isGiven(overrides.arm) : standing.length < all.length && !blocking
  if (heldOut) return { can: true, label: 'Record as held out', why: '' }
  if (!preview.message) return { can: false, label: 'Send', why: preview.problem ?? 'The message cannot be composed.' }
  // Where a playbook begins with a fix, its message comes later: a check that blocks it now does not stop the start.
  if (blocking && preview.leaves === 'refused') return { can: false, label: 'Send', why: blocking.fact }
  // The checks that wait may have been overridden with a reason.
  const leaves =
    standing.length === 0 || blocking ? 'now' : OPEN[preview.leaves] ? laterOrHeld(standing) : preview.leaves
  return { can: true, label: LABELS[leaves] ?? 'Send', why: '' }
}

/** Answers that the engine gave without the reasons, and that the reasons may change. */
const OPEN: Partial<Record<OutreachPreview['leaves'], boolean>> = { refused: true, held_out: true }

const laterOrHeld = (standing: readonly Verdict[]) =>
  standing.some(({ check }) => check === 'approval') ? 'held' : 'later'

/** The checks that hold up the message now. None do where the run begins with a fix, since the message comes later. */
export const obstaclesNow = (preview: OutreachPreview | undefined): Verdict[] =>
  preview && preview.leaves !== 'now' ? preview.verdicts.filter(({ status }) => status !== 'pass') : []

/** Why a message that waits for a time is never sent; null where the clock moves or the message does not wait. */
export function neverSent(
  preview: OutreachPreview | undefined,
  overrides: Reasons,
  clock: ClockSetting | undefined,
): string | null {
  if (clock?.mode !== 'fixed' || !leaving(preview, overrides).can) return null
  const waits = preview?.verdicts.filter(verdict => verdict.until !== null && open(verdict, overrides)) ?? []
  if (waits.length === 0 || preview?.leaves === 'held_out') return null
  const at = exact(clock.at, personZone())
  return `The message waits for a later time, but the workspace clock is fixed at ${at}. Override the check with a reason below, or change the clock in Settings.`
}

/** Whether a held-out account is to be messaged nevertheless. */
export const overridesHoldout = (preview: OutreachPreview | undefined, overrides: Reasons): boolean =>
  overridesOf(preview, overrides).some(({ check }) => check === 'arm')

/** Overrides as the contract expects them: those with a reason, for checks that do not pass. */
export const overridesOf = (preview: OutreachPreview | undefined, overrides: Reasons) =>
  (preview?.verdicts ?? []).flatMap(({ check, status }) => {
    const reason = overrides[check]?.trim() ?? ''
    return status !== 'pass' && reason.length >= REASON ? [{ check, reason }] : []
  })
