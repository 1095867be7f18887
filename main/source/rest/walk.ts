import { UnclearItem } from '../../record/mapping/unclear-item.ts'
import { SourceFailure, type StreamAsk } from '../../record/page.ts'
import type { AskOptions } from './ask.ts'
import type { Walk } from './cursor.ts'
import { ignoredTime } from './ignored-time.ts'
import { createCircleGuard, type LoopGuard } from './loop.ts'
import type { Fetched, ReadPage } from './pages.ts'
import type { StreamPlan } from './plan.ts'
import type { Position } from './position.ts'
import type { Scope } from './template.ts'

/** One page of a walk, with where the walk stands after it. */
export interface Step {
  items: readonly unknown[]
  bytes: number
  walk: Walk
  /** The walk has come to its end. */
  done: boolean
  /** The source's last cursor, where it is kept. */
  kept: string | null
  serverNow: number
  /** The source gave what it was not asked for, in words. */
  warning: string | null
}

export type WalkOptions = Pick<StreamAsk, 'signal' | 'say' | 'most'> & Pick<AskOptions, 'largest'>

/** Goes through all pages of a stretch of time, one at a time. */
export function walkPages(plan: StreamPlan, start: Walk, options: WalkOptions): AsyncGenerator<Step> {
  return plan.parent ? parents(plan, plan.parent, start, options) : pages(plan, start, options)
}

const scopeOf = (plan: StreamPlan, walk: Walk): Scope => ({
  since: plan.writeTime(walk.since),
  until: plan.writeTime(walk.until),
})

async function* pages(plan: StreamPlan, start: Walk, options: WalkOptions): AsyncGenerator<Step> {
  let guard = createCircleGuard()
  let walk = start
  for (;;) {
    const got = await fetchPage(plan, scopeOf(plan, walk), walk.at, options)
    watchLoop(plan, guard, got)
    const after = advance(plan, walk, got)
    const { items, bytes, kept, serverNow } = got
    const warning = ignoredTime(plan, walk.since, got.listed)
    yield { items, bytes, kept, serverNow, warning, walk: after ?? counted(plan, walk, got), done: after === null }
    if (after === null) return
    // A query that begins again may give cursors that the one before it gave.
    if (after.at === null) guard = createCircleGuard()
    walk = after
  }
}

async function* parents(plan: StreamPlan, read: ReadPage, start: Walk, options: WalkOptions): AsyncGenerator<Step> {
  const guard = createCircleGuard()
  let walk = start
  let at: Position | null = walk.parent
  for (;;) {
    const list = await read(scopeOf(plan, walk), at, options)
    watchLoop(plan, guard, list)
    for (const parent of list.items) {
      for await (const got of children(plan, walk, parent, options)) {
        walk = { ...counted(plan, walk, got), parent: at }
        const { items, bytes, serverNow } = got
        yield { items, bytes, serverNow, kept: null, warning: null, walk, done: false }
      }
    }
    const { bytes, serverNow, next } = list
    walk = { ...walk, parent: next }
    yield { items: [], bytes, serverNow, kept: null, warning: null, walk, done: next === null }
    if (next === null) return
    at = next
  }
}

async function* children(
  plan: StreamPlan,
  walk: Walk,
  parent: unknown,
  options: WalkOptions,
): AsyncGenerator<Detailed> {
  const guard = createCircleGuard()
  let at: Position | null = null
  for (;;) {
    const got = await fetchPage(plan, { ...scopeOf(plan, walk), parent }, at, options)
    watchLoop(plan, guard, got)
    yield { ...got, items: got.items.map(item => withParent(item, parent)) }
    if (got.next === null || isKnown(plan, walk, got)) return
    at = got.next
  }
}

const withParent = (item: unknown, parent: unknown): unknown =>
  typeof item === 'object' && item !== null && !(item instanceof UnclearItem) ? { ...item, _parent: parent } : item

/** A page whose items may have been replaced by their details. */
interface Detailed extends Fetched {
  /** As the list has them: its times say how far the walk has come. */
  listed: readonly unknown[]
}

async function fetchPage(plan: StreamPlan, scope: Scope, at: Position | null, options: WalkOptions): Promise<Detailed> {
  const got = await plan.page(scope, at, options)
  const wanted = options.most === undefined ? got.items : got.items.slice(0, options.most)
  const items = plan.detail ? await plan.detail(wanted, scope, options) : wanted
  return { ...got, items, listed: got.items }
}

/** Where the walk goes on; null at its end. */
function advance(plan: StreamPlan, walk: Walk, got: Detailed): Walk | null {
  const next = counted(plan, walk, got)
  if (plan.most !== null && next.count >= plan.most && got.listed.length > 0) return anew(plan, walk, next)
  if (got.next === null || isKnown(plan, walk, got)) return null
  return { ...next, at: got.next }
}

/** The source gives no more for one query: another begins where this one has come to. */
function anew(plan: StreamPlan, walk: Walk, next: Walk): Walk {
  if (next.newest !== null && next.newest > walk.since) return { ...next, since: next.newest, at: null, count: 0 }
  throw new SourceFailure({
    kind: 'invalid',
    what: `${plan.about} has more records with the same time than one request returns.`,
    why: `The source returns ${plan.most}, all with the same time.`,
    todo: 'Narrow the request in the manifest.',
  })
}

/** From newest to oldest: a page on which everything is known already is the last that matters. */
function isKnown(plan: StreamPlan, walk: Walk, got: Detailed): boolean {
  const { timeOf } = plan
  if (!plan.newestFirst || !timeOf || got.listed.length === 0) return false
  return got.listed.every(item => {
    const at = timeOf(item)
    return at !== null && at < walk.since
  })
}

function counted({ timeOf }: StreamPlan, walk: Walk, got: Detailed): Walk {
  let newest = walk.newest
  if (timeOf) {
    for (const item of got.listed) {
      const at = timeOf(item)
      // What claims to be of the future (a clock that is ahead) must not let us skip what comes before it.
      if (at !== null && at <= got.serverNow && (newest === null || at > newest)) newest = at
    }
  }
  return { ...walk, newest, count: walk.count + got.listed.length }
}

function watchLoop(plan: StreamPlan, guard: LoopGuard, { next, ids }: Fetched): void {
  if (!guard.turns(next?.token ?? next?.url ?? '', ids.join('\n'))) return
  throw new SourceFailure({
    kind: 'conflict',
    what: `${plan.about} repeats its pages.`,
    why: 'The source sends the same cursor or the same page again and again, so the list never ends.',
    todo: 'The rows read so far are kept. Sync again later; if the problem remains, check “paging” in the manifest.',
  })
}
