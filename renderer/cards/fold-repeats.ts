import type { TimelineEntry } from '../../shared/model/account.ts'
import { DAY } from '../../shared/trigger/duration.ts'

export interface Folded {
  /** The newest of the identical entries. */
  entry: TimelineEntry
  times: number
}

/** Folds consecutive identical entries within a day of each other into one with a number. Keeps their order. */
export function foldRepeats(entries: readonly TimelineEntry[]): Folded[] {
  const folded: (Folded & { last: number })[] = []
  for (const entry of entries) {
    const before = folded.at(-1)
    const same =
      before?.entry.title === entry.title &&
      before.entry.detail === entry.detail &&
      before.entry.kind === entry.kind &&
      Math.abs(before.last - entry.at) < DAY
    if (before && same) {
      before.times += 1
      before.last = entry.at
    } else folded.push({ entry, times: 1, last: entry.at })
  }
  return folded.map(({ entry, times }) => ({ entry, times }))
}
