import { type Bound, bind, detect, holdsAt, nextChange } from '../language/detect.ts'
import { endedBetween, missedBetween } from '../language/missed.ts'
import type { AccountFacts, ObjectFact } from '../meter/rows.ts'
import type { AccountRow, Fired, Judged, SignalRow, TriggerPlan } from './judged.ts'
import type { Moments } from './read-facts.ts'

/** What a trigger is asked about: an account, or one of its objects. */
interface Subject {
  bound: Bound
  closing: Bound | null
  object: ObjectFact | null
}

function subjectsOf({ condition, close, each }: TriggerPlan, facts: AccountFacts): Subject[] {
  const about = (own: AccountFacts, object: ObjectFact | null): Subject => ({
    bound: bind(condition, own),
    closing: close && bind(close, own),
    object,
  })
  if (each === null) return [about(facts, null)]
  return (facts.objects?.get(each) ?? [])
    .toSorted((a, b) => a.id - b.id)
    .map(object => about({ ...facts, self: object }, object))
}

/** Fired later than it was cleared: the clock was set back in between, and that future did not come. */
const isUndone = ({ fired_at, cleared_at }: SignalRow): boolean => cleared_at !== null && cleared_at < fired_at

/** When a trigger may fire again: one cooldown after it last fired. */
function restedAt(own: readonly SignalRow[], cooldown: number, now: number): number {
  const fired = own.filter(row => row.fired_at <= now && !isUndone(row)).map(row => row.fired_at)
  return Math.max(Number.NEGATIVE_INFINITY, ...fired) + cooldown
}

/** Judges one account: what fired, and (into `judged`) what is over, holds again, and when to look again. */
export function judgeOne(
  judged: Judged,
  plans: readonly TriggerPlan[],
  account: AccountRow,
  facts: AccountFacts,
  signals: readonly SignalRow[],
  { from, now }: Moments,
): Fired[] {
  // Who has left cannot be kept from trouble any more: nothing holds for them.
  const left = account.churned_at !== null && account.churned_at <= now
  let due = left ? null : account.churned_at
  const look = (at: number | null) => {
    if (at !== null && (due === null || at < due)) due = at
  }
  const fired: Fired[] = []
  // Open, or cleared at a moment that the clock has gone back behind.
  const live = new Set(signals.filter(row => row.cleared_at === null || row.cleared_at > now).map(row => row.id))
  for (const plan of left ? [] : plans) {
    const ofPlan = signals.length === 0 ? signals : signals.filter(row => row.trigger_id === plan.id)
    for (const { bound, closing, object } of subjectsOf(plan, facts)) {
      const own = ofPlan.filter(row => row.object === (object?.id ?? null))
      const holds = holdsAt(bound, now)
      const over = closing ? holdsAt(closing, now) : !holds
      // Only the first change of all triggers counts: none is looked for beyond the nearest one so far.
      look(nextChange(bound, now, due ?? undefined))
      if (closing) look(nextChange(closing, now, due ?? undefined))
      const open =
        own.find(row => row.cleared_at === null) ??
        own.find(row => row.fired_at <= now && row.cleared_at !== null && row.cleared_at > now)
      let since = Math.max(from, plan.since, open?.fired_at ?? from)
      const ended = open?.cleared_at === null && since < now ? endedBetween(bound, closing, since, now) : null
      if (open && ended !== null) {
        live.delete(open.id)
        judged.cleared.push({ id: open.id, at: ended })
        since = ended
      } else if (open) {
        if (over) continue
        live.delete(open.id)
        if (open.cleared_at !== null) judged.reopened.push(open.id)
        if (open.fired_at > now) judged.early.push(open.id)
        continue
      }
      let rested = restedAt(own, plan.cooldown, now)
      const fire = (at: number, clearedAt: number | null) => {
        const { holds: _, ...evidence } = detect(bound, at)
        const about = object && { object: { id: object.id, kind: plan.each ?? '', externalId: object.externalId } }
        fired.push({ plan, bound, accountId: account.id, at, clearedAt, evidence: { ...evidence, ...about } })
        rested = at + plan.cooldown
        return clearedAt === null
      }
      const missed = since < now ? missedBetween(bound, closing, since, now) : []
      let isOpen = false
      for (const { at, to } of missed) {
        const begins = Math.max(at, rested)
        if (begins < (to ?? now)) isOpen = fire(begins, to)
      }
      if (isOpen || !holds || over) continue
      if (rested > now) look(rested)
      else fire(now, null)
    }
  }
  for (const id of live) judged.cleared.push({ id, at: now })
  if (due !== account.due) judged.due.push({ accountId: account.id, at: due })
  return fired
}
