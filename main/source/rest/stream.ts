import { mapItems } from '../../record/mapping/map-items.ts'
import { UnclearItem } from '../../record/mapping/unclear-item.ts'
import { type ConnectedStream, type Page, SourceFailure, type StreamAsk } from '../../record/page.ts'
import { type FreshState, type HistoryState, readFresh, readHistory, type Walk } from './cursor.ts'
import type { StreamPlan } from './plan.ts'
import { type Step, walkPages } from './walk.ts'

/** A stream of a manifest as the sync reads it. */
export function createStream(plan: StreamPlan): ConnectedStream {
  const { name, record, priority, fills, brings, uses } = plan
  return {
    name,
    record,
    priority,
    fills,
    brings,
    reads: { uses, written: 'manifest' },
    ...(plan.complete && { complete: plan.complete }),
    canBackfill: plan.backfill !== null,
    ...(plan.stated !== null && { lag: plan.stated }),
    pages: ask => (ask.part === 'fresh' ? fresh(plan, ask) : history(plan, ask)),
  }
}

/**
 *   nothing known ─▶ walk from the oldest (or from where history begins) ─▶ everything up to `since` is there
 *   since ─▶ walk from since − overlap, window by window ─▶ a later since
 *
 * A manifest that was changed ─▶ nothing known.
 *
 * A crash goes on with the page after the last one that was kept.
 */
async function* fresh(plan: StreamPlan, ask: StreamAsk): AsyncGenerator<Page> {
  const now = plan.wall()
  const limit = now - plan.lag
  const kept = readFresh(ask.cursor)
  let state = kept?.by === plan.mark ? kept : begin(plan, now)
  if (isEarly(plan, state, now)) return
  // Until its first page is kept, the old cursor stands, and a crash begins again once more.
  let anew = state !== kept && ask.cursor !== null
  let reached: number | null = null
  for (;;) {
    const walk: Walk = state.walk ?? firstWalk(plan, state, now, limit, reached)
    const isWhole = plan.complete !== null && walk.at === null && walk.parent === null && walk.since === 0
    let isFirst = walk.at === null && walk.parent === null && walk.since === 0
    let server = Number.POSITIVE_INFINITY
    for await (const step of walkOn(plan, walk, ask)) {
      server = Math.min(server, step.serverNow)
      state = step.done ? finished(plan, state, step, server) : { ...state, walk: step.walk }
      if (step.done && isWhole) state = { ...state, full: plan.wall() }
      yield { ...pageOf(plan, step, state), ...(anew && { anew }), ...(isWhole && { full: true }), isFirst }
      anew = false
      isFirst = false
    }
    reached = walk.until
    if (plan.window === null || reached >= limit) return
  }
}

/** What was read whole not long ago rests; a walk that was cut off does not. */
const isEarly = ({ every }: StreamPlan, { walk, at }: FreshState, now: number): boolean =>
  every !== null && walk === null && at !== null && at <= now && now - at < every

/** Goes on where a walk stood. Cursors of sources expire; then its stretch is walked from the beginning. */
async function* walkOn(plan: StreamPlan, walk: Walk, ask: StreamAsk): AsyncGenerator<Step> {
  let come = false
  try {
    for await (const step of walkPages(plan, walk, ask)) {
      come = true
      yield step
    }
  } catch (error) {
    const stood = walk.at !== null || walk.parent !== null
    if (come || !stood || !(error instanceof SourceFailure) || !isRefusal(error)) throw error
    ask.say('the source no longer knows the last position, so this window is read again from its start')
    yield* walkPages(plan, { ...walk, at: null, parent: null, count: 0 }, ask)
  }
}

const isRefusal = ({ failure: { kind } }: SourceFailure): boolean => kind === 'invalid' || kind === 'not_found'

function begin(plan: StreamPlan, now: number): FreshState {
  const back = plan.backfill?.fresh ?? plan.oldest
  return {
    v: 1,
    by: plan.mark,
    from: back === null ? 0 : now - back,
    since: null,
    at: null,
    full: null,
    token: null,
    walk: null,
  }
}

function firstWalk(plan: StreamPlan, state: FreshState, now: number, limit: number, reached: number | null): Walk {
  const oldest = plan.oldest === null ? 0 : now - plan.oldest
  const missed = plan.reread !== null && state.at !== null && now - state.at > plan.reread
  const whole = plan.complete?.every ?? null
  const isDue = whole !== null && (state.full === null || now - state.full >= whole)
  const known = state.since === null || missed || isDue ? state.from : Math.max(state.since - plan.overlap, oldest, 0)
  const since = plan.incremental ? (reached ?? known) : 0
  const until = plan.window === null ? limit : Math.min(since + plan.window, limit)
  const at = plan.keep && state.token !== null ? { token: state.token } : null
  return { since, until: Math.max(until, since), at, parent: null, newest: null, count: 0 }
}

/** The walk is done: from here on, only what is newer is asked for. */
function finished(plan: StreamPlan, state: FreshState, { walk, kept }: Step, server: number): FreshState {
  // By the server's clock: where ours is ahead, what it writes in between would be skipped.
  const end = Math.min(walk.until, server === Number.POSITIVE_INFINITY ? walk.until : server)
  const come = plan.timeOf && plan.window === null ? walk.newest : end
  const since = come === null ? state.since : Math.max(state.since ?? 0, come)
  return { ...state, since, at: plan.wall(), token: kept ?? state.token, walk: null }
}

/** From where the fresh data begin, window by window into the past. */
async function* history(plan: StreamPlan, ask: StreamAsk): AsyncGenerator<Page> {
  let state = readHistory(ask.cursor) ?? beginHistory(plan, ask)
  if (!state || !plan.backfill) return
  while (state.until > state.floor) {
    const since = Math.max(state.floor, state.until - plan.backfill.window)
    const walk: Walk = state.walk ?? { since, until: state.until, at: null, parent: null, newest: null, count: 0 }
    for await (const step of walkOn(plan, walk, ask)) {
      state = step.done ? { ...state, until: walk.since, walk: null } : { ...state, walk: step.walk }
      yield pageOf(plan, step, state)
    }
  }
}

function beginHistory(plan: StreamPlan, ask: StreamAsk): HistoryState | null {
  const anchor = readFresh(ask.anchor)
  if (!anchor || !plan.backfill) return null
  return { v: 1, until: anchor.from, floor: Math.max(0, plan.wall() - plan.backfill.history), walk: null }
}

/** The items of a list within each item, which they have as `_parent`. */
export function innerItems(each: StreamPlan['each'], items: readonly unknown[]): readonly unknown[] {
  if (each === null) return items
  return items.flatMap(item => {
    if (item instanceof UnclearItem) return [item]
    const inner = each(item)
    if (!Array.isArray(inner)) return []
    return inner.map(one => (typeof one === 'object' && one !== null ? { ...one, _parent: item } : one))
  })
}

/** What a page of a walk hands over. */
function pageOf(plan: StreamPlan, step: Step, state: FreshState | HistoryState): Page {
  const items = innerItems(plan.each, step.items)
  const line = Math.max(1, step.walk.count - step.items.length + 1)
  const warning = step.warning === null ? {} : { warning: step.warning }
  return { ...mapItems(plan.mapper, items, line), cursor: JSON.stringify(state), bytes: step.bytes, ...warning }
}
