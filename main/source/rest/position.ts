import type { PagingManifest } from '../../../shared/source/manifest.ts'
import { expressionOf, type Get, isTruthy } from '../../record/mapping/expression.ts'
import type { Placed } from './request.ts'

/** Where a walk stands. Plain JSON, because it is part of the cursor. */
export interface Position {
  token?: string
  url?: string
  offset?: number
  page?: number
  /** Ids of the last records before it, to notice that the list moved. */
  tail?: string[]
  /** Fingerprint of the page before it. */
  before?: string
  /** Records of the page before it: sources may give fewer than asked for, so only a page shorter than that is the last. */
  full?: number
}

/** What one page tells about the next. */
export interface Sight {
  value: unknown
  headers: Readonly<Record<string, string>>
  items: readonly unknown[]
  /** Ids of the items, as far as they have one. */
  ids: readonly string[]
}

export interface Turned {
  next: Position | null
  /** The last cursor, where it is to be kept for the next sync. */
  kept: string | null
}

/** How a walk goes from page to page by a manifest. */
export interface Pager {
  placed(position: Position | null): Placed
  turn(position: Position | null, sight: Sight): Turned
}

const END: Turned = { next: null, kept: null }

/** Makes the pager; the expressions were checked with the manifest. */
export function pagerOf(paging: PagingManifest): Pager {
  const size = 'size' in paging && paging.size ? [paging.size] : []
  const sizes = size.map(({ in: place, param, value }) => ({ in: place, param, value }))
  switch (paging.kind) {
    case 'none':
      return { placed: () => ({ set: [] }), turn: () => END }
    case 'cursor':
      return cursorPager(paging, sizes)
    case 'offset':
      return offsetPager(paging, sizes)
    case 'page':
      return numberPager(paging, sizes)
    case 'link':
      return {
        placed: position => ({ set: sizes, ...(position?.url === undefined ? {} : { url: position.url }) }),
        turn: (_position, { headers }) => {
          const url = nextLink(headers.link ?? '')
          return url === null ? END : { next: { url }, kept: null }
        },
      }
    case 'url': {
      const next = expressionOf(paging.next)
      const more = flag(paging.more)
      return {
        placed: position => ({ set: sizes, ...(position?.url === undefined ? {} : { url: position.url }) }),
        turn: (_position, { value }) => {
          const url = next(value)
          return typeof url === 'string' && url !== '' && more(value) ? { next: { url }, kept: null } : END
        },
      }
    }
  }
}

type Of<Kind extends PagingManifest['kind']> = Extract<PagingManifest, { kind: Kind }>
type Sizes = Placed['set']

/** Whether there is more, where the source says so; yes where it does not. */
function flag(text: string | undefined): (value: unknown) => boolean {
  if (text === undefined) return () => true
  const get: Get = expressionOf(text)
  return value => isTruthy(get(value))
}

function cursorPager(paging: Of<'cursor'>, sizes: Sizes): Pager {
  const next = paging.next === undefined ? null : expressionOf(paging.next)
  const last = paging.last === undefined ? null : expressionOf(paging.last)
  const more = flag(paging.more)
  const { in: place, param, replaces } = paging
  return {
    placed: position =>
      position?.token === undefined
        ? { set: sizes }
        : { set: [...sizes, { in: place, param, value: position.token }], without: replaces },
    turn(position, { value, items }) {
      const found = next ? next(value) : items.length > 0 ? last?.(items.at(-1)) : null
      const token = typeof found === 'string' || typeof found === 'number' ? String(found) : ''
      const kept = paging.keep ? token || (position?.token ?? null) : null
      return token !== '' && more(value) ? { next: { token }, kept } : { next: null, kept }
    },
  }
}

function offsetPager(paging: Of<'offset'>, sizes: Sizes): Pager {
  const total = paging.total === undefined ? null : expressionOf(paging.total)
  const { in: place, param, overlap, size } = paging
  return {
    placed: position => {
      const offset = Math.max(0, (position?.offset ?? 0) - (position?.tail?.length ?? 0))
      return { set: [...sizes, { in: place, param, value: offset }] }
    },
    turn(position, { value, ids }) {
      const back = position?.tail?.length ?? 0
      const records = distinct(ids)
      const offset = Math.max(0, (position?.offset ?? 0) - back) + records
      const all = total?.(value)
      if (records <= back) return END
      if (typeof all === 'number' ? offset >= all : records < (position?.full ?? 0)) return END
      const full = Math.min(records, size.value)
      return { next: { offset, tail: overlap === 0 ? [] : ids.slice(-overlap), full }, kept: null }
    },
  }
}

function numberPager(paging: Of<'page'>, sizes: Sizes): Pager {
  const more = flag(paging.more)
  const { in: place, param, first } = paging
  return {
    placed: position => ({ set: [...sizes, { in: place, param, value: position?.page ?? first }] }),
    turn(position, { value, items, ids }) {
      const page = position?.page ?? first
      const records = distinct(ids)
      // Where no size is asked for, pages may be of any length.
      const short = paging.size !== undefined && records < (position?.full ?? 0)
      if (items.length === 0 || (paging.more === undefined ? short : !more(value))) return END
      const full = Math.min(records, paging.size?.value ?? records)
      return { next: { page: page + 1, before: ids.join('\n'), full }, kept: null }
    },
  }
}

/** How many records there are: a server that stumbles tells some twice. One without an id counts as one of its own. */
const distinct = (ids: readonly string[]): number =>
  new Set(ids.filter(id => id !== '')).size + ids.filter(id => id === '').length

/**
 * The next page's address in a Link header (RFC 8288). Sentry gives one on the last page too and says `results="false"`.
 */
export function nextLink(header: string): string | null {
  for (const match of header.matchAll(/<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g)) {
    const parameters = match[2] ?? ''
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i.exec(parameters)
    const names = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
    if (names.includes('next') && !/;\s*results\s*=\s*"?false/i.test(parameters)) return match[1] ?? null
  }
  return null
}
