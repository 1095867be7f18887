import { SERVICE_NOTICE, type StartMany } from '../../../shared/intervention/bulk.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { Message } from '../../../shared/model/intervention.ts'
import { fail, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { issueById } from '../guard/issue-rows.ts'
import type { Override } from '../guard/preflight.ts'
import { chooseContacts } from '../message/contacts.ts'
import { fieldsOf } from '../message/message-fields.ts'
import { renderMessage } from '../message/render.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { compile, firstOutreach } from '../playbook/program.ts'

/** The override by which a service notice leaves during quiet hours; none where nobody asked for it. */
export const quietOverride = (reason: string | undefined): Override[] =>
  reason === undefined ? [] : [{ check: 'quiet_hours', reason }]

/** Refuses to wake people for anything but a service notice. */
export function quietRefusal(playbook: Playbook, overrides: readonly Override[]): Result<never> | null {
  if (overrides.length === 0 || firstOutreach(compile(playbook))?.step.topic === SERVICE_NOTICE) return null
  return fail(
    'refused',
    'Nothing was started.',
    `“${playbook.name}” is no service notice, so its messages keep quiet hours.`,
    'Start it without that reason.',
  )
}

/** Refuses words of a person's own, and a reason to write during quiet hours, for several playbooks at once. */
export const oneAtATime = ({ words, inQuietHours }: Pick<StartMany, 'words' | 'inQuietHours'>): Result<never> | null =>
  words === undefined && inQuietHours === undefined
    ? null
    : fail(
        'invalid',
        'Nothing was started.',
        'Words of your own, and a reason to write during quiet hours, belong to one playbook.',
        'Choose one playbook for all.',
      )

interface Wanted {
  words: NonNullable<StartMany['words']>
  issueId: number
  playbookId: string
}

/** Words of a person's own for one account of many, filled in as a playbook's are: what is missing refuses the message. */
export function ownWords(
  db: ReadDb,
  { issueId, playbookId, words }: Wanted,
  now: number,
): Result<Pick<Message, 'subject' | 'text'>> {
  const issue = db.get(issueById(issueId))
  if (!issue) return fail('not_found', 'The message was not queued.', 'The issue is gone.', 'Check the queue.')
  const playbook = getPlaybook(db, playbookId)?.playbook
  const topic = playbook && firstOutreach(compile(playbook))?.step.topic
  const contact = chooseContacts(db, [issue.accountId])(issue.accountId, topic ?? SERVICE_NOTICE)
  return renderMessage(words, fieldsOf(db, issue, contact, playbookId, now))
}
