import type { Contact } from '../../../shared/model/account.ts'
import type { OutreachPreview } from '../../../shared/model/intervention.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type ContactRow, suppressionOf } from '../guard/facts.ts'
import { decide, type LeaveDecision } from '../guard/preflight.ts'
import { senderOf } from '../guard/settings.ts'
import { type Composed, type ComposeInput, compose, deciding, fieldsOf } from './compose.ts'
import { renderMessage } from './render.ts'

/** The message exactly as it would leave, with every verdict of preflight and what they come to. Writes nothing. */
export function previewOutreach(db: ReadDb, input: ComposeInput, now: number): Result<OutreachPreview> {
  const composed = compose(db, input, now)
  if (!composed.ok) return composed
  // A run that begins with something else has time until its message's turn comes.
  const mustLeave = composed.value.firstAct === 'outreach'
  const decision = decide(deciding(composed.value), [])
  const shown = previewOf(db, input.playbookId, composed.value, decision)
  return ok(mustLeave ? shown : { ...shown, ...leaving(decision), fixFirst: fixFirstOf(db, composed.value, now) })
}

/** What the other ending of the fix would send. The message itself may have been changed by hand; this one has its words. */
function fixFirstOf(
  db: ReadDb,
  { fixFirst, issue, contact, playbook, outreach }: Composed,
  now: number,
): OutreachPreview['fixFirst'] {
  if (!fixFirst) return null
  const { action, worked, failed } = fixFirst
  if (worked?.position === failed?.position) return { action, sends: 'either', other: null }
  const sends = outreach?.position === failed?.position ? 'failed' : 'worked'
  const other = sends === 'failed' ? worked : failed
  const rendered = other && renderMessage(other.step, fieldsOf(db, issue, contact, playbook.id, now))
  return { action, sends, other: rendered?.ok ? rendered.value : null }
}

/** One message as it would leave. */
export function previewOf(
  db: ReadDb,
  playbookId: string,
  { contact, message, arm, verdicts }: Pick<Composed, 'contact' | 'message' | 'arm' | 'verdicts'>,
  decision: LeaveDecision,
): OutreachPreview {
  return {
    playbookId,
    contact: contact && contactView(db, contact),
    from: senderOf(db).from,
    to: contact?.email?.trim() || null,
    message: message.ok ? message.value : null,
    problem: message.ok ? null : message.error.why,
    arm,
    verdicts,
    fixFirst: null,
    ...(message.ok ? leaving(decision) : { leaves: 'refused', leavesAt: null }),
  }
}

const leaving = ({ leaves, at }: LeaveDecision): Pick<OutreachPreview, 'leaves' | 'leavesAt'> => ({
  leaves,
  leavesAt: at,
})

const contactView = (db: ReadDb, { id, name, email, timeZone, locale, consent }: ContactRow): Contact => ({
  id,
  name,
  email,
  timeZone,
  locale,
  consent: consent === null ? null : consent === 1,
  suppressed: email !== null && db.get(suppressionOf(email.trim())) !== undefined,
})
