import type { Happening, OutreachStep, Playbook, ResolutionStep, Step } from '../../../shared/intervention/playbook.ts'
import { conditionWords, spanWords } from '../../../shared/intervention/playbook-words.ts'
import type { DryRun, DryStep } from '../../../shared/intervention/run.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import type { ReadDb } from '../../cache/db.ts'
import { assignmentOf } from '../guard/arms/arms.ts'
import { issueById } from '../guard/issue-rows.ts'
import { readyAction } from '../message/actions.ts'
import { type About, composeMessage } from '../message/compose.ts'
import { chooseContact } from '../message/contacts.ts'
import { accountOf, fieldsOf } from '../message/message-fields.ts'
import { previewOf } from '../message/preview.ts'
import { renderForUs } from '../message/render.ts'
import { templateProblems } from '../playbook/check.ts'
import type { MessageFields } from '../playbook/fields.ts'
import { figuresFor } from '../playbook/figures.ts'
import { compile, firstOutreach, isGoodEnd, type StepPath, written } from '../playbook/program.ts'
import { misfits } from '../playbook/written-for.ts'
import { branchHolds } from './advance.ts'
import { factsAtStart } from './run-facts.ts'
import { GOOD_END } from './run-outreach.ts'

interface Trip {
  db: ReadDb
  about: About
  fields: MessageFields
  happened: ReadonlySet<Happening>
  steps: DryStep[]
}

/** Where the run stands in time: the earliest moment, and whether it gets there whatever happens. */
interface When {
  at: number
  certain: boolean
  depth: number
  /** It gets here only after a good end, of which its messages tell. */
  aftermath: boolean
}

/**
 * A playbook as it would run for a real account from now: each message as it would leave, each wait with its date, each
 * branch with what decides it. Every route is shown. Writes nothing. `version`: of the playbook as it would be saved.
 */
export function dryRun(
  db: ReadDb,
  { playbook, version }: { playbook: Playbook; version: number },
  issueId: number,
  now: number,
): Result<DryRun> {
  const issue = db.get(issueById(issueId))
  const account = issue && db.get(accountOf(issue.accountId))
  if (!issue || !account)
    return fail(
      'not_found',
      `There is no issue ${issueId}.`,
      'The issue may belong to another workspace.',
      'Choose another.',
    )
  const topic = firstOutreach(compile(playbook))?.step.topic ?? 'service'
  const contact = chooseContact(db, issue.accountId, topic, undefined)
  if (!contact.ok) return contact
  const { arm, heldBy } = assignmentOf(db, { id: issue.accountId, uid: account.uid }, playbook.id)
  const about: About = {
    ...{ issue, contact: contact.value, playbookId: playbook.id, arm, heldBy, self: null },
    asks: { playbookVersion: version, together: 1 },
  }
  const fields = fieldsOf(db, issue, contact.value, playbook.id, now)
  const trip: Trip = { db, about, fields, happened: factsAtStart(db, issueId, now).happened, steps: [] }
  const after = walk(trip, playbook.steps, ['steps'], { at: now, certain: true, depth: 0, aftermath: false })
  trip.steps.push(plain(['steps'], 'end', 'All steps are done.', after))
  const problems = templateProblems(playbook, figuresFor(db, playbook.id))
  const { writtenFor } = misfits(db, [issueId])(playbook.id)
  const of = { playbookId: playbook.id, issueId, accountName: account.name, issueTitle: issue.title, writtenFor }
  return ok({ ...of, arm, problems, steps: trip.steps })
}

function walk(trip: Trip, steps: readonly Step[], path: StepPath, from: When): When {
  let when = from
  for (const [n, step] of steps.entries()) when = visit(trip, step, [...path, n], when)
  return when
}

function visit(trip: Trip, step: Step, path: StepPath, when: When): When {
  switch (step.type) {
    case 'outreach':
      return outreach(trip, step, path, when)
    case 'resolution':
      return resolution(trip, step, path, when)
    case 'task': {
      const until = step.due ? when.at + (parseDuration(step.due) ?? 0) : null
      const title = renderForUs(step.title, trip.fields)
      trip.steps.push({ ...plain(path, 'task', title, when), until, details: renderForUs(step.details, trip.fields) })
      return when
    }
    case 'wait': {
      const at = when.at + (parseDuration(step.for) ?? 0)
      trip.steps.push({ ...plain(path, 'wait', `Wait ${spanWords(at - when.at)}`, when), until: at })
      return { ...when, at }
    }
    case 'branch':
      return branch(trip, step, path, when)
  }
}

const plain = (path: StepPath, kind: DryStep['kind'], title: string, { at, certain, depth }: When): DryStep => ({
  ...{ path: written(path), kind, title, details: '', depth, at, certain },
  ...{ until: null, preview: null, verdicts: [], params: null, why: null, cases: [] },
})

/** On what is known today, at the moment it would be its turn: hours are quiet or not by then. */
function outreach({ db, about, fields, steps }: Trip, step: OutreachStep, path: StepPath, when: When): When {
  const decided = composeMessage(db, about, step, {}, when.aftermath ? [GOOD_END] : [], when.at)
  const { message, verdicts, decision } = decided
  const preview = previewOf(db, about.playbookId, about, decided)
  const why = message.ok ? decision.because.map(({ fact }) => fact).join(' ') || null : message.error.why
  const title = message.ok ? message.value.subject : renderForUs(step.subject, fields)
  steps.push({ ...plain(path, 'outreach', title, when), preview, verdicts, why })
  return { ...when, at: Math.max(when.at, decision.at ?? 0) }
}

function resolution({ db, about, fields, steps }: Trip, step: ResolutionStep, path: StepPath, when: When): When {
  const ready = readyAction(db, { step, accountId: about.issue.accountId, fields }, when.at)
  const said = ready.ok ? { params: ready.value.params } : { why: ready.error.why }
  steps.push({ ...plain(path, 'resolution', step.action, when), ...said })
  return ready.ok && step.worked === 'close' ? { ...when, certain: false } : when
}

function branch(trip: Trip, step: Extract<Step, { type: 'branch' }>, path: StepPath, when: When): When {
  const leadsTo = (route: Step[] | 'stop', at: StepPath) => (route === 'stop' ? 'stop' : written([...at, 0]))
  const cases = step.cases.map((one, n) => ({
    when: conditionWords(one.if),
    leadsTo: leadsTo(one.do, [...path, 'cases', n, 'do']),
    holdsNow: branchHolds(one.if, trip.happened),
  }))
  if (step.else !== undefined)
    cases.push({ when: 'otherwise', leadsTo: leadsTo(step.else, [...path, 'else']), holdsNow: false })
  const title = cases.map(one => one.when).join('; ')
  trip.steps.push({ ...plain(path, 'branch', `If ${title}`, when), cases })
  const inside = { ...when, certain: false, depth: when.depth + 1 }
  const ends = [
    ...step.cases.map((one, n) => ({ route: one.do, at: [...path, 'cases', n, 'do'], good: isGoodEnd(one.if) })),
    { route: step.else ?? [], at: [...path, 'else'], good: false },
  ].flatMap(({ route, at, good }) => {
    const there = { ...inside, aftermath: inside.aftermath || good }
    if (route !== 'stop') return walk(trip, route, at, there).at
    trip.steps.push(plain(at, 'stop', 'Stop here.', inside))
    return []
  })
  // What follows comes at the earliest after the shortest route that leads there.
  return {
    at: ends.length > 0 ? Math.min(...ends) : when.at,
    certain: false,
    depth: when.depth,
    aftermath: when.aftermath,
  }
}
