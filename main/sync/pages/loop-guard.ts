import type { Page } from '../../record/page.ts'
import { idHash } from '../../record/repeats.ts'

/** A server may repeat a page when it stumbles; the same one this often is a circle. */
const MOST_REPEATS = 5
/** Empty pages say little, and a filter may leave many of them. */
const MOST_EMPTY = 200
/** Pages that are remembered, at some 50 bytes each; a circle larger than this is caught by the deadline. */
const REMEMBERED = 100_000

/** Says whether a pass goes round in circles: the same page with the same cursor, again and again. */
export function createLoopGuard(): (page: Page) => boolean {
  const seen = new Map<number, number>()
  return page => {
    const { records, misfits, gone } = page
    const ids = records.map(({ record }) => record.externalId).join('\n')
    const rest = [...misfits.map(({ raw }) => raw), ...gone.map(({ externalId }) => externalId)].join('\n')
    const hash = idHash(`${page.cursor}\u0000${page.bytes}\u0000${ids}\u0000${rest}`)
    const times = (seen.get(hash) ?? 0) + 1
    if (times > 1 || seen.size < REMEMBERED) seen.set(hash, times)
    return times > (records.length + misfits.length + gone.length > 0 ? MOST_REPEATS : MOST_EMPTY)
  }
}
