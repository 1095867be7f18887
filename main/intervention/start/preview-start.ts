import type { OutreachPreview } from '../../../shared/model/intervention.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { fieldsOf } from '../message/message-fields.ts'
import { leaving, previewOf } from '../message/preview.ts'
import { languageFor, renderMessage } from '../message/render.ts'
import { type PreparedStart, prepareStart, type StartChoice } from './prepare.ts'

/** The message exactly as it would leave, with every verdict of preflight and what they come to. Writes nothing. */
export function previewOutreach(db: ReadDb, choice: StartChoice, now: number): Result<OutreachPreview> {
  const prepared = prepareStart(db, choice, now)
  if (!prepared.ok) return prepared
  const { firstAct, decided, decision, contact, assignment } = prepared.value
  const shown = previewOf(db, choice.playbookId, { contact, arm: assignment.arm }, decided)
  if (firstAct === 'outreach') return ok(shown)
  // A run that begins with something else has time until its message's turn comes.
  return ok({ ...shown, ...leaving(decision), fixFirst: fixFirstOf(db, prepared.value, choice.language, now) })
}

/** What the other ending of the fix would send. The message itself may have been changed by hand; this one has its words. */
function fixFirstOf(
  db: ReadDb,
  { fixFirst, issue, contact, playbook, outreach }: PreparedStart,
  language: string | undefined,
  now: number,
): OutreachPreview['fixFirst'] {
  if (!fixFirst) return null
  const { action, worked, failed } = fixFirst
  if (worked?.position === failed?.position) return { action, sends: 'either', other: null }
  const sends = outreach?.position === failed?.position ? 'failed' : 'worked'
  const other = sends === 'failed' ? worked : failed
  const fields = fieldsOf(db, issue, contact, playbook.id, now)
  const rendered = other && renderMessage(other.step, fields, languageFor(other.step, fields, language))
  return { action, sends, other: rendered?.ok ? rendered.value : null }
}
