import type { TriggerActivity } from '../../../shared/trigger/backtest.ts'
import { count, plural } from '../../parts/number.ts'

type Held = Pick<TriggerActivity, 'heldToday' | 'heldThisWeek'>

const byCap = (cap: number | undefined): string =>
  cap === undefined ? 'by a daily cap' : `by the daily cap of ${count(cap)}`

/** `12 held back today by the daily cap of 50`; null where nothing is. */
export const heldToday = (held: Held | null | undefined, cap: number | undefined): string | null =>
  held && held.heldToday > 0 ? `${count(held.heldToday)} held back today ${byCap(cap)}` : null

/** How much a daily cap holds back, today and in the last 7 days, and when it fires; null where it holds back nothing. */
export function heldWords(held: Held | null | undefined, cap: number | undefined): string | null {
  if (!held || held.heldThisWeek === 0) return null
  const today = heldToday(held, cap)
  const week = `${plural(held.heldThisWeek, 'account')} in the last 7 days`
  if (today === null) return `No accounts are held back today ${byCap(cap)}. The cap held back ${week}.`

  const more = held.heldThisWeek > held.heldToday ? ` The cap held back ${week}.` : ''
  return `${today}. From midnight (UTC) they fire up to the cap, if the condition still holds.${more}`
}
