import type { OutreachPreview, Verdict } from '../../../../shared/model/intervention.ts'
import type { ClockSetting } from '../../../../shared/model/workspace.ts'
import type { Check } from '../../../../shared/vocabulary.ts'
import { exact, personZone } from '../../../parts/time.ts'

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

const isGiven = (reason: string | undefined): boolean => (reason?.trim().length ?? 0) >= REASON

const open = (verdict: Verdict, reasons: Reasons) =>
  verdict.status !== 'pass' && !verdict.overridden && !isGiven(reasons[verdict.check])

const LABELS: Partial<Record<OutreachPreview['leaves'], string>> = { later: 'Send later', held: 'Ask for approval' }

/** What the main button says and whether it works, given the preflight and the reasons written so far. */
export function leaving(preview: OutreachPreview | undefined, overrides: Reasons): Leaving {
  if (!preview) return { can: false, label: 'Send', why: 'The message is being prepared.' }
  const all = preview.verdicts.filter(verdict => open(verdict, overrides))
  const standing = all.filter(({ check }) => check !== 'arm')
  const blocking = standing.find(({ status }) => status === 'refuse')
  // As the engine decides it: what refuses goes before the holdout, the holdout before what is waited for.
  const heldOut = preview.leaves === 'held_out' ? !isGiven(overrides.arm) : standing.length < all.length && !blocking
  if (heldOut) return { can: true, label: 'Record as held out', why: '' }
  if (!preview.message) return { can: false, label: 'Send', why: preview.problem ?? 'No message can be made.' }
  // Where a playbook begins with a fix, its message has time: what refuses it now does not keep the run from starting.
  if (blocking && preview.leaves === 'refused') return { can: false, label: 'Send', why: blocking.fact }
  // What was waited for may have been set aside with a reason.
  const leaves =
    standing.length === 0 || blocking ? 'now' : OPEN[preview.leaves] ? laterOrHeld(standing) : preview.leaves
  return { can: true, label: LABELS[leaves] ?? 'Send', why: '' }
}

/** What the engine said before the reasons were there, and which they may have changed. */
const OPEN: Partial<Record<OutreachPreview['leaves'], boolean>> = { refused: true, held_out: true }

const laterOrHeld = (standing: readonly Verdict[]) =>
  standing.some(({ check }) => check === 'approval') ? 'held' : 'later'

/** What holds the message up now. Where the run begins with a fix its message has time, and nothing does. */
export const standsInTheWay = (preview: OutreachPreview | undefined): Verdict[] =>
  preview && preview.leaves !== 'now' ? preview.verdicts.filter(({ status }) => status !== 'pass') : []

/** Why a message that waits for a time never leaves; null where the clock moves, or it waits for none. */
export function standsStill(
  preview: OutreachPreview | undefined,
  overrides: Reasons,
  clock: ClockSetting | undefined,
): string | null {
  if (clock?.mode !== 'fixed' || !leaving(preview, overrides).can) return null
  const waits = preview?.verdicts.filter(verdict => verdict.until !== null && open(verdict, overrides)) ?? []
  if (waits.length === 0 || preview?.leaves === 'held_out') return null
  const at = exact(clock.at, personZone())
  return `The workspace’s clock stands still at ${at}, so the time that it waits for never comes. Send anyway with a reason below, or move the clock in the settings.`
}

/** Whether a held-out account is to be written to all the same. */
export const breaksGlass = (preview: OutreachPreview | undefined, overrides: Reasons): boolean =>
  overridesOf(preview, overrides).some(({ check }) => check === 'arm')

/** Overrides as the engine takes them: those with a reason, for checks that do not pass. */
export const overridesOf = (preview: OutreachPreview | undefined, overrides: Reasons) =>
  (preview?.verdicts ?? []).flatMap(({ check, status }) => {
    const reason = overrides[check]?.trim() ?? ''
    return status !== 'pass' && reason.length >= REASON ? [{ check, reason }] : []
  })
