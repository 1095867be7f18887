import {
  type CallList,
  OUTAGE_PLAYBOOKS,
  type OutageAccount,
  type OutageDetail,
  SHOWN_ACCOUNTS,
} from '../../shared/desk/outage.ts'
import { comparableMinor } from '../../shared/exchange.ts'
import type { Arm, OutboxState } from '../../shared/vocabulary.ts'
import { readCurrencies } from '../cache/currencies.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { phoneIn, roleIn } from './phone.ts'
import { canBeTold, noticeReach, reachSums } from './reach.ts'
import { type MarkRow, marksOf, type OutageRow, outageView } from './store.ts'
import { byUrgency } from './sureness.ts'
import { DECLARED_OUTAGE } from './trigger-name.ts'

/** More accounts than these are not listed one by one; the sums count all of them. */
const MOST = 100_000

interface StartRow {
  id: string
  accountId: number
  playbookId: string
  arm: Arm
  recalled: 0 | 1
  state: OutboxState | null
  why: string | null
  outcome: string | null
}

/** Starts of the two playbooks since the outage was declared, newest first. `accounts`: a JSON list. */
const startsOf = (accounts: string, since: number) =>
  query<StartRow>(
    `SELECT v.id, v.account_id AS accountId, v.playbook_id AS playbookId, v.arm, v.recalled_at IS NOT NULL AS recalled,
       o.state, o.why, coalesce(c.judged, c.proposal) AS outcome
     FROM json_each($accounts) k CROSS JOIN intervention v INDEXED BY intervention_account
         ON v.account_id = k.value AND v.exposed_at >= $since
       LEFT JOIN outbox o ON o.intervention_id = v.id LEFT JOIN outcome c ON c.intervention_id = v.id
     WHERE v.playbook_id IN ('${OUTAGE_PLAYBOOKS.notice}', '${OUTAGE_PLAYBOOKS.over}')
     ORDER BY v.exposed_at DESC, v.id DESC`,
    { accounts, since },
  )

const refusedOf = (accounts: string, since: number) =>
  query<{ accountId: number; playbookId: string; because: string }>(
    `SELECT u.account_id AS accountId, u.playbook_id AS playbookId, u.because
     FROM json_each($accounts) k CROSS JOIN unsent u INDEXED BY unsent_account
       ON u.account_id = k.value AND u.at >= $since AND u.ended = 'refused' ORDER BY u.at DESC`,
    { accounts, since },
  )

const issuesOf = (accounts: string) =>
  query<{ accountId: number; id: number }>(
    `SELECT DISTINCT i.account_id AS accountId, i.id FROM json_each(?) k CROSS JOIN signal s
         ON s.account_id = k.value AND s.trigger_id = '${DECLARED_OUTAGE}' AND s.cleared_at IS NULL
       CROSS JOIN issue i ON i.id = s.issue_id WHERE i.state <> 'closed' ORDER BY i.id`,
    [accounts],
  )

/** How many of some accounts are still to be evaluated, or have fired and have no issue yet. `accounts`: a JSON list. */
const comingOf = (accounts: string, now: number) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM json_each($accounts) k WHERE
       EXISTS (SELECT 1 FROM dirty d WHERE d.account_id = k.value)
       OR EXISTS (SELECT 1 FROM due d WHERE d.account_id = k.value AND d.at <= $now)
       OR EXISTS (SELECT 1 FROM signal s WHERE s.account_id = k.value AND s.trigger_id = '${DECLARED_OUTAGE}'
         AND s.cleared_at IS NULL AND s.issue_id IS NULL)`,
    { accounts, now },
  )

const factsIn = (because: string): string =>
  (JSON.parse(because) as { fact?: string }[]).flatMap(({ fact }) => fact ?? []).join(' ')

/** An account of an outage, and how it stands to the news that it is over. */
type Affected = OutageAccount & { failing: boolean; over: keyof OutageDetail['over'] }

/** Every account of an outage, the most urgent first, and the starts of its messages. */
function affectedBy(db: ReadDb, row: OutageRow) {
  const marks = [...new Map(db.all(marksOf(row, 0, MOST)).map(mark => [mark.accountId, mark])).values()]
  const accounts = JSON.stringify(marks.map(({ accountId }) => accountId))
  const starts = Map.groupBy(db.all(startsOf(accounts, row.declared_at)), ({ accountId }) => accountId)
  const refused = Map.groupBy(db.all(refusedOf(accounts, row.declared_at)), ({ accountId }) => accountId)
  const issues = new Map(db.all(issuesOf(accounts)).map(({ accountId, id }) => [accountId, id]))
  const currencies = readCurrencies(db)
  const of = (mark: MarkRow, playbookId: string) => {
    const own = (starts.get(mark.accountId) ?? []).filter(start => start.playbookId === playbookId)
    const said = (refused.get(mark.accountId) ?? []).find(one => one.playbookId === playbookId)
    const told = own.map(start => ({ arm: start.arm, recalled: start.recalled === 1, state: start.state }))
    return { reach: noticeReach(told, said !== undefined), why: own[0]?.why ?? (said ? factsIn(said.because) : null) }
  }
  const list = marks.map((mark): Affected => {
    const notice = of(mark, OUTAGE_PLAYBOOKS.notice)
    const valueMinor =
      mark.mrr === null ? null : comparableMinor(currencies, { minor: mark.mrr, currency: mark.currency })
    return {
      accountId: mark.accountId,
      accountName: mark.accountName,
      sure: mark.sure,
      seenAt: mark.seenAt,
      valueMinor,
      issueId: issues.get(mark.accountId) ?? null,
      notice: notice.reach,
      why: notice.why,
      failing: false,
      over: of(mark, OUTAGE_PLAYBOOKS.over).reach,
    }
  })
  return { list: list.sort(byUrgency), starts: [...starts.values()].flat(), currency: currencies.reckoning }
}

/** One outage with its accounts, whom its messages reached, and what followed. `now`: workspace time, UTC ms. */
export function outageDetail(db: ReadDb, row: OutageRow, now: number): OutageDetail {
  const { list, starts, currency } = affectedBy(db, row)
  const outcomes: Record<string, number> = {}
  for (const { playbookId, outcome, recalled } of starts)
    if (playbookId === OUTAGE_PLAYBOOKS.notice && recalled === 0 && outcome !== null)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  const issuesFor = (which: (one: (typeof list)[number]) => boolean) =>
    list.filter(which).flatMap(({ issueId }) => issueId ?? [])
  const without = row.state === 'open' ? list.filter(({ issueId }) => issueId === null) : []
  return {
    ...outageView(db, row),
    coming: db.get(comingOf(JSON.stringify(without.map(({ accountId }) => accountId)), now))?.n ?? 0,
    currency,
    sums: {
      certain: list.filter(({ sure }) => sure === 'certain').length,
      probable: list.filter(({ sure }) => sure === 'probable').length,
      unknown: list.filter(({ sure }) => sure === 'unknown').length,
    },
    notice: reachSums(list.map(({ notice }) => notice)),
    over: reachSums(list.filter(({ notice }) => notice === 'sent').map(({ over }) => over)),
    toTell: row.state === 'open' ? issuesFor(({ notice }) => canBeTold(notice)) : [],
    // Only who was told of the failure is told that it is over.
    toTellOver: row.state === 'over' ? issuesFor(({ notice, over }) => notice === 'sent' && canBeTold(over)) : [],
    outcomes,
    list: list.slice(0, SHOWN_ACCOUNTS).map(({ failing: _failing, over: _over, ...one }) => one),
  }
}

interface CallRow {
  accountId: number
  name: string | null
  email: string | null
  timeZone: string | null
  properties: string
  accountProperties: string
}

const contactsOf = (accounts: string) =>
  query<CallRow>(
    `SELECT a.id AS accountId, c.name, c.email, ifnull(c.time_zone, a.time_zone) AS timeZone,
       ifnull(c.properties, '{}') AS properties,
       a.properties AS accountProperties
     FROM json_each(?) k CROSS JOIN account a ON a.id = k.value LEFT JOIN contact c ON c.account_id = a.id
     ORDER BY a.id, length(c.external_id), c.external_id`,
    [accounts],
  )

/** Whom to ring up, the highest value first: of each account the first contact with a number. */
export function callList(db: ReadDb, row: OutageRow, most = SHOWN_ACCOUNTS): CallList {
  const { list, currency } = affectedBy(db, row)
  const byValue = list
    .sort((a, b) => (b.valueMinor ?? -1) - (a.valueMinor ?? -1) || a.accountId - b.accountId)
    .slice(0, most)
  const rows = Map.groupBy(
    db.all(contactsOf(JSON.stringify(byValue.map(({ accountId }) => accountId)))),
    ({ accountId }) => accountId,
  )
  return {
    currency,
    of: list.length,
    lines: byValue.map(({ accountId, accountName, valueMinor, sure, notice }) => {
      const contacts = rows.get(accountId) ?? []
      const one = contacts.find(({ properties }) => phoneIn(properties) !== null) ?? contacts[0]
      const phone = one ? (phoneIn(one.properties) ?? phoneIn(one.accountProperties)) : null
      return {
        ...{ accountId, accountName, valueMinor, sure, notice, phone },
        contactName: one?.name ?? null,
        role: one ? roleIn(one.properties) : null,
        email: one?.email ?? null,
        timeZone: one?.timeZone ?? null,
      }
    }),
  }
}
