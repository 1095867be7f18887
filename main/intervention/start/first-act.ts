import type { Verdict } from '../../../shared/model/intervention.ts'
import type { ReadDb } from '../../cache/db.ts'
import { decideLeave, type LeaveDecision } from '../guard/preflight.ts'
import { actionIsSetUp } from '../message/actions.ts'
import { firstOutreach, type PlacedOutreach, type Program } from '../playbook/program.ts'
import { advance, type Effect, type RunPoint } from '../run/advance.ts'
import { factsAtStart } from '../run/run-facts.ts'

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

/** The fix that a run begins with, and the first message after it by how it ends; null: none is sent. */
export interface FixFirst {
  action: string
  worked: PlacedOutreach | null
  failed: PlacedOutreach | null
}

/** How a run would begin. */
export interface Opening {
  /** What the run comes to at once: a refused message refuses the start only where it is that. */
  firstAct: Effect['do']
  /** Where it begins with a fix: what leaves once that has worked or failed. */
  fixFirst: FixFirst | null
  /**
   * The message that the run begins with, or the one that follows a fix which failed, or the first one written in the
   * playbook; null where it has none.
   */
  outreach: PlacedOutreach | null
}

/** How a run of the program would begin for an issue. */
export function openingOf(db: ReadDb, program: Program, issueId: number, now: number): Opening {
  const first = firstActOf(db, program, issueId, now)
  if (first.do === 'outreach')
    return { firstAct: 'outreach', fixFirst: null, outreach: { step: first.step, position: first.position } }
  const fixFirst = first.do === 'resolution' ? afterFix(db, program, first, issueId, now) : null
  return { firstAct: first.do, fixFirst, outreach: fixFirst?.failed ?? fixFirst?.worked ?? firstOutreach(program) }
}

function afterFix(
  db: ReadDb,
  program: Program,
  { step, position }: Extract<Effect, { do: 'resolution' }>,
  issueId: number,
  now: number,
): FixFirst {
  const after = (how: 'resolution_worked' | 'resolution_failed'): PlacedOutreach | null => {
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

/** The checks that count for a run that begins with something else than a message; the message has its turn later. */
const WITHOUT_MESSAGE = new Set(['condition', 'issue_open', 'arm', 'duplicate'])

/** What a start comes to, by how its run begins. */
export const decideStart = (firstAct: Effect['do'], verdicts: readonly Verdict[]): LeaveDecision =>
  decideLeave(firstAct === 'outreach' ? verdicts : verdicts.filter(({ check }) => WITHOUT_MESSAGE.has(check)), [])
