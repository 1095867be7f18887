import { DAY } from '../../../shared/trigger/duration.ts'
import { query, statement, type WriteDb } from '../../cache/db.ts'
import type { Firing, Judged, TriggerPlan } from './gather.ts'

const firedOn = (trigger: string, day: number) =>
  query<{ n: number }>('SELECT count(*) AS n FROM signal WHERE trigger_id = ? AND fired_at >= ? AND fired_at < ?', [
    trigger,
    day * DAY,
    (day + 1) * DAY,
  ])

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
  const day = Math.floor(now / DAY)
  const room = new Map(capped.map(plan => [plan.id, (plan.dailyCap ?? 0) - (tx.get(firedOn(plan.id, day))?.n ?? 0)]))
  const due = new Map(judged.due.map(one => [one.accountId, one.at]))
  let held = 0
  const fired = judged.fired.filter(({ triggerId, accountId }) => {
    const left = room.get(triggerId)
    if (left === undefined) return true
    if (left > 0) {
      room.set(triggerId, left - 1)
      return true
    }
    held += tx.run(
      statement('INSERT INTO held_back VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [triggerId, day, accountId]),
    ).changes
    const next = (day + 1) * DAY
    const known = due.has(accountId) ? due.get(accountId) : tx.get(dueOf(accountId))?.at
    due.set(accountId, known === undefined || known === null ? next : Math.min(known, next))
    return false
  })
  return { fired, held, due: [...due].map(([accountId, at]) => ({ accountId, at })) }
}

const dueOf = (account: number) => query<{ at: number }>('SELECT at FROM due WHERE account_id = ?', [account])
