import type { HeldGuardrails } from '../../../shared/policy.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { heldGuardrails, holdPolicy } from '../../intervention/door.ts'
import type { Decisions } from './decisions.ts'

/** Who decides when a policy file does. */
export const ADMINISTRATOR = 'administrator'

/** Journals what the policy holds where the workspace does not know it yet. */
export async function holdWhatIsHeld(
  read: ReadDb,
  held: HeldGuardrails,
  decide: Decisions['decide'],
): Promise<Result<null>> {
  if (JSON.stringify(heldGuardrails(read)) === JSON.stringify(held)) return ok(null)
  const done = await decide(holdPolicy, held)
  return done.ok ? ok(null) : done
}
