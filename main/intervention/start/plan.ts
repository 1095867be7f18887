import type { ApprovalNeed } from '../../../shared/intervention/approval.ts'
import type { OutreachStep } from '../../../shared/intervention/playbook.ts'
import type { Verdict } from '../../../shared/model/intervention.ts'
import { plainAddress } from '../../../shared/person/address.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Assignable, armsOf } from '../guard/arms/arms.ts'
import type { ContactRow } from '../guard/contact-rows.ts'
import { gatherMany } from '../guard/facts.ts'
import { byKey } from '../guard/facts-keys.ts'
import { type IssueRow, issuesByIds } from '../guard/issue-rows.ts'
import { type Facts, type LeaveDecision, type Override, preflight, withOverrides } from '../guard/preflight.ts'
import type { Question } from '../guard/question.ts'
import { guardrailsOf } from '../guard/settings.ts'
import { actionSetting } from '../message/actions.ts'
import { chooseContacts } from '../message/contacts.ts'
import { getPlaybook } from '../playbook/playbooks.ts'
import { compile, firstOutreach, type Program } from '../playbook/program.ts'
import type { Effect } from '../run/advance.ts'
import { decideStart, firstActOf } from './first-act.ts'

/** A playbook that somebody thinks of starting for an issue. */
export interface Plan {
  issueId: number
  playbookId: string
}

/** What would become of it. */
export interface Planned extends Plan {
  issue: IssueRow
  contact: ContactRow | null
  /** What the run would do first; checks of a message decide only where it is one. */
  firstAct: Effect['do']
  /** The message that it would begin with, or the first one written in the playbook. */
  step: OutreachStep | null
  verdicts: Verdict[]
  decision: LeaveDecision
  needs: readonly ApprovalNeed[]
}

const accountsOf = (issues: string) =>
  query<Assignable>(
    `SELECT DISTINCT a.id, a.uid FROM json_each(?) k CROSS JOIN issue s ON s.id = k.value
       CROSS JOIN account a ON a.id = s.account_id`,
    [issues],
  )

/**
 * Preflight of many planned messages at once, in their order, as if each were started right after the one before: two
 * messages to one person count against each other. Plans whose issue or playbook is gone are left out. `go`: what they are
 * part of, where they are planned a few at a time. `overrides`: checks that a person would set aside for all of them.
 */
export function planMany(
  db: ReadDb,
  plans: readonly Plan[],
  now: number,
  go: Go = inOneGo(now, plans.length),
  overrides: readonly Override[] = [],
): Planned[] {
  const rules = guardrailsOf(db)
  const ids = JSON.stringify([...new Set(plans.map(({ issueId }) => issueId))])
  const issues = new Map(db.all(issuesByIds(ids)).map(row => [row.id, row]))
  const accounts = byKey(db.all(accountsOf(ids)), ({ id }) => id)
  const armOfAccount = armsOf(db, [...accounts.values()], rules)
  const contactOf = chooseContacts(db, [...new Set([...issues.values()].map(({ accountId }) => accountId))])
  const playbooks = startables(db)
  const asked = plans.flatMap(plan => {
    const issue = issues.get(plan.issueId)
    const playbook = playbooks(plan.playbookId)
    if (!issue || !playbook) return []
    const { version, program } = playbook
    const first = program[0]?.op === 'outreach' ? null : firstActOf(db, program, issue.id, now)
    const step = first?.do === 'outreach' ? first.step : playbook.step
    const { topic, channel } = step ?? WITHOUT_STEP
    const contact = contactOf(issue.accountId, topic)
    const account = accounts.get(issue.accountId) ?? { id: issue.accountId, uid: '' }
    const { arm, heldBy } = armOfAccount(account, plan.playbookId)
    const asks = { playbookVersion: version, together: go.together }
    const { playbookId } = plan
    const question: Question = { issue, contact, playbookId, topic, channel, arm, heldBy, self: null, asks }
    const fix = first?.do === 'resolution' ? asksFirst(db, first.step.action) : null
    return [{ plan, question, firstAct: first?.do ?? ('outreach' as const), step, fix }]
  })
  const facts = gatherMany(
    db,
    asked.map(({ question }) => question),
    rules,
    now,
  )
  return asked.map(({ plan, question: { issue, contact }, firstAct, step, fix }, n) => {
    const gathered = facts[n]
    if (!gathered) throw new Error('every question has its facts')
    const seen = go.before(gathered, issue.id, plan.playbookId)
    const verdicts = withOverrides(preflight(seen, rules, now), overrides)
    const decided = decideStart(firstAct, verdicts)
    const decision = fix && decided.leaves === 'now' ? { ...decided, leaves: 'held' as const, because: [fix] } : decided
    go.note(gathered, issue.id, plan.playbookId, firstAct === 'outreach' ? decision : null)
    return { ...plan, issue, contact, firstAct, step, verdicts, decision, needs: gathered.approval.needs }
  })
}

const WITHOUT_STEP = { topic: 'service', channel: 'email' }

/** A fix that a person must release before it is made; null where it need not ask. */
function asksFirst(db: ReadDb, action: string): Verdict | null {
  const setting = actionSetting(db, action)
  if (!setting || setting.autoApprove) return null
  const fact = `Waits for approval: ${setting.title}.`
  return { check: 'approval', status: 'wait', fact, until: null, overridden: null }
}

interface Startable {
  step: OutreachStep | null
  version: number
  program: Program
}

/** Playbooks by id, each read once. */
function startables(db: ReadDb): (id: string) => Startable | null {
  const known = new Map<string, Startable | null>()
  const read = (id: string): Startable | null => {
    const stored = getPlaybook(db, id)
    if (!stored) return null
    const program = compile(stored.playbook)
    return { step: firstOutreach(program)?.step ?? null, version: stored.version, program }
  }
  return id => {
    const found = known.get(id)
    if (found !== undefined) return found
    const made = read(id)
    known.set(id, made)
    return made
  }
}

/** What is started together: its size, and what earlier plans add to the facts of later ones. */
export interface Go {
  together: number
  before(facts: Facts, issue: number, playbook: string): Facts
  /** `decision` is null for a run that does not begin with a message. */
  note(facts: Facts, issue: number, playbook: string, decision: LeaveDecision | null): void
}

/** A go of `together` interventions at `now` (workspace time, UTC ms). */
export function inOneGo(now: number, together: number): Go {
  const sends = new Map<string, number>()
  const starts = new Set<string>()
  const laneOfFacts = ({ recipient }: Facts) => (recipient?.address ? plainAddress(recipient.address) : null)
  return {
    together,
    before(facts, issue, playbook) {
      const lane = laneOfFacts(facts)
      const n = (lane !== null && sends.get(lane)) || 0
      const again = starts.has(`${issue} ${playbook}`)
      if (n === 0 && !again) return facts
      const otherSends = [...facts.otherSends, ...Array.from({ length: n }, () => now)]
      return { ...facts, otherSends, duplicateAt: again ? now : facts.duplicateAt }
    },
    note(facts, issue, playbook, decision) {
      if (decision?.leaves !== 'refused') starts.add(`${issue} ${playbook}`)
      const lane = laneOfFacts(facts)
      const isInLine = decision?.leaves === 'now' || decision?.leaves === 'later'
      if (lane !== null && isInLine) sends.set(lane, (sends.get(lane) ?? 0) + 1)
    },
  }
}
