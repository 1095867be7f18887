import type { Verdict } from '../../shared/model.ts'
import { statement, type WriteDb } from '../cache/db.ts'

/** Keeps every answer of a preflight. A clock that stands still may answer twice in one moment; the later one counts. */
export function keepVerdicts(
  tx: WriteDb,
  interventionId: string,
  stage: 'compose' | 'send',
  verdicts: readonly Verdict[],
  at: number,
): void {
  for (const { check, status, fact, until, overridden } of verdicts)
    tx.run(
      statement(
        `INSERT OR REPLACE INTO verdict (intervention_id, at, stage, check_name, status, fact, until, overridden)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [interventionId, at, stage, check, status, fact, until, overridden],
      ),
    )
}
