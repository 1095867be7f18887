import type { OutreachStep } from '../../shared/playbook.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { getPlaybookVersion } from './playbooks.ts'
import { compile, type Program } from './program.ts'
import type { RunRow } from './run-facts.ts'

/** The program of a run: that of the version it started with, whatever became of the playbook since. */
export function programOf(db: ReadDb, run: Pick<RunRow, 'playbookId' | 'playbookVersion'>): Program | null {
  const playbook = getPlaybookVersion(db, run.playbookId, run.playbookVersion)
  return playbook && compile(playbook)
}

const placeOf = (outboxId: number) =>
  query<{ playbookId: string; playbookVersion: number; position: number }>(
    `SELECT v.playbook_id AS playbookId, v.playbook_version AS playbookVersion, s.position
     FROM outbox o JOIN intervention v ON v.id = o.intervention_id
       JOIN step s ON s.intervention_id = o.intervention_id AND s.n = o.step WHERE o.id = ?`,
    [outboxId],
  )

/** The step that a message in the outbox belongs to, in the version that its run started with. */
export function outreachOf(db: ReadDb, outboxId: number): OutreachStep | null {
  const place = db.get(placeOf(outboxId))
  const found = place && programOf(db, place)?.[place.position]
  return found?.op === 'outreach' ? found.step : null
}
