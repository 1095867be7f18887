import type { TriggerActivity, TriggerWords } from '../../shared/trigger/backtest.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { minorProperties } from '../cache/minor-properties.ts'
import { firstOfItsIssue } from '../cache/statement/first-signal.ts'

/** Newest rows that are looked at: enough to know the words, few enough for a blink. */
const LOOKED_AT = 20_000
/** Values of a property that are worth offering; a property with more of them is an id or a text. */
const MOST_VALUES = 12

const recentEvents = query<{ kind: string; properties: string; n: number }>(
  `SELECT kind, properties, count(*) AS n FROM (SELECT kind, properties FROM event ORDER BY id DESC LIMIT ${LOOKED_AT})
   GROUP BY kind, properties`,
)
const valued = query<{ kind: string }>(
  `SELECT DISTINCT kind FROM (SELECT kind, value FROM event ORDER BY id DESC LIMIT ${LOOKED_AT}) WHERE value IS NOT NULL`,
)
const recentObjects = query<{ kind: string; state: string | null }>(
  `SELECT DISTINCT kind, state FROM (SELECT kind, state FROM object ORDER BY id DESC LIMIT ${LOOKED_AT}) ORDER BY kind, state`,
)
const someAccounts = query<{ properties: string }>('SELECT properties FROM account ORDER BY id LIMIT 500')

const ATTRIBUTES = ['plan', 'country', 'owner', 'time_zone', 'mrr_minor', 'currency']

/** What occurs in the newest part of the cache: what a person can choose from while building a condition. */
export function triggerWords(db: ReadDb): TriggerWords {
  const withValue = new Set(db.all(valued).map(({ kind }) => kind))
  const kinds = Map.groupBy(db.all(recentEvents), ({ kind }) => kind)
  const events = [...kinds].map(([kind, rows]) => ({
    kind,
    fields: [
      ...(withValue.has(kind) ? [{ name: 'value', numeric: true, values: [] }] : []),
      ...fieldsOf(rows.map(row => row.properties)),
    ],
  }))
  const objects = [...Map.groupBy(db.all(recentObjects), ({ kind }) => kind)].map(([kind, rows]) => ({
    kind,
    states: rows.flatMap(({ state }) => state ?? []),
  }))
  const own = fieldsOf(db.all(someAccounts).map(row => row.properties)).map(({ name }) => `properties.${name}`)
  return {
    events: events.sort((a, b) => a.kind.localeCompare(b.kind)),
    objects,
    attributes: [...ATTRIBUTES, ...own],
    minor: [...minorProperties(db)].sort(),
  }
}

function fieldsOf(texts: readonly string[]): TriggerWords['events'][number]['fields'] {
  const found = new Map<string, { numeric: boolean; values: Set<string> }>()
  for (const text of new Set(texts)) {
    for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
      const field = found.get(name) ?? { numeric: true, values: new Set<string>() }
      found.set(name, field)
      field.numeric &&= typeof value === 'number'
      if (field.values.size <= MOST_VALUES && (typeof value === 'string' || typeof value === 'boolean'))
        field.values.add(String(value))
    }
  }
  return [...found]
    .map(([name, { numeric, values }]) => ({
      name,
      numeric,
      values: values.size > MOST_VALUES ? [] : [...values].sort(),
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

/** Weeks over which firings are averaged. */
const WEEKS = 4

const firedSince = (now: number) =>
  query<{ id: string; n: number }>(
    `SELECT t.id, (SELECT count(*) FROM signal s WHERE s.trigger_id = t.id AND s.fired_at > ? AND s.fired_at <= ?
         AND (s.cleared_at IS NULL OR s.cleared_at >= s.fired_at)) AS n
     FROM trigger t ORDER BY t.id`,
    [now - WEEKS * 7 * DAY, now],
  )
const LIVE = "('open', 'snoozed', 'acting')"
const sizes = query<{ signals: number; issues: number }>(
  `SELECT ifnull((SELECT max(id) FROM signal), 0) AS signals,
     (SELECT count(*) FROM issue WHERE state IN ${LIVE}) AS issues`,
)
const openByIssues = query<{ id: string; n: number }>(
  `SELECT s.trigger_id AS id, count(*) AS n FROM issue i CROSS JOIN signal s INDEXED BY signal_issue ON s.issue_id = i.id
   WHERE i.state IN ${LIVE} AND ${firstOfItsIssue('s')} GROUP BY s.trigger_id`,
)
const openBySignals = query<{ id: string; n: number }>(
  `SELECT s.trigger_id AS id, count(*) AS n FROM signal s NOT INDEXED CROSS JOIN issue i ON i.id = s.issue_id
   WHERE i.state IN ${LIVE} AND ${firstOfItsIssue('s')} GROUP BY +s.trigger_id`,
)
/** To reach the signals of an issue takes as long as to pass so many signals in their order. */
const PASSED = 5

/** Issues that are not over and have a signal that holds, by trigger. */
function openIssues(db: ReadDb): Map<string, number> {
  const { signals = 0, issues = 0 } = db.get(sizes) ?? {}
  const rows = db.all(signals > PASSED * issues ? openByIssues : openBySignals)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Held back on a day (`from` to `today`, days since 1970), and of today's those that have not fired since anyway. */
const heldBack = (from: number, today: number) =>
  query<{ id: string; week: number; today: number }>(
    `SELECT h.trigger_id AS id, count(DISTINCT h.account_id) AS week,
       count(CASE WHEN h.day = ? AND NOT EXISTS (
         SELECT 1 FROM signal s WHERE s.account_id = h.account_id AND s.trigger_id = h.trigger_id AND s.fired_at >= ?
       ) THEN 1 END) AS today
     FROM trigger t CROSS JOIN held_back h ON h.trigger_id = t.id AND h.day BETWEEN ? AND ? GROUP BY h.trigger_id`,
    [today, today * DAY, from, today],
  )

/** Firings a week over the last four, what a daily cap holds back, and open issues with a signal that still holds, of every trigger. */
export function triggerActivity(db: ReadDb, now: number): TriggerActivity[] {
  const open = openIssues(db)
  const today = Math.floor(now / DAY)
  const held = new Map(db.all(heldBack(today - 6, today)).map(row => [row.id, row]))
  return db.all(firedSince(now)).map(({ id, n }) => ({
    id,
    perWeek: n / WEEKS,
    openIssues: open.get(id) ?? 0,
    heldToday: held.get(id)?.today ?? 0,
    heldThisWeek: held.get(id)?.week ?? 0,
  }))
}
