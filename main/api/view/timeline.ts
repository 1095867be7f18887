import { TIMELINE_GROUPS, type TimelineGroup } from '../../../shared/desk/timeline.ts'
import type { TimelineEntry } from '../../../shared/model/account.ts'
import { formatMoney } from '../../../shared/money.ts'
import { wordsAsked, wordsFound } from '../../../shared/text/fold.ts'
import {
  codeWords,
  eventCategory,
  eventTitle,
  objectCategory,
  objectTitle,
} from '../../../shared/trigger/event-words.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** What a run did after its first step. */
const FOLLOWED = "s.n > 0 AND s.state = 'done' AND s.kind IN ('outreach', 'resolution', 'task')"

/** Everything dated of an account, by kind: when it happened. @now bounds what has happened. */
const MOMENTS: Record<TimelineGroup, readonly string[]> = {
  events: ['SELECT at FROM event WHERE account_id = @account AND at <= @now'],
  records: [
    'SELECT opened_at FROM object WHERE account_id = @account AND opened_at <= @now',
    'SELECT closed_at FROM object WHERE account_id = @account AND closed_at <= @now',
  ],
  acts: [
    'SELECT exposed_at FROM intervention WHERE account_id = @account AND exposed_at <= @now',
    `SELECT s.ended_at FROM intervention v JOIN step s ON s.intervention_id = v.id
     WHERE v.account_id = @account AND ${FOLLOWED} AND s.ended_at <= @now`,
  ],
  outcomes: [
    `SELECT o.judged_at FROM intervention v JOIN outcome o ON o.intervention_id = v.id
     WHERE v.account_id = @account AND o.judged_at <= @now`,
  ],
  notes: ['SELECT at FROM note WHERE account_id = @account AND at <= @now AND withdrawn_at IS NULL'],
}
const momentsOf = (groups: readonly TimelineGroup[]) =>
  `SELECT NULL AS at WHERE 0 UNION ALL ${groups.flatMap(group => MOMENTS[group]).join(' UNION ALL ')}`

const howMany = (account: number, now: number, groups: readonly TimelineGroup[]) =>
  query<{ n: number }>(`SELECT count(*) AS n FROM (${momentsOf(groups)})`, { account, now })

/** The moment of the page's last entry; entries of that very moment all belong to the page. */
const lastOfPage = (
  of: { account: number; now: number; before: number; limit: number },
  groups: readonly TimelineGroup[],
) =>
  query<{ at: number }>(
    `SELECT at FROM (${momentsOf(groups)}) WHERE at < @before ORDER BY at DESC LIMIT 1 OFFSET @limit - 1`,
    of,
  )

const notesBetween = (account: number, from: number, before: number) =>
  query<{ id: number; at: number; author: string; text: string }>(
    `SELECT id, at, author, text FROM note INDEXED BY note_account
     WHERE account_id = ? AND at >= ? AND at < ? AND withdrawn_at IS NULL`,
    [account, from, before],
  )

interface EventRow {
  id: number
  at: number
  kind: string
  value: number | null
  properties: string
  currency: string | null
}
const eventsBetween = (account: number, from: number, before: number) =>
  query<EventRow>(
    `SELECT e.id, e.at, e.kind, e.value, e.properties, a.currency FROM account a CROSS JOIN event e ON e.account_id = a.id
     WHERE a.id = ? AND e.at >= ? AND e.at < ?`,
    [account, from, before],
  )

interface ObjectRow {
  id: number
  at: number
  turn: 'opened' | 'closed'
  kind: string
  external_id: string
  amount_minor: number | null
  currency: string | null
}
const objectsBetween = (account: number, from: number, before: number) =>
  query<ObjectRow>(
    `SELECT id, opened_at AS at, 'opened' AS turn, kind, external_id, amount_minor, currency FROM object
       WHERE account_id = @account AND opened_at >= @from AND opened_at < @before
     UNION ALL
     SELECT id, closed_at, 'closed', kind, external_id, amount_minor, currency FROM object
       WHERE account_id = @account AND closed_at >= @from AND closed_at < @before`,
    { account, from, before },
  )

interface ActRow {
  id: string
  at: number
  arm: string
  playbook: string | null
  subject: string | null
  sent_at: number | null
  recalled_at: number | null
  judged: string | null
  judged_by: string | null
  judged_at: number | null
}
const actsOf = (account: number) =>
  query<ActRow>(
    `SELECT v.id, v.exposed_at AS at, v.arm, json_extract(p.definition, '$.name') AS playbook, v.recalled_at,
       json_extract(b.payload, '$.subject') AS subject, iif(b.state = 'sent', b.sent_at, NULL) AS sent_at, o.judged, o.judged_by, o.judged_at
     FROM intervention v INDEXED BY intervention_account LEFT JOIN playbook p ON p.id = v.playbook_id
       LEFT JOIN outbox b ON b.intervention_id = v.id AND b.step = 0
       LEFT JOIN outcome o ON o.intervention_id = v.id
     WHERE v.account_id = ? ORDER BY v.exposed_at`,
    [account],
  )

interface FollowRow {
  id: string
  n: number
  at: number
  kind: 'outreach' | 'resolution' | 'task'
  title: string | null
}
const followedBy = (account: number) =>
  query<FollowRow>(
    `SELECT v.id, s.n, s.ended_at AS at, s.kind, coalesce(json_extract(b.payload, '$.subject'),
       json_extract(b.payload, '$.title'), json_extract(s.detail, '$.title')) AS title
     FROM intervention v INDEXED BY intervention_account JOIN step s ON s.intervention_id = v.id
       LEFT JOIN outbox b ON b.intervention_id = v.id AND b.step = s.n
     WHERE v.account_id = ? AND ${FOLLOWED}`,
    [account],
  )

interface Asked {
  before?: number | undefined
  limit: number
  now: number
  only?: readonly TimelineGroup[]
  search?: string
}

/**
 * What happened at an account up to `now`, newest first, older than `before`; of some kinds only, or what holds all the words
 * that are searched for. A page may hold more than `limit` entries: those of its last moment come together, because the next
 * page begins strictly before it.
 */
export function timeline(
  db: ReadDb,
  account: number,
  { before, limit, now, only = [], search = '' }: Asked,
): { entries: TimelineEntry[]; total: number } {
  const groups = only.length > 0 ? only : TIMELINE_GROUPS
  const until = Math.min(before ?? Number.MAX_SAFE_INTEGER, now + 1)
  if (search.trim() !== '') return searched(entriesBetween(db, account, EVER, now + 1, groups), search, until, limit)
  const from = db.get(lastOfPage({ account, now, before: until, limit }, groups))?.at ?? EVER
  return {
    entries: entriesBetween(db, account, from, until, groups),
    total: db.get(howMany(account, now, groups))?.n ?? 0,
  }
}

const EVER = Number.MIN_SAFE_INTEGER

function entriesBetween(
  db: ReadDb,
  account: number,
  from: number,
  until: number,
  groups: readonly TimelineGroup[],
): TimelineEntry[] {
  const has = new Set(groups)
  const acts = has.has('acts') || has.has('outcomes') ? db.all(actsOf(account)).flatMap(actEntries) : []
  const followed = has.has('acts') ? db.all(followedBy(account)).map(followEntry) : []
  const entries = [
    ...(has.has('events') ? db.all(eventsBetween(account, from, until)).map(eventEntry) : []),
    ...(has.has('records') ? db.all(objectsBetween(account, from, until)).map(objectEntry) : []),
    ...(has.has('notes') ? db.all(notesBetween(account, from, until)).map(noteEntry) : []),
    ...[...acts.filter(({ kind }) => has.has(kind === 'outcome' ? 'outcomes' : 'acts')), ...followed].filter(
      entry => entry.at >= from && entry.at < until,
    ),
  ]
  return entries.sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1))
}

/** The page of those entries whose words hold everything that was asked for. */
function searched(all: readonly TimelineEntry[], search: string, until: number, limit: number) {
  const asked = wordsAsked(search)
  const found = all.filter(({ title, detail }) => {
    const words = wordsFound(`${title} ${detail ?? ''}`)
    return asked.every(one => words.some(word => word.startsWith(one)))
  })
  const older = found.filter(({ at }) => at < until)
  const last = older[limit - 1]?.at
  return { entries: older.filter(({ at }) => last === undefined || at >= last), total: found.length }
}

const noteEntry = ({ id, at, author, text }: { id: number; at: number; author: string; text: string }) => ({
  ...{ key: `note-${id}`, at, kind: 'note', category: null },
  ...{ title: `Note by ${author}`, detail: text },
})

/** Numbers of a source that say nothing to a person, and names of other records. */
const SILENT = new Set(['currency', 'payment', 'order', 'amount', 'is_beta_feature'])

/** A number with what it counts: `1 error`, `2 errors`. A word such as `status` is no plural. */
const counted = (n: number, words: string): string =>
  `${n} ${n === 1 ? words.replace(/ies$/, 'y').replace(/(?<![isu])s$/, '') : words}`

function eventEntry({ id, at, kind, value, properties, currency }: EventRow): TimelineEntry {
  const known = JSON.parse(properties) as Record<string, unknown>
  const money = kind.startsWith('payment_') ? (value ?? known.amount) : null
  const words = Object.entries(known).flatMap(([name, part]) => {
    if (SILENT.has(name) || part === '' || part === 0) return []
    if (typeof part === 'string') return [codeWords(part)]
    return typeof part === 'number' ? [counted(part, codeWords(name.replace(/_count$/, 's')))] : []
  })
  if (typeof money === 'number' && currency) words.unshift(formatMoney({ minor: Math.round(money), currency }))
  if (kind === 'feature_used' && value !== null) words.push(`${value} ${value === 1 ? 'use' : 'uses'}`)
  const category = eventCategory(kind)
  return { key: `event-${id}`, at, kind, category, title: eventTitle(kind), detail: words.join(' · ') || null }
}

function objectEntry(row: ObjectRow): TimelineEntry {
  const { id, at, turn, kind, amount_minor: minor, currency } = row
  const amount = minor !== null && currency ? formatMoney({ minor, currency }) : null
  return {
    key: `object-${id}-${turn}`,
    at,
    kind,
    category: objectCategory(kind),
    title: objectTitle(kind, turn),
    detail: [row.external_id, amount].filter(Boolean).join(' · ') || null,
  }
}

function actEntries(row: ActRow): TimelineEntry[] {
  const playbook = row.playbook ?? 'Playbook'
  const recalled = row.recalled_at !== null
  const title =
    row.arm === 'control'
      ? `Held out: ${playbook}`
      : recalled
        ? `Recalled: ${playbook}`
        : row.sent_at !== null && row.subject
          ? `Message sent: “${row.subject}”`
          : `Started: ${playbook}`
  const started = { key: `act-${row.id}`, at: row.at, kind: 'intervention', category: null, title, detail: playbook }
  if (row.judged_at === null || row.judged === null) return [started]
  const judged = {
    key: `outcome-${row.id}`,
    at: row.judged_at,
    kind: 'outcome',
    category: null,
    title: `Outcome: ${codeWords(row.judged)}`,
    detail: row.judged_by,
  }
  return [started, judged]
}

const followEntry = ({ id, n, at, kind, title }: FollowRow): TimelineEntry => ({
  key: `step-${id}-${n}`,
  at,
  kind: 'intervention',
  category: null,
  title:
    kind === 'outreach' ? `Message sent: “${title ?? ''}”` : `${kind === 'task' ? 'Done' : 'Tried'}: ${title ?? ''}`,
  detail: null,
})
