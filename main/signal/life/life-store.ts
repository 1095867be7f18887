import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { type Coverage, curvesAt, type DatedLife, realisedCoverage } from './coverage.ts'
import type { KindCurves, LifeCurve, LifeStep } from './life-curve.ts'

/** What is kept of a lane; `*` is all lanes together. */
export interface KeptCurve extends Coverage {
  kind: string
  lane: string
  curve: LifeCurve
}

/** Stands for all lanes of a kind. */
export const ALL_LANES = '*'

interface CurveRow extends Coverage {
  kind: string
  lane: string
  lives: number
  ended: number
  steps: string
}

const COLUMNS = 'kind, lane, lives, ended, curve AS steps, judged, held'
const curvesOfKind = (kind: string) => query<CurveRow>(`SELECT ${COLUMNS} FROM life_curve WHERE kind = ?`, [kind])
const allCurves = query<CurveRow>(`SELECT ${COLUMNS} FROM life_curve ORDER BY kind, judged DESC, lives DESC, lane`)

const keptOf = ({ lives, ended, steps, ...row }: CurveRow): KeptCurve => ({
  ...row,
  curve: { lives, ended, steps: JSON.parse(steps) as LifeStep[] },
})

/** Curves and realised coverage of every lane, those with the most lives first. */
export const listCurves = (db: ReadDb): KeptCurve[] => db.all(allCurves).map(keptOf)

/** The curves of a kind. */
export function readCurves(db: ReadDb, kind: string): KindCurves {
  const rows = db.all(curvesOfKind(kind)).map(keptOf)
  const own = rows.filter(({ lane }) => lane !== ALL_LANES)
  return {
    every: rows.find(({ lane }) => lane === ALL_LANES)?.curve ?? null,
    lanes: new Map(own.map(({ lane, curve }) => [lane, curve])),
  }
}

/** Reads the curves of each kind once. */
export function curvesReader(db: ReadDb): (kind: string) => KindCurves {
  const known = new Map<string, KindCurves>()
  return kind => {
    const found = known.get(kind) ?? readCurves(db, kind)
    known.set(kind, found)
    return found
  }
}

const laneKinds = query<{ kind: string }>('SELECT DISTINCT kind FROM object WHERE lane IS NOT NULL')

/** More lives say little more about today. */
const MOST_LIVES = 200_000
/** Those of a warehouse are left out: of its objects only those of accounts at risk are here. */
const livesOf = (kind: string, until: number) =>
  query<DatedLife>(
    `SELECT lane, opened_at AS openedAt, closed_at AS closedAt FROM object
     WHERE kind = ? AND opened_at <= ? AND source_id NOT IN (SELECT id FROM source WHERE kind = 'warehouse')
       AND (closed_at IS NULL OR closed_at >= opened_at)
     ORDER BY opened_at DESC LIMIT ${MOST_LIVES}`,
    [kind, until],
  )

/** Learns, up to a moment, how long lives last: of kinds that have lanes, and of those that are asked for. */
export function learnLives(db: ReadDb, asked: readonly string[], until: number): KeptCurve[] {
  const kinds = new Set([...db.all(laneKinds).map(({ kind }) => kind), ...asked])
  return [...kinds].sort().flatMap(kind => {
    const lives = db.all(livesOf(kind, until))
    const { every, lanes } = curvesAt(lives, until)
    const coverage = realisedCoverage(lives, until)
    const kept = (lane: string | null, curve: LifeCurve | null): KeptCurve[] =>
      curve && curve.ended > 0
        ? [{ kind, lane: lane ?? ALL_LANES, curve, ...(coverage.get(lane) ?? { judged: 0, held: 0 }) }]
        : []
    return [...kept(null, every), ...[...lanes].flatMap(([lane, curve]) => kept(lane, curve))]
  })
}

/** Accounts with an object that has a promise and was open at a moment or later. */
const markPromised = (kind: string, from: number) =>
  statement(
    `INSERT INTO dirty (account_id) SELECT DISTINCT account_id FROM object
     WHERE kind = ? AND due_at IS NOT NULL AND (closed_at IS NULL OR closed_at > ?) ON CONFLICT DO NOTHING`,
    [kind, from],
  )

/** Puts newly learned curves in place. For kinds that triggers ask for, what is under way is judged again. */
export function replaceCurves(
  tx: WriteDb,
  learned: readonly KeptCurve[],
  asked: readonly string[],
  from: number,
): void {
  tx.run(statement('DELETE FROM life_curve'))
  for (const { kind, lane, curve, judged, held } of learned)
    tx.run(
      statement('INSERT INTO life_curve VALUES (?, ?, ?, ?, ?, ?, ?)', [
        ...[kind, lane, curve.lives, curve.ended, JSON.stringify(curve.steps), judged, held],
      ]),
    )
  for (const kind of asked) tx.run(markPromised(kind, from))
}
