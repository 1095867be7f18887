import type { Contact } from '../../../shared/model/account.ts'
import type { OutreachPreview } from '../../../shared/model/intervention.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type ContactRow, suppressionOf } from '../guard/contact-rows.ts'
import type { LeaveDecision } from '../guard/preflight.ts'
import { senderOf } from '../guard/settings.ts'
import type { About, DecidedMessage } from './compose.ts'

/** One message as it would leave. */
export function previewOf(
  db: ReadDb,
  playbookId: string,
  { contact, arm }: Pick<About, 'contact' | 'arm'>,
  { message, language, verdicts, decision }: DecidedMessage,
): OutreachPreview {
  return {
    playbookId,
    contact: contact && contactView(db, contact),
    from: senderOf(db).from,
    to: contact?.email?.trim() || null,
    message: message.ok ? message.value : null,
    problem: message.ok ? null : message.error.why,
    language,
    arm,
    verdicts,
    fixFirst: null,
    ...(message.ok ? leaving(decision) : { leaves: 'refused', leavesAt: null }),
  }
}

/** When a decision lets it leave. */
export const leaving = ({ leaves, at }: LeaveDecision): Pick<OutreachPreview, 'leaves' | 'leavesAt'> => ({
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
  suppressed: email !== null && suppressionOf(db, email) !== undefined,
})
