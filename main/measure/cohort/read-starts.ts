import type { Period } from '../../../shared/period.ts'
import { type Category, OUTCOMES, type Outcome } from '../../../shared/vocabulary.ts'
import { type Query, query, type ReadDb } from '../../cache/db.ts'
import type { CohortRow, StartKind } from './start.ts'
import { collectStarts, type Starts } from './starts.ts'

/** Both bounds of a period as numbers. */
export const bounds = ({ from = 0, to = Number.MAX_SAFE_INTEGER }: Period) => ({ from, to })

/** From when on ghost sends are logged; null where none is. Starts of before have no like in the control arm. */
export const firstGhost = (db: ReadDb): number | null =>
  db.get(query<{ at: number | null }>('SELECT min(assigned_at) AS at FROM exposure WHERE ghost = 1'))?.at ?? null

/** An assignment with what followed. `words`: what starts share, in one string, which costs less than five. */
interface AssignedRow
  extends Pick<CohortRow, 'accountId' | 'issueId' | 'treated' | 'assignedAt' | 'exposedAt' | 'messages'>,
    Pick<CohortRow, 'windowEndsAt' | 'contactedAt' | 'inducedAt' | 'metricMetAt' | 'churnedAt'> {
  words: string
  approval: 0 | 1
}

/** A row of `issue`. */
interface ActedOn extends Pick<CohortRow, 'issueOpenedAt' | 'issueClosedAt' | 'minutes'> {
  id: number
  category: Category
}

/** Where starts are few beside all issues, their issues are looked up: a million rows are not read and kept for a thousand. */
const few = query<{ few: 0 | 1 }>('SELECT (SELECT count(*) FROM exposure) * 5 < (SELECT max(id) FROM issue) AS few')

/** SQL: separates words that may hold anything but this control character. */
const SEPARATOR = '\u001f'
const WORDS = ['e.trigger_id', 'e.playbook_id', 'e.actor', "ifnull(c.proposal, '')", "ifnull(c.judged, '')"].join(
  ' || char(31) || ',
)

/**
 * The one place that knows where assignments and exposures are kept. Assignments, outcomes and messages have the same key,
 * so SQLite walks through them side by side in its order. Issues have another: looking 100,000 of them up takes several
 * times as long as reading their table once, so their rows are joined below.
 */
function tablesIn(period: Period, areFew: boolean) {
  const isAll = period.from === undefined && period.to === undefined
  const params = isAll ? [] : bounds(period)
  const inPeriod = 'assigned_at >= $from AND assigned_at < $to'
  /** A condition for a part of all starts; all of them are read without one, in the order of their key. */
  const ofPeriod = (condition: string) => (isAll ? '' : condition)
  const ask = <Row>(sql: string): Query<Row> => query<Row>(sql, params)
  return {
    assigned: ask<AssignedRow>(
      `SELECT ${WORDS} AS words, e.account_id AS accountId, e.issue_id AS issueId, e.arm = 'treatment' AS treated,
         e.assigned_at AS assignedAt, e.exposed_at AS exposedAt, e.approval, c.window_ends_at AS windowEndsAt,
         c.contacted_at AS contactedAt, c.induced_at AS inducedAt, c.metric_met_at AS metricMetAt,
         c.churned_at AS churnedAt,
         (SELECT sum(o.kind = 'message') FROM outbox o INDEXED BY outbox_left
           WHERE o.intervention_id = e.intervention_id AND o.state = 'sent') AS messages
       FROM exposure e CROSS JOIN outcome c ON c.intervention_id = e.intervention_id
       WHERE ${ofPeriod(`${inPeriod} AND`)} e.intervention_id NOT IN (SELECT id FROM intervention
         WHERE recalled_at IS NOT NULL ${ofPeriod(`AND id IN (SELECT intervention_id FROM exposure WHERE ${inPeriod})`)})
       ORDER BY e.intervention_id`,
    ),
    actedOn: ask<ActedOn>(
      `SELECT id, category, opened_at AS issueOpenedAt, closed_at AS issueClosedAt, minutes
       FROM issue ${isAll && !areFew ? '' : `WHERE id IN (SELECT issue_id FROM exposure ${ofPeriod(`WHERE ${inPeriod}`)})`}`,
    ),
  }
}

/**
 * What was started in a period. Recalled starts are left out of both arms. Nobody releases a ghost, so what a second person
 * had to release is compared in neither arm.
 */
export function readStarts(db: ReadDb, period: Period): Starts {
  const tables = tablesIn(period, db.get(few)?.few === 1)
  const ghostsSince = firstGhost(db) ?? Number.MAX_SAFE_INTEGER
  const issues = new Map(db.all(tables.actedOn).map(issue => [issue.id, issue]))
  const kindOf = eachKindOnce()
  const { add, collected } = collectStarts()
  for (const start of db.all(tables.assigned)) {
    const issue = issues.get(start.issueId)
    if (!issue) continue
    const isComparable = start.exposedAt !== null && start.approval === 0 && start.assignedAt >= ghostsSince
    // Field by field: objects of one shape are read several times as fast as copies that leave a field out.
    add({
      accountId: start.accountId,
      kind: kindOf(start.words, issue.category),
      treated: start.treated,
      assignedAt: start.assignedAt,
      exposedAt: start.exposedAt,
      comparable: isComparable ? 1 : 0,
      windowEndsAt: start.windowEndsAt,
      contactedAt: start.contactedAt,
      inducedAt: start.inducedAt,
      metricMetAt: start.metricMetAt,
      churnedAt: start.churnedAt,
      messages: start.messages,
      issueId: issue.id,
      issueOpenedAt: issue.issueOpenedAt,
      issueClosedAt: issue.issueClosedAt,
      minutes: issue.minutes,
    })
  }
  return collected()
}

/** Gives each combination of words once, so that starts share it. */
function eachKindOnce() {
  const kinds = new Map<string, Map<Category, StartKind>>()
  return (words: string, category: Category): StartKind => {
    const same = kinds.get(words) ?? new Map<Category, StartKind>()
    kinds.set(words, same)
    const known = same.get(category)
    if (known) return known
    const [triggerId = '', playbookId = '', startedBy = '', proposal, judged] = words.split(SEPARATOR)
    const kind: StartKind = {
      triggerId,
      playbookId,
      category,
      startedBy,
      proposal: outcomeOf(proposal),
      judged: outcomeOf(judged),
    }
    same.set(category, kind)
    return kind
  }
}

const outcomeOf = (word: string | undefined): Outcome | null => OUTCOMES.find(outcome => outcome === word) ?? null
