import type { AdviceDecision, PlaybookFigures } from '../../../shared/review/decision.ts'
import { playbookFiguresSchema } from '../../../shared/review/decision.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** A decision as it is kept. */
interface AdviceRow {
  id: string
  playbook_id: string
  advice: AdviceDecision['advice']
  segment: string | null
  answer: AdviceDecision['answer']
  reason: string
  figures: string
  decided_by: string
  decided_at: number
  look_at: number
  looked_by: string | null
  looked_at: number | null
  found: string | null
}

/** One decision; undefined where there is none of that id. */
export const adviceRow = (db: ReadDb, id: string): AdviceRow | undefined =>
  db.get(query<AdviceRow>('SELECT * FROM advice WHERE id = ?', [id]))

/** The newest decisions. */
export const adviceRows = (db: ReadDb, limit: number): AdviceRow[] =>
  db.all(
    query<AdviceRow>('SELECT * FROM advice INDEXED BY advice_decided ORDER BY decided_at DESC, id LIMIT ?', [limit]),
  )

/** A decision for the screen; `measured` gives what was started since, where that is wanted. */
export function decisionOf(
  row: AdviceRow,
  now: number,
  { labelOf, since }: { labelOf: (playbookId: string) => string; since: (row: AdviceRow) => PlaybookFigures },
): AdviceDecision {
  const state = row.looked_at !== null ? 'looked' : row.look_at <= now ? 'due' : 'waiting'
  const found = row.found === null ? null : playbookFiguresSchema.parse(JSON.parse(row.found))
  return {
    ...{ id: row.id, playbookId: row.playbook_id, label: labelOf(row.playbook_id), advice: row.advice },
    ...{ segment: row.segment, answer: row.answer, reason: row.reason, decidedBy: row.decided_by },
    ...{ decidedAt: row.decided_at, lookAt: row.look_at, state, lookedBy: row.looked_by, lookedAt: row.looked_at },
    before: playbookFiguresSchema.parse(JSON.parse(row.figures)),
    since: found ?? (state === 'due' ? since(row) : null),
  }
}
