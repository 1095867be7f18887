import type { ReadDb } from '../../cache/db.ts'
import { playbookOf } from '../../cache/definitions.ts'
import { definitionOf } from './playbooks.ts'
import { compile, type Program } from './program.ts'

/** The program of a run: that of the version it started with, whatever became of the playbook since. */
export function programOf(db: ReadDb, run: { playbookId: string; playbookVersion: number }): Program | null {
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
  const program = compile(playbookOf(definition))
  known.set(definition, program)
  return program
}
