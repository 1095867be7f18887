import { type BulkAsk, type BulkObstacle, type BulkSummary, MOST_AT_ONCE } from '../../../shared/intervention/bulk.ts'
import { DEFAULT_LANGUAGE } from '../../../shared/intervention/language.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { fieldsOf } from '../message/message-fields.ts'
import { renderMessage } from '../message/render.ts'
import { misfits } from '../playbook/written-for.ts'
import type { Planned } from './plan.ts'

/** Accounts shown for each thing that stands in the way. */
const EXAMPLES = 5

const byFilter = (triggerId: string | null, category: string | null) =>
  query<{ id: number }>(
    `SELECT i.id FROM issue i WHERE i.state = 'open' AND ($category IS NULL OR i.category = $category)
       AND ($trigger IS NULL OR EXISTS (SELECT 1 FROM signal s
         WHERE s.issue_id = i.id AND s.trigger_id = $trigger AND s.cleared_at IS NULL))
     ORDER BY i.priority DESC, i.id LIMIT ${MOST_AT_ONCE + 1}`,
    { trigger: triggerId, category },
  )

const byIncident = (incident: number, triggerId: string | null, category: string | null) =>
  query<{ id: number }>(
    `SELECT i.id FROM incident_issue m CROSS JOIN issue i ON i.id = m.issue_id
     WHERE m.incident_id = $incident AND m.taken_out = 0 AND i.state = 'open'
       AND ($category IS NULL OR i.category = $category)
       AND ($trigger IS NULL OR EXISTS (SELECT 1 FROM signal s
         WHERE s.issue_id = i.id AND s.trigger_id = $trigger AND s.cleared_at IS NULL))
     ORDER BY i.priority DESC, i.id LIMIT ${MOST_AT_ONCE + 1}`,
    { incident, trigger: triggerId, category },
  )

/** The issues that an ask is about, most urgent first; one more than may be started says that there are more. */
export function issuesOf(db: ReadDb, ask: BulkAsk): { ids: number[]; more: boolean } {
  const { issueIds, triggerId = null, category = null, incidentId } = ask
  const filtered = incidentId ? byIncident(incidentId, triggerId, category) : byFilter(triggerId, category)
  const found = issueIds ? [...new Set(issueIds)] : db.all(filtered).map(({ id }) => id)
  return { ids: found.slice(0, MOST_AT_ONCE), more: found.length > MOST_AT_ONCE }
}

const namesOf = (ids: string) =>
  query<{ id: number; name: string }>(
    'SELECT a.id, a.name FROM json_each(?) k CROSS JOIN account a ON a.id = k.value',
    [ids],
  )

interface Obstacle extends Pick<BulkObstacle, 'check' | 'status' | 'n'> {
  accounts: { issueId: number; accountId: number; fact: string }[]
}

/** What plans have come to so far. */
export interface Tally {
  sums: Pick<BulkSummary, 'now' | 'later' | 'held' | 'heldOut' | 'refused'>
  laterFrom: number | null
  laterTo: number | null
  obstacles: Map<string, Obstacle>
  byPlaybook: Map<string, BulkSummary['byPlaybook'][number]>
}

export const emptyTally = (): Tally => ({
  sums: { now: 0, later: 0, held: 0, heldOut: 0, refused: 0 },
  laterFrom: null,
  laterTo: null,
  obstacles: new Map(),
  byPlaybook: new Map(),
})

function noteObstacle(
  tally: Tally,
  { issue }: Planned,
  { check, status, fact }: Pick<Obstacle, 'check' | 'status'> & { fact: string },
) {
  const key = `${check} ${status}`
  const known = tally.obstacles.get(key) ?? { check, status, n: 0, accounts: [] }
  tally.obstacles.set(key, known)
  known.n++
  if (known.accounts.length < EXAMPLES) known.accounts.push({ issueId: issue.id, accountId: issue.accountId, fact })
}

/** Words in several languages fall back to English; words in one are taken to be in that of the playbook. */
const languagesOfWords = ({ translations }: NonNullable<BulkAsk['words']>) =>
  translations ? { language: DEFAULT_LANGUAGE, translations } : { translations: {} }

/** Counts plans, each of its playbook; a message that cannot be made is refused, whatever preflight says. */
export function count(
  db: ReadDb,
  tally: Tally,
  playbookOf: (id: string) => Playbook | null,
  plans: readonly Planned[],
  now: number,
  words: BulkAsk['words'] = undefined,
): void {
  for (const plan of plans) {
    const { leaves, at, because } = plan.decision
    const playbook = playbookOf(plan.playbookId)
    if (!playbook) continue
    const group = groupOf(tally, playbook)
    group.issueIds.push(plan.issueId)
    const problem =
      leaves === 'refused'
        ? null
        : whyNoMessage(
            db,
            playbook,
            {
              ...plan,
              step: plan.step && (words ? { ...plan.step, ...words, ...languagesOfWords(words) } : plan.step),
            },
            now,
          )
    if (problem !== null) {
      tally.sums.refused++
      noteObstacle(tally, plan, { check: null, status: 'refuse', fact: problem })
      continue
    }
    for (const { check, status, fact } of because)
      if (status !== 'pass') noteObstacle(tally, plan, { check, status, fact })
    tally.sums[leaves === 'held_out' ? 'heldOut' : leaves]++
    if (leaves !== 'refused') group.starts++
    if (leaves !== 'later' || at === null) continue
    tally.laterFrom = Math.min(tally.laterFrom ?? at, at)
    tally.laterTo = Math.max(tally.laterTo ?? at, at)
  }
}

function groupOf({ byPlaybook }: Tally, { id, name }: Playbook): BulkSummary['byPlaybook'][number] {
  const group = byPlaybook.get(id) ?? { playbookId: id, name, issueIds: [], starts: 0 }
  byPlaybook.set(id, group)
  return group
}

const ownPlaybooks = (issues: string) =>
  query<{ issueId: number; playbookId: string }>(
    'SELECT i.id AS issueId, i.playbook_id AS playbookId FROM json_each(?) j CROSS JOIN issue i ON i.id = j.value ORDER BY j.key',
    [issues],
  )

/** Each issue with the playbook that its strongest trigger names; those that are gone are left out. */
export const ownPlaybooksOf = (db: ReadDb, issueIds: readonly number[]) =>
  db.all(ownPlaybooks(JSON.stringify(issueIds)))

/** The tally for a person: what stands in the way of most comes first, with the names of a few accounts. */
export function summaryOf(
  db: ReadDb,
  { sums, laterFrom, laterTo, obstacles, byPlaybook }: Tally,
  of: Pick<BulkSummary, 'playbookId' | 'issueIds' | 'more'>,
): BulkSummary {
  const all = [...obstacles.values()].sort((a, b) => b.n - a.n)
  const ids = JSON.stringify([...new Set(all.flatMap(({ accounts }) => accounts.map(one => one.accountId)))])
  const names = new Map(db.all(namesOf(ids)).map(({ id, name }) => [id, name]))
  const counted = Object.values(sums).reduce((sum, n) => sum + n, 0)
  // An issue's own playbook was written for it.
  const unfitting = of.playbookId === null ? null : misfits(db, of.issueIds)(of.playbookId)
  const { writtenFor, issueIds: unfit } = unfitting ?? { writtenFor: [], issueIds: [] }
  return {
    ...{ ...of, ...sums, writtenFor, unfit: unfit.length, gone: of.issueIds.length - counted, laterFrom, laterTo },
    byPlaybook: [...byPlaybook.values()].sort((a, b) => b.issueIds.length - a.issueIds.length),
    obstacles: all.map(({ accounts, ...rest }) => ({
      ...rest,
      examples: accounts.map(one => ({ ...one, accountName: names.get(one.accountId) ?? '' })),
    })),
  }
}

/** Why no message could be made, for what preflight would let through. */
export function whyNoMessage(
  db: ReadDb,
  playbook: Playbook,
  { issue, contact, firstAct, step }: Planned,
  now: number,
): string | null {
  if (!playbook.categories.includes(issue.category) && playbook.id !== issue.playbookId)
    return `“${playbook.name}” is about ${playbook.categories.join(' and ')}, the issue about ${issue.category}.`
  if (firstAct !== 'outreach' || !step) return null
  const message = renderMessage(step, fieldsOf(db, issue, contact, playbook.id, now))
  return message.ok ? null : message.error.why
}
