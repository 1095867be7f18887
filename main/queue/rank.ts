import type { QueueFilter } from '../../shared/model/queue.ts'
import { bandNumber } from '../../shared/priority.ts'
import type { IssueState, QueueView } from '../../shared/vocabulary.ts'

/** Which state a view shows, and whose issues: anybody's, this person's, or nobody's. */
export const VIEWS: Readonly<Record<QueueView, { state: IssueState; claimed: 'any' | 'mine' | 'nobody' }>> = {
  now: { state: 'open', claimed: 'any' },
  mine: { state: 'open', claimed: 'mine' },
  unclaimed: { state: 'open', claimed: 'nobody' },
  snoozed: { state: 'snoozed', claimed: 'any' },
  acting: { state: 'acting', claimed: 'any' },
  confirm: { state: 'acting', claimed: 'any' },
  undisturbed: { state: 'open', claimed: 'any' },
}

/** A cell of the counters that the database keeps. `claimedBy` is empty where nobody has it. */
export interface CountCell {
  state: string
  category: string
  band: number
  claimedBy: string
  n: number
}

/** Whether a cell belongs to a view. */
export function inView(cell: CountCell, view: QueueView, actor: string): boolean {
  const { state, claimed } = VIEWS[view]
  if (cell.state !== state) return false
  return claimed === 'any' || cell.claimedBy === (claimed === 'mine' ? actor : '')
}

export const ISSUE_INDEXES = [
  'issue_queue',
  'issue_queue_category',
  'issue_queue_band',
  'issue_queue_claim',
  'issue_to_confirm',
  'issue_undisturbed',
] as const
export type IssueIndex = (typeof ISSUE_INDEXES)[number]

/**
 * The index whose entries a filtered list would walk the fewest of, and how many issues match: with none, nothing has
 * to be read. Every index is in order of priority, so none of them needs a sort.
 */
export function chooseIndex(
  cells: readonly CountCell[],
  filter: Pick<QueueFilter, 'view' | 'category' | 'band'>,
  actor: string,
): { index: IssueIndex; matching: number } {
  const { view, category, band } = filter
  const { state, claimed } = VIEWS[view]
  const total = (keep: (cell: CountCell) => boolean) =>
    cells.reduce((n, cell) => (cell.state === state && keep(cell) ? n + cell.n : n), 0)
  const isCategory = (cell: CountCell) => category === undefined || cell.category === category
  const isBand = (cell: CountCell) => band === undefined || cell.band === bandNumber(band)
  const isClaim = (cell: CountCell) => inView(cell, view, actor)
  const walks: [IssueIndex, number][] = [['issue_queue', total(() => true)]]
  if (category !== undefined) walks.push(['issue_queue_category', total(isCategory)])
  if (band !== undefined) walks.push(['issue_queue_band', total(isBand)])
  if (claimed !== 'any') walks.push(['issue_queue_claim', total(isClaim)])
  // Among two that are level the later one wins: it is the narrower index, and proves the filter alone.
  const [index] = walks.reduce((best, walk) => (walk[1] <= best[1] ? walk : best))
  return { index, matching: total(cell => isCategory(cell) && isBand(cell) && isClaim(cell)) }
}
