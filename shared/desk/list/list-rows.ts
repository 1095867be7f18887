import type { QueueFilter, QueueRow } from '../../model/queue.ts'
import { BANDS } from '../../vocabulary.ts'
import { isShaped } from '../pick.ts'

/** The most rows that a file of the list holds. */
export const MOST_LISTED = 10_000
/** Rows that the engine answers at once. */
const CHUNK = 500
/** Issues that a filter names at once. */
const NAMED = 1_000

/** What a person takes out of the list: all that it shows, or the issues that are selected in it. */
export interface ListAsk {
  filter: QueueFilter
  /** The list is cut into sections by due date, one below the other. */
  banded: boolean
  /** The selected issues, in any order; null for the whole list. */
  issueIds: readonly number[] | null
}

type Ask = (input: QueueFilter & { offset: number; limit: number }) => Promise<QueueRow[]>
/** The two calls that answer a list. */
export interface ListCalls {
  queue: { list: Ask }
  worklist: { rows: Ask }
}

/** All rows of one filter in the order of the list, at most `MOST_LISTED`. */
async function allRows({ queue, worklist }: ListCalls, filter: QueueFilter, banded: boolean): Promise<QueueRow[]> {
  const ask = isShaped(filter) ? worklist.rows : queue.list
  const rows: QueueRow[] = []
  for (const part of banded ? BANDS.map(band => ({ band })) : [{}])
    for (let offset = 0; rows.length < MOST_LISTED; offset += CHUNK) {
      const read = await ask({ ...filter, ...part, offset, limit: CHUNK })
      rows.push(...read)
      if (read.length < CHUNK) break
    }
  return rows.slice(0, MOST_LISTED)
}

/**
 * The rows of the list in the order in which it shows them. A selection brings the selected issues that the list still
 * holds, each as a row of its own; one that has left the list since is not among them.
 */
export async function readList(calls: ListCalls, { filter, banded, issueIds }: ListAsk): Promise<QueueRow[]> {
  if (issueIds === null) return allRows(calls, filter, banded)
  const { group: _, ...single } = filter
  const rows: QueueRow[] = []
  for (let at = 0; at < issueIds.length; at += NAMED) {
    const named = issueIds.slice(at, at + NAMED)
    rows.push(...(await allRows(calls, { ...single, pick: { ...filter.pick, issueIds: named } }, banded)))
  }
  return rows
}
