import { isDeepStrictEqual } from 'node:util'
import type { PagingManifest } from '../../../shared/source/manifest.ts'
import type { Get } from '../../record/mapping/expression.ts'
import { SourceFailure } from '../../record/page.ts'
import type { AskOptions, AskSource } from './ask.ts'
import { unclear } from './judge.ts'
import { type Pager, type Position, pagerOf } from './position.ts'
import type { MakeRequest, Placed } from './request.ts'
import type { Scope } from './template.ts'
import { setUnclearAside } from './unclear.ts'

/** One page of a list. */
export interface Fetched {
  items: unknown[]
  ids: string[]
  next: Position | null
  kept: string | null
  bytes: number
  /** The server's clock, UTC ms. */
  serverNow: number
}

export interface PageReading {
  paging: PagingManifest
  make: MakeRequest
  select: Get
  /** As written, for messages. */
  selectText: string
  ask: AskSource
  /** An item's own id; empty where it has none. */
  identify(item: unknown): string
  /** Words of the source and the stream, for messages. */
  about: string
  /** Addresses that the source gives must begin with this. */
  origin: string
  /** Parameter of the query that carries a credential and must not end up in a cursor. */
  secretParameter: string | null
  absent: readonly number[]
  /** Its items become records, so one of them can be set aside. False: something is asked for each of them. */
  isRows: boolean
}

export type ReadPage = (
  scope: Scope,
  position: Position | null,
  options: Omit<AskOptions, 'absent'>,
) => Promise<Fetched>

/**
 * Reads a list page by page. Where pages are counted, records move from one to another while the list changes, and one
 * that moves towards the beginning would be missed; so some are read twice, and what has moved is fetched again.
 */
export function pageReader(reading: PageReading): ReadPage {
  const pager = pagerOf(reading.paging)
  const read: ReadPage = (scope, position, options) => readPage(reading, pager, scope, position, options)
  if (reading.paging.kind === 'offset') return anchored(reading.paging.size.value, read)
  return reading.paging.kind === 'page' && !reading.paging.stable ? readTwice(reading.paging.first, read) : read
}

/** The page must begin with the records that the one before it ended with; else that one is fetched again. */
function anchored(size: number, read: ReadPage): ReadPage {
  return async (scope, position, options) => {
    const page = await read(scope, position, options)
    const tail = position?.tail ?? []
    const { length } = tail
    if (tail.every((id, at) => page.ids[at] === id))
      return { ...page, items: page.items.slice(length), ids: page.ids.slice(length) }
    const again = await read(scope, { offset: Math.max(0, (position?.offset ?? 0) - size) }, options)
    return joined(again, page)
  }
}

/** After a page, the one before it is looked at again: what slid into it from this one meanwhile is new there. */
function readTwice(first: number, read: ReadPage): ReadPage {
  return async (scope, position, options) => {
    const page = await read(scope, position, options)
    if (position?.page === undefined || position.page <= first || position.before === undefined) return page
    const again = await read(scope, { page: position.page - 1 }, options)
    return again.ids.join('\n') === position.before ? { ...page, bytes: page.bytes + again.bytes } : joined(again, page)
  }
}

/** What was fetched again, and the page after it, from which the walk goes on. */
const joined = (again: Fetched, page: Fetched): Fetched => ({
  ...page,
  bytes: again.bytes + page.bytes,
  items: [...again.items, ...page.items],
  ids: [...again.ids, ...page.ids],
})

async function readPage(
  reading: PageReading,
  pager: Pager,
  scope: Scope,
  position: Position | null,
  options: Omit<AskOptions, 'absent'>,
): Promise<Fetched> {
  const placed = sameOrigin(reading, pager.placed(position))
  const request = reading.make(scope, placed)
  if (!request) return { items: [], ids: [], next: null, kept: null, bytes: 0, serverNow: Number.POSITIVE_INFINITY }
  // Some sources answer the page after the last with 404.
  const counted = (position?.page ?? position?.offset) !== undefined
  const absent = counted ? [...reading.absent, 404] : reading.absent
  const answer = await reading.ask(request, { ...options, absent })
  if (!answer.found)
    return { items: [], ids: [], next: null, kept: null, bytes: 0, serverNow: Number.POSITIVE_INFINITY }
  const items = listOf(reading, answer.value)
  const ids = items.map(reading.identify)
  const turn = () => turned(reading, () => pager.turn(position, { ...answer, items, ids }))
  const { next, kept } = turn()
  let clear: unknown[] | null = items
  if (answer.repeated !== null) {
    clear = reading.isRows ? setUnclearAside(answer.value, answer.repeated, items) : null
    // The cursor may be a value of the last row, and that may be the one that is repeated.
    if (clear === null || !isDeepStrictEqual(turn(), { next, kept })) throw unclear(reading.about, answer.repeated)
  }
  return {
    items: clear,
    ids,
    next: absolute(reading, request.url, next),
    kept,
    bytes: answer.bytes,
    serverNow: answer.serverNow,
  }
}

function listOf({ select, selectText, about }: PageReading, value: unknown): unknown[] {
  const found = turned({ about }, () => select(value))
  if (Array.isArray(found)) return found
  if (typeof found === 'object' && found !== null) return [found]
  const has =
    typeof value === 'object' && value !== null
      ? `The answer has: ${Object.keys(value).slice(0, 12).join(', ') || 'nothing'}.`
      : `The answer is ${value === null ? 'empty' : `a ${typeof value}`}.`
  throw new SourceFailure({
    kind: 'invalid',
    what: `${about} sent an answer without a list at “${selectText}”.`,
    why: has,
    todo: 'Correct “select” in the manifest, or check what the source sends. No data was lost.',
  })
}

/** An expression over a whole answer that cannot be worked out. */
function turned<T>({ about }: { about: string }, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof SourceFailure) throw error
    throw new SourceFailure({
      kind: 'invalid',
      what: `An expression in the manifest does not work with the answer from ${about}.`,
      why: `${error instanceof Error ? error.message : String(error)}.`,
      todo: 'Correct the manifest. No data was lost.',
    })
  }
}

/** Credentials go to the source itself only, wherever its answer points. */
function sameOrigin({ origin, about }: PageReading, placed: Placed): Placed {
  if (placed.url === undefined || new URL(placed.url).origin === origin) return placed
  throw new SourceFailure({
    kind: 'refused',
    what: `${about} names another server for its next page.`,
    why: `${new URL(placed.url).host} is not the address of this source and would receive its credentials.`,
    todo: 'Check the address of this source. No data was lost.',
  })
}

function absolute({ secretParameter, about }: PageReading, from: string, next: Position | null): Position | null {
  if (next?.url === undefined) return next
  if (!URL.canParse(next.url, from))
    throw new SourceFailure({
      kind: 'invalid',
      what: `${about} gives an invalid address for its next page.`,
      why: 'The address is not a valid URL.',
      todo: 'Correct “paging” in the manifest. No data was lost.',
    })
  const url = new URL(next.url, from)
  if (secretParameter !== null) url.searchParams.delete(secretParameter)
  return { ...next, url: url.href }
}
