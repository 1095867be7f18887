import { DAY } from '../../../shared/trigger/duration.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { Firing, Judged, TriggerPlan } from './judged.ts'

const firedOn = (trigger: string, day: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM signal WHERE trigger_id = ? AND fired_at >= ? AND fired_at < ?
       AND (cleared_at IS NULL OR cleared_at >= fired_at)`,
    [trigger, day * DAY, (day + 1) * DAY],
  )

/**
 * Lets each capped trigger fire only as often as its day has room for. Accounts come in order of id; those that are held
 * back are written down and looked at again when the next day begins.
 */
export function capFirings(
  tx: WriteDb,
  capped: readonly TriggerPlan[],
  judged: Judged,
  now: number,
): { fired: Firing[]; held: number; due: Judged['due'] } {
  const caps = new Map(capped.map(plan => [plan.id, plan.dailyCap ?? 0]))
  const room = new Map<string, number>()
  const due = new Map(judged.due.map(one => [one.accountId, one.at]))
  let held = 0
  const fired = judged.fired.filter(({ triggerId, accountId, at }) => {
    const cap = caps.get(triggerId)
    if (cap === undefined) return true
    const day = Math.floor(at / DAY)
    const place = `${triggerId} ${day}`
    const left = room.get(place) ?? cap - (tx.get(firedOn(triggerId, day))?.n ?? 0)
    room.set(place, Math.max(0, left - 1))
    if (left > 0) return true
    held += tx.run(
      statement('INSERT INTO held_back VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [triggerId, day, accountId]),
    ).changes
    const next = (Math.floor(now / DAY) + 1) * DAY
    const known = due.has(accountId) ? due.get(accountId) : tx.get(dueOf(accountId))?.at
    due.set(accountId, known === undefined || known === null ? next : Math.min(known, next))
    return false
  })
  return { fired, held, due: [...due].map(([accountId, at]) => ({ accountId, at })) }
}

const dueOf = (account: number) => query<{ at: number }>('SELECT at FROM due WHERE account_id = ?', [account])
