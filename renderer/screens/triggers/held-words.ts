import type { TriggerActivity } from '../../../shared/trigger/backtest.ts'
import { count, plural } from '../../parts/number.ts'

type Held = Pick<TriggerActivity, 'heldToday' | 'heldThisWeek'>

const byCap = (cap: number | undefined): string =>
  cap === undefined ? 'by a daily cap' : `by the daily cap of ${count(cap)}`

/** `12 held back today by the daily cap of 50`; null where nothing is. */
export const heldToday = (held: Held | undefined, cap: number | undefined): string | null =>
  held && held.heldToday > 0 ? `${count(held.heldToday)} held back today ${byCap(cap)}` : null

/** What a cap holds back, what becomes of it, and how it was in the last days; null where nothing was. */
export function heldWords(held: Held | undefined, cap: number | undefined): string | null {
  if (!held || held.heldThisWeek === 0) return null
  const today = heldToday(held, cap)
  const week = `${plural(held.heldThisWeek, 'account')} in the last 7 days`
  if (today === null) return `Nothing is held back today ${byCap(cap)}; it held back ${week}.`
  const more = held.heldThisWeek > held.heldToday ? ` It held back ${week}.` : ''
  return `${today}. From midnight (UTC) on as many fire as the cap has room for, where the condition still holds.${more}`
}
