import type { Arrival, Lane } from '../../../shared/predict/arrival.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import {
  ALL_LANES,
  curveFor,
  curvesReader,
  endInterval,
  FEW_LIVES,
  lateAt,
  listCurves,
  PROMISED,
  watchedAfter,
} from '../../signal/door.ts'

/** What is under way at a moment; the most urgent promise first. */
const openObjects = (account: number, now: number, limit: number) =>
  query<Pick<Arrival, 'objectId' | 'kind' | 'externalId' | 'state' | 'lane' | 'openedAt' | 'dueAt'>>(
    `SELECT o.id AS objectId, o.kind, o.external_id AS externalId, o.state, o.lane, o.opened_at AS openedAt,
       o.due_at AS dueAt
     FROM object o WHERE o.account_id = @account AND o.opened_at <= @now AND (o.closed_at IS NULL OR o.closed_at > @now)
       AND o.kind IN (SELECT kind FROM life_curve)
     ORDER BY o.due_at IS NULL, o.due_at, o.id LIMIT @limit`,
    { account, now, limit },
  )

/** When an account's objects that are under way are expected to end. */
export function arrivalsOf(db: ReadDb, account: number, limit: number, now: number): Arrival[] {
  const curvesOf = curvesReader(db)
  return db.all(openObjects(account, now, limit)).map(object => {
    const age = now - object.openedAt
    const curves = curvesOf(object.kind)
    const found = curveFor(curves, object.lane, age)
    const interval = found && endInterval(found.curve, age, PROMISED)
    const dateOf = (ms: number | null | undefined) => (ms == null ? null : Math.round(object.openedAt + ms))
    return {
      ...object,
      low: dateOf(interval?.low),
      high: dateOf(interval?.high),
      late: lateAt(curves, object, now),
      judgedBy: found ? (found.lane === null ? 'kind' : 'lane') : null,
      known: found ? watchedAfter(found.curve, age) : 0,
    }
  })
}

/** Every lane with how well its intervals have held. */
export const arrivalLanes = (db: ReadDb, limit: number): Lane[] =>
  listCurves(db)
    .slice(0, limit)
    .map(({ kind, lane, curve, judged, held }) => ({
      kind,
      lane: lane === ALL_LANES ? null : lane,
      lives: curve.lives,
      ended: curve.ended,
      median: curve.steps.find(([, longer]) => longer <= 0.5)?.[0] ?? null,
      judged,
      held,
      few: watchedAfter(curve, 0) < FEW_LIVES,
    }))
