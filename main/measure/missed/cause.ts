import type { TroubleEnding } from '../../../shared/review/missed.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { DISMISSALS } from '../../../shared/vocabulary.ts'

/** How long before a trouble what was known of its account still speaks about it. */
export const LOOK_BACK = 14 * DAY

/** An issue of the account. Moments in UTC ms. */
export interface IssueFact {
  id: number
  openedAt: number
  closedAt: number | null
  closedBecause: string | null
  /** When it was out of the queue: from, until. */
  snoozes: readonly (readonly [number, number])[]
}

/** Something that left, or a held-out account as it was assigned; `until`: the end of its window. */
export interface ActFact {
  issueId: number
  arm: 'treatment' | 'control'
  at: number
  until: number
}

/** What a replay of a trigger says about the time before a trouble, by today's data. */
export interface ReplayedTrigger {
  title: string
  /** Its condition held until the trouble, had held before, or would have with every threshold half as strict. */
  was: 'holds' | 'held' | 'near'
  /** Whether it was switched on, in its present form, at the time. */
  watched: boolean
  /** The issue of its last firing of which the console knew by then; null: it had not fired. */
  fired: Pick<IssueFact, 'id' | 'closedAt' | 'closedBecause'> | null
}

/** All that is known about the account of one ticket or cancellation, of its category where the ticket tells it. */
export interface TroubleFacts {
  at: number
  /** Whether the console watched then; before, what a replay says stands for issues. */
  isWatched: boolean
  acts: readonly ActFact[]
  /** In order of their opening. */
  issues: readonly IssueFact[]
  /** Titles of the triggers whose daily cap held the account back within the look-back. */
  capped: readonly string[]
  /** Whether any source had brought anything about the account dated before the trouble. */
  hasFacts: boolean
  /** Whether some trigger of the category has all that it looks at supplied by a source. */
  isSupplied: boolean
}

export interface JudgedTrouble {
  ending: TroubleEnding
  why: string
  issueId: number | null
}

/**
 * The cause that decisions alone give, the first that fits in the order in which a person could have done something;
 * null where only a replay of the triggers tells.
 */
export const causeByDecision = (facts: TroubleFacts): JudgedTrouble | null =>
  acted(facts) ?? (facts.isWatched ? known(facts) : null) ?? uncovered(facts)

function acted({ at, acts, issues }: TroubleFacts): JudgedTrouble | null {
  const judged = new Set(issues.filter(issue => isJudgedBefore(issue, at)).map(({ id }) => id))
  const under = acts.filter(act => act.at < at && (at <= act.until || judged.has(act.issueId)))
  const written = under.findLast(({ arm }) => arm === 'treatment')
  if (written)
    return { ending: 'came_anyway', why: `We acted ${ago(at, written.at)} before.`, issueId: written.issueId }
  const held = under.at(-1)
  return held ? { ending: 'held_out', why: `Held out ${ago(at, held.at)} before.`, issueId: held.issueId } : null
}

/** What was done about it was judged a short while ago, so it still counts. */
const isJudgedBefore = ({ closedAt, closedBecause }: IssueFact, at: number): boolean =>
  closedAt !== null && closedAt < at && closedAt >= at - LOOK_BACK && (closedBecause ?? '').startsWith('outcome:')

const isOpenAt = ({ openedAt, closedAt }: IssueFact, at: number): boolean =>
  openedAt < at && (closedAt === null || closedAt >= at)

/** What a person decided about an issue, as its closing says. */
const BY_PERSON: ReadonlySet<string> = new Set([...DISMISSALS, 'resolved', 'fixed'])

function known({ at, issues, capped }: TroubleFacts): JudgedTrouble | null {
  const open = issues.filter(issue => isOpenAt(issue, at))
  const snoozed = (issue: IssueFact) => issue.snoozes.find(([from, until]) => from < at && at <= until)
  const inQueue = open.find(issue => !snoozed(issue))
  if (inQueue)
    return {
      ending: 'had_issue',
      why: `The issue had been open for ${ago(at, inQueue.openedAt)}.`,
      issueId: inQueue.id,
    }
  const away = open.find(snoozed)
  if (away) return { ending: 'silenced', why: 'The issue was snoozed.', issueId: away.id }
  const closed = issues.findLast(
    ({ closedAt, closedBecause }) =>
      closedAt !== null && closedAt < at && closedAt >= at - LOOK_BACK && isPersons(closedBecause),
  )
  if (closed)
    return {
      ending: 'silenced',
      why: closedByPerson(closed.closedBecause, ago(at, closed.closedAt ?? at)),
      issueId: closed.id,
    }
  return capped[0] === undefined ? null : bare('silenced', `The daily cap of “${capped[0]}” held the account back.`)
}

const isPersons = (because: string | null): boolean =>
  because !== null && (BY_PERSON.has(because) || because.startsWith('outcome:'))

function uncovered({ hasFacts, isSupplied }: TroubleFacts): JudgedTrouble | null {
  if (!hasFacts) return bare('no_source', 'No source had brought anything about the account.')
  return isSupplied ? null : bare('no_source', 'No source supplies what the triggers of this category look at.')
}

/** The cause of a trouble that no decision explains, by what a replay of the triggers says. */
export function causeByReplay(facts: TroubleFacts, triggers: readonly ReplayedTrigger[]): JudgedTrouble {
  const held = [...triggers].sort(byNearness).filter(({ was }) => was !== 'near')
  const [first] = held
  if (!facts.isWatched && first)
    return first.was === 'holds'
      ? bare('had_issue', `“${first.title}” would have had an issue.`)
      : bare('below', `“${first.title}” would have fired, and its condition had cleared.`)
  for (const { title, fired } of held) if (fired) return afterFiring(facts, title, fired)
  const late = held.find(({ watched }) => watched)
  if (late) return bare('too_late', `“${late.title}” holds by today’s data; they were read too late.`)
  if (first) return bare('no_trigger', `“${first.title}” would have fired; it was turned on or changed later.`)
  const [near] = triggers
  return near
    ? bare('below', `“${near.title}” would have fired with its thresholds half as strict.`)
    : bare('no_trigger', 'No trigger was near to firing.')
}

const NEARNESS = ['holds', 'held', 'near'] as const
const byNearness = (a: ReplayedTrigger, b: ReplayedTrigger): number => NEARNESS.indexOf(a.was) - NEARNESS.indexOf(b.was)

/** It had fired, and nothing was open: a person had closed its issue, its condition had cleared, or it was in its cooldown. */
function afterFiring(
  { at }: TroubleFacts,
  title: string,
  { id, closedAt, closedBecause }: NonNullable<ReplayedTrigger['fired']>,
): JudgedTrouble {
  if (closedAt === null || closedAt >= at)
    return { ending: 'silenced', why: `“${title}” had fired before and was in its cooldown.`, issueId: id }
  const since = ago(at, closedAt)
  return isPersons(closedBecause)
    ? { ending: 'silenced', why: closedByPerson(closedBecause, since), issueId: id }
    : { ending: 'below', why: `“${title}” had fired, and its condition cleared ${since} before.`, issueId: id }
}

const closedByPerson = (because: string | null, since: string): string =>
  `A person closed the issue (${(because ?? '').replace('outcome:', '').replaceAll('_', ' ')}) ${since} before.`

const bare = (ending: TroubleEnding, why: string): JudgedTrouble => ({ ending, why, issueId: null })

/** `3 days`, `5 hours`. */
function ago(at: number, before: number): string {
  const hours = Math.max(1, Math.round((at - before) / (DAY / 24)))
  const [n, unit] = hours < 48 ? [hours, 'hour'] : [Math.round(hours / 24), 'day']
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
