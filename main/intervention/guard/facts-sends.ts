import type { ReadDb } from '../../cache/db.ts'
import { list } from './facts-keys.ts'
import { inLine, type OtherSend, sendsOfAccounts, sentTo } from './facts-sql.ts'
import { lanesOf, type Question } from './question.ts'

/**
 * Other messages to the same person: to the same address, or within the account to the same contact or to nobody in
 * particular (a shared channel). What waits counts as leaving now where it stands before this one; what stands behind
 * does not, or two messages would wait for each other. What is leaving, or may have left, counts wherever it stands.
 */
export function otherSends(
  db: ReadDb,
  questions: readonly Question[],
  accounts: string,
  from: number,
  now: number,
): (question: Question) => number[] {
  const addresses = list(questions.flatMap(lanesOf))
  const byLane = Map.groupBy([...db.all(sentTo(addresses, from, now)), ...db.all(inLine(addresses))], row => row.lane)
  const byAccount = Map.groupBy(db.all(sendsOfAccounts(accounts, from, now)), row => row.accountId)
  return question => {
    const { issue, contact, self } = question
    const own = self?.outboxId ?? Number.MAX_SAFE_INTEGER
    const times: number[] = []
    const seen = new Set([own])
    const count = ({ id, sentAt, waiting }: OtherSend) => {
      if (seen.has(id) || (waiting === 1 && id > own)) return
      seen.add(id)
      times.push(sentAt ?? now)
    }
    for (const lane of lanesOf(question)) byLane.get(lane)?.forEach(count)
    for (const row of byAccount.get(issue.accountId) ?? [])
      if (row.contactId === null || row.contactId === contact?.id) count(row)
    return times
  }
}
