import type { Facet, FacetAnswer } from '../../../shared/desk/facet.ts'
import type { HoursAnswer } from '../../../shared/desk/hours.ts'
import type { IssueReach } from '../../../shared/desk/reach.ts'
import type { QueueCounts, QueueFilter, QueueRow } from '../../../shared/model/queue.ts'
import type { ReadDb } from '../../cache/db.ts'
import { reachMany } from '../../intervention/door.ts'
import {
  deskCounts,
  deskList,
  deskPage,
  facetOptions,
  type ListPlace,
  listPlaceOf,
  type ReachOf,
  workFor,
} from '../../queue/door.ts'

/** Who looks at which list when; `stamp` changes with everything that preflight depends on. */
interface AtDesk {
  actor: string
  now: number
  stamp: string
}

export type DeskQuestion = AtDesk &
  (
    | { ask: 'list'; filter: QueueFilter; page: { offset: number; limit: number } }
    | { ask: 'counts'; filter: QueueFilter }
    | { ask: 'facet'; filter: QueueFilter; facet: Facet }
    | { ask: 'hours'; filter: QueueFilter; minutes: number }
    | { ask: 'place'; filter: QueueFilter; issueId: number; banded: boolean }
    | { ask: 'reach'; issueIds: readonly number[] }
  )
export type DeskReply = QueueRow[] | QueueCounts | FacetAnswer | HoursAnswer | IssueReach[] | (ListPlace | null)

/** Preflight of issues, asked once for each while `known` holds. */
const remembering =
  (db: ReadDb, now: number, known: Map<number, IssueReach>): ReachOf =>
  issueIds => {
    const unknown = issueIds.filter(id => !known.has(id))
    for (const one of unknown.length > 0 ? reachMany(db, unknown, now) : []) known.set(one.issueId, one)
    return new Map(issueIds.flatMap(id => known.get(id) ?? []).map(one => [one.issueId, one]))
  }

/** One answer for the queue's list. Everything here may take tenths of a second, so it has a thread of its own. */
export function answerAtDesk(db: ReadDb, question: DeskQuestion, known: Map<number, IssueReach>): DeskReply {
  const reachOf = remembering(db, question.now, known)
  switch (question.ask) {
    case 'list':
      return deskPage(db, deskList(db, question.filter, question), question.page, reachOf)
    case 'counts':
      return deskCounts(db, deskList(db, question.filter, question), reachOf)
    case 'facet':
      return facetOptions(db, deskList(db, question.filter, question), question.facet, reachOf)
    case 'hours':
      return workFor(db, deskList(db, question.filter, question), question.minutes, reachOf)
    case 'place':
      return listPlaceOf(db, deskList(db, question.filter, question), question, reachOf)
    case 'reach':
      return [...reachOf(question.issueIds).values()]
  }
}
