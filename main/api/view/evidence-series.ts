import type { SignalView } from '../../../shared/model/signal.ts'
import { kindsOf } from '../../../shared/trigger/activity.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { codeWords } from '../../../shared/trigger/event-words.ts'
import {
  type EventMeasure,
  type Measure,
  measureNoun,
  ofEvents,
  simpleMeasures,
} from '../../../shared/trigger/measures/measures.ts'
import { type Condition, comparisonsOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type Fact, planMeasure, rowsOf } from '../../signal/door.ts'

/** Days that the chart shows before the firing, and at most after it. */
const BEFORE = 90
const AFTER = 14
/** Days of history that say what is normal, and how few would say nothing. */
const NORMAL = 180
const FEWEST = 14
const MOST_MARKS = 30

interface Row {
  at: number
  amount: number
}

const factsBetween = (account: number, kind: string, from: number, to: number) =>
  query<Fact>(
    `SELECT id, at, value, properties FROM event INDEXED BY event_account
     WHERE account_id = ? AND kind = ? AND at >= ? AND at <= ? ORDER BY at, id`,
    [account, kind, from, to],
  )

/** The first measure of events that a condition reads: what its chart shows. */
const charted = (when: Condition): EventMeasure | undefined =>
  comparisonsOf(when)
    .flatMap(({ measure }): Measure[] => simpleMeasures(measure))
    .find(ofEvents)

const dayOf = (at: number): number => Math.floor(at / DAY) * DAY

/**
 * Daily totals around a firing (UTC days), the account's normal range, and a mark on each day of the evidence. Without a
 * measure of events, the records that the condition counts; without those, nothing.
 */
export function evidenceSeries(
  db: ReadDb,
  account: number,
  trigger: Trigger,
  signal: { firedAt: number; eventIds: readonly number[] },
  now: number,
): SignalView['series'] {
  const measure = charted(trigger.when)
  if (!measure) return recordSeries(db, account, trigger.when, signal.firedAt, now)
  const plan = planMeasure(measure)
  const last = Math.min(now, signal.firedAt + AFTER * DAY)
  const first = dayOf(signal.firedAt) - BEFORE * DAY
  const opens = dayOf(signal.firedAt - (Number.isFinite(plan.reading.over) ? plan.reading.over : 0))
  const from = Math.min(first, opens - NORMAL * DAY)
  // What counts as activity has many kinds, each with its place in the index.
  const facts = kindsOf(measure.events.kind)
    .flatMap(kind => db.all(factsBetween(account, kind, from, last)))
    .sort((a, b) => a.at - b.at || a.id - b.id)
  const { at: times, amounts } = rowsOf(plan, { events: new Map([[measure.events.kind, facts]]) })
  const rows = times.map((at, i): Row => ({ at, amount: measure.type === 'novel' ? 1 : (amounts[i] ?? 0) }))
  const totals = dailyTotals(rows, from, last)
  const firstFact = rows[0]?.at
  return {
    label: `${measureNoun(measure)} a day, last ${BEFORE} days`,
    points: totals.filter(point => point.at >= first),
    ...normalRange(totals.filter(day => day.at < opens && firstFact !== undefined && day.at >= dayOf(firstFact))),
    marks: marksOf(facts, new Set(signal.eventIds), totals).filter(mark => mark.at >= first),
  }
}

interface Life {
  openedAt: number
  closedAt: number | null
}

const livesOf = (account: number, kind: string, from: number, to: number) =>
  query<Life>(
    `SELECT opened_at AS openedAt, closed_at AS closedAt FROM object INDEXED BY object_account
     WHERE account_id = ? AND kind = ? AND opened_at <= ? AND (closed_at IS NULL OR closed_at > ?)`,
    [account, kind, to, from],
  )

/** The kind of records that a condition counts and nothing else narrows, so that all open ones of the account are its chart. */
const countedKind = (when: Condition): string | undefined =>
  comparisonsOf(when)
    .flatMap(({ measure }): Measure[] => simpleMeasures(measure))
    .flatMap(measure => (measure.type === 'objects' ? [measure.object] : []))
    .find(({ kind, states, of, ...narrower }) => Object.values(narrower).every(value => value === undefined))?.kind

/** How many records of the kind were open on each day around a firing, with a mark where one began; nothing for other conditions. */
function recordSeries(
  db: ReadDb,
  account: number,
  when: Condition,
  firedAt: number,
  now: number,
): SignalView['series'] {
  const kind = countedKind(when)
  const none = { label: '', points: [], usualLow: null, usualHigh: null, marks: [] }
  if (kind === undefined) return none
  const [first, last] = [dayOf(firedAt) - BEFORE * DAY, Math.min(now, firedAt + AFTER * DAY)]
  const lives = db.all(livesOf(account, kind, first, last))
  if (lives.length === 0) return none
  const points: { at: number; value: number }[] = []
  for (let at = first; at <= last; at += DAY)
    points.push({ at, value: lives.filter(one => dayOf(one.openedAt) <= at && (one.closedAt ?? last + 1) > at).length })
  const begun = new Set(lives.map(({ openedAt }) => dayOf(openedAt)))
  return {
    ...none,
    label: `open ${kind.replaceAll('_', ' ')}s, last ${BEFORE} days`,
    points,
    marks: points
      .filter(({ at }) => begun.has(at))
      .slice(-MOST_MARKS)
      .map(point => ({ ...point, text: '' })),
  }
}

function dailyTotals(rows: readonly Row[], from: number, to: number): { at: number; value: number }[] {
  const byDay = new Map<number, number>()
  for (let day = dayOf(from); day <= to; day += DAY) byDay.set(day, 0)
  for (const row of rows) byDay.set(dayOf(row.at), (byDay.get(dayOf(row.at)) ?? 0) + row.amount)
  return [...byDay].map(([at, value]) => ({ at, value }))
}

/** One standard deviation about the mean of the days before the window, never below zero. */
function normalRange(days: readonly { value: number }[]): { usualLow: number | null; usualHigh: number | null } {
  if (days.length < FEWEST) return { usualLow: null, usualHigh: null }
  const mean = days.reduce((sum, day) => sum + day.value, 0) / days.length
  const spread = Math.sqrt(days.reduce((sum, day) => sum + (day.value - mean) ** 2, 0) / days.length)
  return { usualLow: Math.max(0, mean - spread), usualHigh: mean + spread }
}

/** Properties that say in a word what happened, best first. */
const TELLING = ['reason', 'code', 'feature_name', 'place', 'page']

function marksOf(
  facts: readonly Fact[],
  evidence: ReadonlySet<number>,
  totals: readonly { at: number; value: number }[],
) {
  const values = new Map(totals.map(day => [day.at, day.value]))
  const texts = new Map<number, Set<string>>()
  for (const fact of facts) {
    if (!evidence.has(fact.id)) continue
    const day = texts.get(dayOf(fact.at)) ?? new Set()
    const properties = JSON.parse(fact.properties) as Record<string, unknown>
    const telling = TELLING.map(name => properties[name]).find(value => typeof value === 'string' && value !== '')
    if (typeof telling === 'string') day.add(codeWords(telling))
    texts.set(dayOf(fact.at), day)
  }
  return [...texts]
    .slice(-MOST_MARKS)
    .map(([at, words]) => ({ at, value: values.get(at) ?? 0, text: [...words].join(', ') }))
}
