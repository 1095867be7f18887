import type { WriteDb } from '../../cache/db.ts'
import type { Kept } from './keep-page.ts'

/** Some rows of a page that one transaction keeps. */
export interface Part {
  size: number
  keep(tx: WriteDb): Kept
}

/** Rows cut into parts of at most `batch`. */
export function inBatches<T>(
  all: readonly T[],
  batch: number,
  keep: (tx: WriteDb, some: readonly T[]) => Kept,
): Part[] {
  const parts: Part[] = []
  for (let from = 0; from < all.length; from += batch) {
    const some = all.slice(from, from + batch)
    parts.push({ size: some.length, keep: tx => keep(tx, some) })
  }
  return parts
}

/** Parts in as few jobs as their size allows, in order; at least one job, for the cursor. */
export function packed(parts: readonly Part[], batch: number): Part[][] {
  const jobs: Part[][] = [[]]
  let size = 0
  for (const part of parts) {
    if (size + part.size > batch && size > 0) {
      jobs.push([])
      size = 0
    }
    jobs.at(-1)?.push(part)
    size += part.size
  }
  return jobs
}
