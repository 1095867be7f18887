import { type ListedCard, type ReportCard, reportCardSchema } from '../../../shared/predict/report-card.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { readStored } from '../../cache/stored.ts'
import type { Writer } from '../../cache/writer.ts'
import type { FeatureSpread } from '../learn/judge/drift.ts'
import type { RiskModel } from '../learn/risk-model.ts'
import { TRAINED } from '../model-name.ts'
import type { LearnedColumn } from '../score/packed.ts'
import type { FeatureMeasure } from './feature-measures.ts'
import type { Champion } from './learn-outcomes.ts'

/** A trained model as it is kept. One that was not chosen keeps its card alone. */
export interface TrainedBody {
  card: ReportCard
  model: RiskModel | null
  measures: FeatureMeasure[]
  /** What the model was trained on. */
  columns: LearnedColumn[]
  /** How the values of each column were spread. Models from before that was kept have none. */
  spreads?: FeatureSpread[]
}

const cards = query<{ id: number; trainedAt: number | null; card: string | null }>(
  `SELECT id, trained_at AS trainedAt, CASE WHEN json_valid(body) THEN body -> '$.card' END AS card FROM model
   WHERE kind = '${TRAINED.kind}' AND version = ${TRAINED.version} ORDER BY id DESC`,
)

/** SQL: the row of the model in use; one step in an index that has the chosen models only. */
export const CHAMPION = `SELECT id FROM model INDEXED BY model_champion
  WHERE kind = 'learned' AND json_extract(body, '$.card.chosen') = 1 ORDER BY id DESC LIMIT 1`
const newestId = query<{ id: number }>(CHAMPION)
const bodyOf = (id: number) => query<{ body: string }>('SELECT body FROM model WHERE id = ?', [id])

/** The row of the model in use, without reading the model itself; null before one was chosen. */
export const championId = (db: ReadDb): number | null => db.get(newestId)?.id ?? null

/** Keeps a model with its card, whether it was chosen or not. Its id. */
export const keepTrained = (writer: Writer, trainedAt: number, body: TrainedBody): Promise<number> =>
  writer.write(
    'bulk',
    tx =>
      tx.run(
        statement('INSERT INTO model (kind, version, trained_at, body) VALUES (?, ?, ?, ?)', [
          ...[TRAINED.kind, TRAINED.version, trainedAt],
          JSON.stringify(body.card.chosen ? body : { ...body, model: null }),
        ]),
      ).lastId,
  )

/** Cards of all trained models, newest first, those that cannot be read included. */
export function listCards(db: ReadDb): ListedCard[] {
  const inUse = championId(db)
  return db.all(cards).map(({ card, ...row }) => {
    const { value, unreadable } = readStored(reportCardSchema, card)
    const kept = { ...row, inUse: row.id === inUse }
    return value === null ? { ...kept, card: null, unreadable } : { ...kept, card: value, unreadable: null }
  })
}

/** The model in use; null before one was chosen, and where its card does not say what it learned from. */
export function championOf(db: ReadDb): (Champion & { body: TrainedBody }) | null {
  const id = championId(db)
  const body = id === null ? null : trainedBody(db, id)
  const card = reportCardSchema.safeParse(body?.card)
  return id === null || !body?.model || !card.success
    ? null
    : { id, model: body.model, learnedTo: card.data.learned.to, body }
}

/** A trained model as it was kept; null where there is none of that number. */
export function trainedBody(db: ReadDb, id: number): TrainedBody | null {
  const row = db.get(bodyOf(id))
  return row ? (JSON.parse(row.body) as TrainedBody) : null
}
