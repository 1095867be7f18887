import type { Message, Verdict } from '../../shared/model.ts'
import type { Playbook } from '../../shared/playbook.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { Arm } from '../../shared/vocabulary.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { type ContactRow, contactsOf, gatherFacts, type IssueRow, issueById, suppressionOf } from './facts.ts'
import { getPlaybook } from './playbooks.ts'
import { type Override, preflight, withOverrides } from './preflight.ts'
import { finishMessage, type MessageFields, renderMessage } from './render.ts'
import { armFor, senderOf } from './settings.ts'

/** What a person chose. An edited subject or text is taken literally, never as a template. */
export interface ComposeInput {
  issueId: number
  playbookId: string
  contactId?: number | undefined
  subject?: string | undefined
  text?: string | undefined
  overrides?: readonly Override[] | undefined
}

export interface Composed {
  issue: IssueRow
  playbook: Playbook
  playbookVersion: number
  contact: ContactRow | null
  arm: Arm
  /** Fails where a field is missing and has no fallback. */
  message: Result<Message>
  verdicts: Verdict[]
}

interface AccountRow {
  uid: string
  name: string
  plan: string | null
}

/** Preview and start both go through here: what is shown is what leaves. */
export function compose(db: ReadDb, input: ComposeInput, now: number): Result<Composed> {
  const issue = db.get(issueById(input.issueId))
  const stored = getPlaybook(db, input.playbookId)
  const step = stored?.playbook.steps[0]
  if (!issue || !stored || !step)
    return fail(
      'not_found',
      'The playbook cannot be started.',
      issue ? `There is no playbook ${input.playbookId}.` : 'The issue is gone.',
      'Choose another.',
    )
  if (!stored.playbook.categories.includes(issue.category) && stored.playbook.id !== issue.playbookId)
    return fail(
      'refused',
      'The playbook does not fit this issue.',
      `“${stored.playbook.name}” is about ${stored.playbook.categories.join(' and ')}, the issue about ${issue.category}.`,
      'Choose a playbook that is suggested for the issue.',
    )
  const account = db.get(query<AccountRow>('SELECT uid, name, plan FROM account WHERE id = ?', [issue.accountId]))
  if (!account) throw new Error(`issue ${issue.id} has no account`)
  const contact = chooseContact(db, issue.accountId, input.contactId)
  if (!contact.ok) return contact
  const arm = armFor(db, account.uid)
  const question = { issue, contact: contact.value, playbookId: input.playbookId, topic: step.topic, arm, self: null }
  const { facts, guardrails } = gatherFacts(db, question, now)
  return ok({
    issue,
    playbook: stored.playbook,
    playbookVersion: stored.version,
    contact: contact.value,
    arm,
    message: messageOf(input, step, () => fieldsOf(db, issue, account, contact.value, now)),
    verdicts: withOverrides(preflight(facts, guardrails, now), input.overrides ?? []),
  })
}

/** The one asked for; otherwise the first who can and may be written to, then the first with an address, then any. */
function chooseContact(db: ReadDb, accountId: number, wanted: number | undefined): Result<ContactRow | null> {
  const contacts = db.all(contactsOf(accountId))
  if (wanted !== undefined) {
    const found = contacts.find(contact => contact.id === wanted)
    return found
      ? ok(found)
      : fail('not_found', 'The contact cannot be used.', 'It does not belong to this account.', 'Choose another.')
  }
  const reachable = contacts.filter(contact => contact.email?.trim())
  const willing = reachable.find(({ email, consent }) => consent !== 0 && !db.get(suppressionOf(email?.trim() ?? '')))
  return ok(willing ?? reachable[0] ?? contacts[0] ?? null)
}

function messageOf(
  { subject, text }: ComposeInput,
  step: { subject: string; body: string },
  fields: () => MessageFields,
): Result<Message> {
  if (subject !== undefined && text !== undefined) return finishMessage(subject, text)
  const rendered = renderMessage(step, fields())
  if (!rendered.ok) return rendered
  return finishMessage(subject ?? rendered.value.subject, text ?? rendered.value.text)
}

function fieldsOf(
  db: ReadDb,
  issue: IssueRow,
  account: AccountRow,
  contact: ContactRow | null,
  now: number,
): MessageFields {
  return {
    contact: { name: contact?.name ?? null, email: contact?.email ?? null },
    account: { name: account.name, plan: account.plan },
    issue: { title: issue.title },
    evidence: figuresOf(db, issue.id, now),
    sender: { name: senderOf(db).name },
  }
}

/** Signals of an issue, strongest first: those that hold before those that cleared, then by their trigger's risk. */
export const signalsByStrength = (issueId: number, now: number) =>
  query<{ triggerId: string; evidence: string }>(
    `SELECT s.trigger_id AS triggerId, s.evidence FROM signal s LEFT JOIN trigger t ON t.id = s.trigger_id
     WHERE s.issue_id = $issue AND s.fired_at <= $now
     ORDER BY (s.cleared_at IS NULL OR s.cleared_at > $now) DESC,
       ifnull(json_extract(t.definition, '$.prior.risk'), 0) DESC, s.fired_at, s.id`,
    { issue: issueId, now },
  )

interface Figure {
  name: string
  value: number
  usual: number | null
}

/** Measured figures by name; the strongest signal's where two have the same name. */
function figuresOf(db: ReadDb, issueId: number, now: number): Record<string, number> {
  const figures: Record<string, number> = {}
  for (const { evidence } of db.all(signalsByStrength(issueId, now)).reverse()) {
    for (const { name, value, usual } of (JSON.parse(evidence) as { figures?: Figure[] }).figures ?? []) {
      figures[name] = value
      if (usual !== null) figures[`${name}_usual`] = usual
    }
  }
  return figures
}
