import { type HeldGuardrails, heldGuardrailsSchema } from '../../../shared/policy.ts'
import { ok } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'

const POLICY = 'policy'

/** The guardrails that an administrator holds in this workspace. */
export const heldGuardrails = (db: ReadDb): HeldGuardrails =>
  getSetting(db, POLICY, heldGuardrailsSchema) ?? heldGuardrailsSchema.parse({})

/**
 * Puts the guardrails of an administrator's policy in force, or lifts them. It is journalled, so that a replay decides as
 * it was decided. No call of the contract leads here and nothing takes it back: the file alone decides, whenever a
 * workspace is opened.
 */
export const holdPolicy = defineCommand({
  name: 'policy.hold',
  args: heldGuardrailsSchema,
  apply: (tx, held) => {
    putSetting(tx, POLICY, held)
    return ok({ value: null, undo: null })
  },
})
