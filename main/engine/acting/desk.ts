import type { Facet, FacetAnswer } from '../../../shared/desk/facet.ts'
import type { HoursAnswer } from '../../../shared/desk/hours.ts'
import type { IssueReach } from '../../../shared/desk/reach.ts'
import type { QueueCounts, QueueFilter, QueueRow } from '../../../shared/model/queue.ts'
import { MINUTE } from '../../../shared/trigger/duration.ts'
import { threadOnDemand } from '../../cache/thread.ts'
import type { ListPlace } from '../../queue/door.ts'
import type { Workspace } from '../open/open.ts'
import type { DeskQuestion, DeskReply } from './answer-at-desk.ts'

/** Lists of the queue that no counter and no single index answers, and what preflight says of their rows. */
export interface Desk {
  list(filter: QueueFilter, page: { offset: number; limit: number }): Promise<QueueRow[]>
  counts(filter: QueueFilter): Promise<QueueCounts>
  facet(filter: QueueFilter, facet: Facet): Promise<FacetAnswer>
  hours(filter: QueueFilter, minutes: number): Promise<HoursAnswer>
  place(filter: QueueFilter, of: { issueId: number; banded: boolean }): Promise<ListPlace | null>
  reach(issueIds: readonly number[]): Promise<IssueReach[]>
  close(): Promise<void>
}

/** What preflight decides by, beside the clock: what a change of these tables leaves as it was is not asked again. */
const DECIDES = new Set([
  ...['account', 'approval', 'consent', 'contact', 'event', 'exposure', 'intervention', 'issue', 'object', 'outbox'],
  ...['playbook', 'resolution', 'setting', 'signal', 'source', 'suppression', 'treatability', 'trigger', '*'],
])

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './desk-worker.ts' : './desk-worker.js', import.meta.url)

/** The thread starts with the first question. */
export function createDesk({
  file,
  actor,
  clock,
  changes,
}: Pick<Workspace, 'file' | 'actor' | 'clock' | 'changes'>): Desk {
  const thread = threadOnDemand<DeskQuestion, DeskReply>(WORKER, { file })
  let turn = 0
  changes.subscribe('changed', ({ tables }) => {
    if (tables.some(table => DECIDES.has(table))) turn++
  })
  const who = () => {
    const now = clock.now()
    // Quiet hours begin by the clock, so no answer is kept for longer than a minute.
    return { actor, now, stamp: `${turn} ${Math.floor(now / MINUTE)}` }
  }
  return {
    list: async (filter, page) => (await thread.ask({ ask: 'list', filter, page, ...who() })) as QueueRow[],
    counts: async filter => (await thread.ask({ ask: 'counts', filter, ...who() })) as QueueCounts,
    facet: async (filter, facet) => (await thread.ask({ ask: 'facet', filter, facet, ...who() })) as FacetAnswer,
    hours: async (filter, minutes) => (await thread.ask({ ask: 'hours', filter, minutes, ...who() })) as HoursAnswer,
    place: async (filter, of) => (await thread.ask({ ask: 'place', filter, ...of, ...who() })) as ListPlace | null,
    reach: async issueIds => (await thread.ask({ ask: 'reach', issueIds, ...who() })) as IssueReach[],
    close: thread.stop,
  }
}
