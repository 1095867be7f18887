import { readCurrencies } from '../../cache/currencies.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { type KindCurves, lateAt, lateMoments } from '../life/life-curve.ts'
import { readCurves } from '../life/life-store.ts'
import { amountTester } from '../meter/amounts.ts'
import { belongs } from '../meter/related.ts'
import { fits } from '../meter/rows.ts'
import { among } from './among.ts'
import type { Accounts, ObjectFacts, ObjectsWanted, Turn } from './history.ts'
import { type KnownThen, knownRows } from './known.ts'
import type { LateStay, ReplaySpan, Stay } from './runs.ts'

interface ObjectRow {
  id: number
  externalId: string
  account: number
  state: string | null
  opened: number | null
  closed: number | null
  due: number | null
  lane: string | null
  amountMinor: number | null
  currency: string | null
  properties: string
}

/** All objects of a kind that were there before the span's end, with each stay in a state that is known of them. */
const objectsOf = (kind: string, turn: Accounts, { end }: ReplaySpan) => {
  const { inTurn, these } = among(turn)
  return query<StayRow>(
    `SELECT o.id, o.external_id AS externalId, o.account_id AS account, o.state, o.opened_at AS opened, o.closed_at AS closed, o.due_at AS due, o.lane,
       o.amount_minor AS amountMinor, o.currency, o.properties, coalesce(s.state, o.state) AS stayed, coalesce(s.since, o.opened_at, 0) AS since, s.until,
       row_number() OVER (PARTITION BY o.id ORDER BY s.since) = 1 AS first
     FROM account a CROSS JOIN object o ON o.account_id = a.id AND o.kind = ?
       LEFT JOIN object_state s ON s.object_id = o.id
     WHERE ${inTurn} AND coalesce(o.opened_at, 0) <= ? ORDER BY a.id, o.id, s.since`,
    [kind, ...these, end],
  )
}

/** An object as it was before it was corrected or taken away, with its stays: state, since, until. */
export interface PastObject extends Omit<ObjectRow, 'id' | 'externalId' | 'account'> {
  external: string
  stays: [string, number, number | null][]
  learned: number | null
  first: number | null
}

/** The same as they were known at a moment. */
function knownObjectsOf(db: ReadDb, kind: string, turn: Accounts, span: ReplaySpan, known: KnownThen): StayRow[] {
  const { counts, versions } = knownRows<PastObject>(db, known, 'object', turn, ({ opened }) => opened)
  const present = db.all(objectsOf(kind, turn, span)).filter(({ id, opened }) => counts(id, opened))
  const past = versions
    .filter(one => one.kind === kind && (one.body.opened ?? 0) <= span.end)
    .flatMap(({ id, account, body: { external, stays, learned: _, first: __, ...body } }): StayRow[] => {
      const of = { ...body, id, account, externalId: external }
      if (stays.length === 0) return [{ ...of, stayed: of.state, since: of.opened ?? 0, until: null, first: 1 }]
      return stays.map(([stayed, since, until], n) => ({ ...of, stayed, since, until, first: n === 0 ? 1 : 0 }))
    })
  return [...present, ...past]
}

/** Reads the objects of a turn's units. */
export function objectsReader(
  db: ReadDb,
  wanted: ObjectsWanted,
  span: ReplaySpan,
  known?: KnownThen,
): (turn: Turn) => ObjectFacts[] {
  const { object: filter, relative, late } = wanted
  const normOf = relative ? normsOf(db, filter.kind, relative) : () => 1
  const curves = late ? readCurves(db, filter.kind) : undefined
  const { where, of, amount } = filter
  const isAmount = amount ? amountTester(amount, readCurrencies(db)) : null
  return turn => {
    const all = known ? knownObjectsOf(db, filter.kind, turn, span, known) : db.all(objectsOf(filter.kind, turn, span))
    const rows = isAmount ? all.filter(isAmount) : all
    const fitting = where
      ? rows.filter(row => fits(where, JSON.parse(row.properties) as Record<string, unknown>))
      : rows
    const byAccount = Map.groupBy(fitting, row => row.account)
    return turn.units.map(({ account, self }) => {
      const some = byAccount.get(account) ?? []
      return factsOf(of ? some.filter(belongs(of, self)) : some, wanted, normOf, curves)
    })
  }
}

function factsOf(
  rows: readonly StayRow[],
  { object: filter, date: field, stays, late }: ObjectsWanted,
  normOf: (row: StateRow) => number | null,
  curves: KindCurves | undefined,
): ObjectFacts {
  const facts: ObjectFacts = { stays: [], dates: [], lates: [] }
  const whole = !stays && !filter.states
  for (const row of rows) {
    if (whole && row.first === 0) continue
    const stay = whole ? lifeOf(row) : stayOf(row, filter.states, normOf)
    if (!stay || stay.to <= stay.from) continue
    facts.stays.push(stay)
    if (late && row.due !== null) facts.lates.push(lateStayOf(row, stay, curves))
    const date = field === undefined ? null : { due_at: row.due, opened_at: row.opened, closed_at: row.closed }[field]
    if (date !== null) facts.dates.push({ from: stay.from, to: stay.to, date })
  }
  return facts
}

function lateStayOf(row: StateRow, { from, to }: Stay, curves: KindCurves | undefined): LateStay {
  const object = { openedAt: row.opened, dueAt: row.due, lane: row.lane }
  return { from, to, moments: lateMoments(curves, object), chance: t => lateAt(curves, object, t) }
}

const opens = ({ opened }: ObjectRow): number => opened ?? Number.NEGATIVE_INFINITY
const closes = ({ closed }: ObjectRow): number => closed ?? Number.POSITIVE_INFINITY
const lifeOf = (row: ObjectRow): Stay => ({ from: opens(row), to: closes(row), norm: 1 })

/** `first`: 1 for the first stay of its object. */
type StayRow = StateRow & { first: number }
type StateRow = ObjectRow & { stayed: string | null; since: number | null; until: number | null }

function stayOf(
  row: StateRow,
  states: readonly string[] | undefined,
  normOf: (row: StateRow) => number | null,
): Stay | null {
  if (row.stayed === null || row.since === null || (states && !states.includes(row.stayed))) return null
  const norm = normOf(row)
  if (norm === null || norm <= 0) return null
  // An age is counted from when the state began, also where the object is known from later.
  return { from: row.since, to: Math.min(row.until ?? Number.POSITIVE_INFINITY, closes(row)), norm }
}

/** The learned usual length of a stay; null where too few have finished. */
function normsOf(db: ReadDb, kind: string, { quantile, minimum }: { quantile: number; minimum: number }) {
  const rows = db.all(
    query<{ state: string; lane: string; stays: number; ms: number }>(
      'SELECT state, lane, stays, ms FROM stay_quantile WHERE kind = ? AND quantile = ?',
      [kind, quantile],
    ),
  )
  const norms = new Map(
    rows.filter(({ stays }) => stays >= minimum).map(({ state, lane, ms }) => [`${state}\n${lane}`, ms]),
  )
  return ({ stayed, lane }: StateRow): number | null =>
    norms.get(`${stayed}\n${lane}`) ?? norms.get(`${stayed}\n*`) ?? null
}
