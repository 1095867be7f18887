import { type OutreachStep, playbookSchema } from '../../shared/playbook.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { definitionOf } from './playbooks.ts'
import { compile, type Program } from './program.ts'
import type { RunRow } from './run-facts.ts'

/** The program of a run: that of the version it started with, whatever became of the playbook since. */
export function programOf(db: ReadDb, run: Pick<RunRow, 'playbookId' | 'playbookVersion'>): Program | null {
  const definition = definitionOf(db, run.playbookId, run.playbookVersion)
  return definition === null ? null : compiled(definition)
}

// Every message asks twice before it leaves; reading a definition takes 0.1 ms, finding it here a hundredth of that.
const known = new Map<string, Program>()
const MOST_KNOWN = 100

function compiled(definition: string): Program {
  const found = known.get(definition)
  if (found) return found
  if (known.size >= MOST_KNOWN) known.clear()
  const program = compile(playbookSchema.parse(JSON.parse(definition)))
  known.set(definition, program)
  return program
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
