import type { ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { OutreachStep, Playbook } from '../../../shared/intervention/playbook.ts'
import type { Message, Verdict } from '../../../shared/model/intervention.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type ContactRow, contactsOf, gatherFacts, type IssueRow, issueById } from '../guard/facts.ts'
import { type Override, preflight, withOverrides } from '../guard/preflight.ts'
import { armFor, senderOf } from '../guard/settings.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { compile, firstOutreach, type Program } from '../playbook/program.ts'
import { advance, type Effect, type RunPoint } from '../run/advance.ts'
import { factsAtStart } from '../run/run-facts.ts'
import { actionIsSetUp } from './actions.ts'
import { chooseContacts } from './contacts.ts'
import { finishMessage, type MessageFields, renderMessage } from './render.ts'

/** A person's own words in place of a template; taken literally. */
export interface Edit {
  subject?: string | undefined
  text?: string | undefined
}

/** What a person chose. */
export interface ComposeInput extends Edit {
  issueId: number
  playbookId: string
  contactId?: number | undefined
  overrides?: readonly Override[] | undefined
  /** How many are started in one go, this one included. */
  together?: number | undefined
}

export interface Composed {
  issue: IssueRow
  playbook: Playbook
  playbookVersion: number
  program: Program
  contact: ContactRow | null
  arm: Arm
  /** What the run comes to at once: a refused message refuses the start only where it is that. */
  firstAct: Effect['do']
  /** Where it begins with a fix: what leaves once that has worked or failed. */
  fixFirst: FixFirst | null
  /**
   * The message that the run begins with, or the one that follows a fix which failed, or the first one written in the
   * playbook; null where it has none.
   */
  outreach: { step: OutreachStep; position: number } | null
  /** Fails where a field is missing and has no fallback. */
  message: Result<Message>
  verdicts: Verdict[]
  /** Why a second person must release the message. */
  needs: readonly ApprovalNeed[]
}

interface AccountRow {
  uid: string
  name: string
  plan: string | null
}

/** The account as templates see it. */
export const accountOf = (id: number) => query<AccountRow>('SELECT uid, name, plan FROM account WHERE id = ?', [id])

/** Preview and start both go through here: what is shown is what leaves. */
export function compose(db: ReadDb, input: ComposeInput, now: number): Result<Composed> {
  const issue = db.get(issueById(input.issueId))
  const stored = getPlaybook(db, input.playbookId)
  if (!issue || !stored)
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
  const account = db.get(accountOf(issue.accountId))
  if (!account) throw new Error(`issue ${issue.id} has no account`)
  const arm = armFor(db, account.uid)
  const program = compile(stored.playbook)
  const first = firstActOf(db, program, issue.id, now)
  const fixFirst = first.do === 'resolution' ? afterFix(db, program, first, issue.id, now) : null
  const outreach = first.do === 'outreach' ? first : (fixFirst?.failed ?? fixFirst?.worked ?? firstOutreach(program))
  const contact = chooseContact(db, issue.accountId, outreach?.step.topic ?? 'service', input.contactId)
  if (!contact.ok) return contact
  const asks = { playbookVersion: stored.version, together: input.together ?? 1 }
  const about = { issue, contact: contact.value, playbookId: input.playbookId, arm, self: null, asks }
  return ok({
    issue,
    playbook: stored.playbook,
    playbookVersion: stored.version,
    program,
    contact: contact.value,
    arm,
    firstAct: first.do,
    fixFirst,
    outreach: outreach && { step: outreach.step, position: outreach.position },
    ...composeStep(db, about, outreach?.step ?? null, input, input.overrides ?? [], now),
  })
}

/** The checks that count for a run that begins with something else than a message; the message has its turn later. */
const WITHOUT_MESSAGE = new Set(['condition', 'issue_open', 'arm', 'duplicate'])

/** The verdicts on which the start is decided. */
export const deciding = ({ firstAct, verdicts }: Pick<Composed, 'firstAct' | 'verdicts'>): Composed['verdicts'] =>
  firstAct === 'outreach' ? verdicts : verdicts.filter(({ check }) => WITHOUT_MESSAGE.has(check))

/** What a step's message is about, and to whom. */
export interface About {
  issue: IssueRow
  contact: ContactRow | null
  playbookId: string
  arm: Arm
  self: { interventionId: string; outboxId: number } | null
  asks: { playbookVersion: number; together: number; interventionId?: string }
}

const NO_MESSAGE = fail('refused', 'There is no message.', 'This playbook sends no message.', 'Start it as it is.')

/** One message of a playbook as it would leave now, with every answer of preflight. */
export function composeStep(
  db: ReadDb,
  about: About,
  step: OutreachStep | null,
  edit: Edit,
  overrides: readonly Override[],
  now: number,
): { message: Result<Message>; verdicts: Verdict[]; needs: readonly ApprovalNeed[] } {
  const question = { ...about, topic: step?.topic ?? 'service', channel: step?.channel ?? 'email' }
  const { facts, guardrails } = gatherFacts(db, question, now)
  return {
    message: step
      ? messageOf(edit, step, () => fieldsOf(db, about.issue, about.contact, about.playbookId, now))
      : NO_MESSAGE,
    verdicts: withOverrides(preflight(facts, guardrails, now), overrides),
    needs: facts.approval.needs,
  }
}

/** What a run of the program would do first; a fix that is not set up is passed over, as the run will do. */
export function firstActOf(db: ReadDb, program: Program, issueId: number, now: number): Effect {
  const facts = factsAtStart(db, issueId, now)
  let position = 0
  for (;;) {
    const { effects, ...point } = advance(program, { position, wakeAt: null }, facts, now)
    // What it comes to without waiting decides: a task beside the message does not make up for a refused message.
    const last = effects.at(-1)
    const act = last?.do === 'outreach' ? last : effects.find(effect => effect.do !== 'branch')
    if (!act) throw new Error('a run does something')
    if (act.do !== 'resolution' || actionIsSetUp(db, act.step.action)) return act
    facts.happened.add('resolution_failed')
    position = point.position
  }
}

type Placed = { step: OutreachStep; position: number }

/** The fix that a run begins with, and the first message after it by how it ends; null: none is sent. */
export interface FixFirst {
  action: string
  worked: Placed | null
  failed: Placed | null
}

function afterFix(
  db: ReadDb,
  program: Program,
  { step, position }: Extract<Effect, { do: 'resolution' }>,
  issueId: number,
  now: number,
): FixFirst {
  const after = (how: 'resolution_worked' | 'resolution_failed'): Placed | null => {
    const facts = factsAtStart(db, issueId, now)
    facts.happened.add(how)
    let point: RunPoint = { position: position + 1, wakeAt: null }
    let at = now
    for (;;) {
      const { effects, ended, ...rest } = advance(program, point, facts, at)
      const last = effects.at(-1)
      if (last?.do === 'outreach') return { step: last.step, position: last.position }
      if (ended || last === undefined) return null
      point = rest
      at = Math.max(at, rest.wakeAt ?? at)
    }
  }
  return { action: step.action, worked: after('resolution_worked'), failed: after('resolution_failed') }
}

/** The one asked for; otherwise whoever may be written to about the topic. */
export function chooseContact(
  db: ReadDb,
  accountId: number,
  topic: string,
  wanted: number | undefined,
): Result<ContactRow | null> {
  if (wanted === undefined) return ok(chooseContacts(db, [accountId])(accountId, topic))
  const found = db.all(contactsOf(accountId)).find(contact => contact.id === wanted)
  return found
    ? ok(found)
    : fail('not_found', 'The contact cannot be used.', 'It does not belong to this account.', 'Choose another.')
}

function messageOf({ subject, text }: Edit, step: OutreachStep, fields: () => MessageFields): Result<Message> {
  if (subject !== undefined && text !== undefined) return finishMessage(subject, text)
  const rendered = renderMessage(step, fields())
  if (!rendered.ok) return rendered
  return finishMessage(subject ?? rendered.value.subject, text ?? rendered.value.text)
}

/** Everything that a template may name, as it is at `now`. */
export function fieldsOf(
  db: ReadDb,
  issue: IssueRow,
  contact: ContactRow | null,
  playbookId: string,
  now: number,
): MessageFields {
  const account = db.get(accountOf(issue.accountId))
  return {
    contact: { name: contact?.name ?? null, email: contact?.email ?? null, locale: contact?.locale ?? null },
    account: { name: account?.name ?? '', plan: account?.plan ?? null },
    issue: { title: issue.title },
    evidence: figuresOf(db, issue.id, playbookId, now),
    sender: { name: senderOf(db).name },
  }
}

/** Signals of an issue, strongest first: those that hold before those that cleared, then by their trigger's risk. */
export const signalsByStrength = (issueId: number, now: number) =>
  query<{ triggerId: string; playbookId: string | null; evidence: string }>(
    `SELECT s.trigger_id AS triggerId, json_extract(t.definition, '$.playbook') AS playbookId, s.evidence FROM signal s LEFT JOIN trigger t ON t.id = s.trigger_id
     WHERE s.issue_id = $issue AND s.fired_at <= $now
     ORDER BY (s.cleared_at IS NULL OR s.cleared_at > $now) DESC,
       ifnull(json_extract(t.definition, '$.prior.risk'), 0) DESC, s.fired_at, s.trigger_id, s.id`,
    { issue: issueId, now },
  )

interface Figure {
  name: string
  value: number
  usual: number | null
}

/**
 * Measured figures by name, of triggers that name this playbook: another's `recent` means something else. The strongest
 * signal's where two have the same name.
 */
function figuresOf(db: ReadDb, issueId: number, playbookId: string, now: number): Record<string, number> {
  const figures: Record<string, number> = {}
  const ours = db.all(signalsByStrength(issueId, now)).filter(signal => signal.playbookId === playbookId)
  for (const { evidence } of ours.reverse()) {
    for (const { name, value, usual } of (JSON.parse(evidence) as { figures?: Figure[] }).figures ?? []) {
      figures[name] = value
      if (usual !== null) figures[`${name}_usual`] = usual
    }
  }
  return figures
}
