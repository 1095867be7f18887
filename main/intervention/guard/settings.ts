import { z } from 'zod'
import { suppressibleSchema } from '../../../shared/intervention/suppression.ts'
import { type Guardrails, guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { smtpSettingSchema } from '../../../shared/model/smtp.ts'
import { changedUnderPolicy, underPolicy } from '../../../shared/policy.ts'
import { fail, ok } from '../../../shared/result.ts'
import { ADMINS, LEADING } from '../../../shared/roles.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'

import { getSetting, putSetting } from '../../cache/settings.ts'
import { heldGuardrails } from './held.ts'

const workspaceSchema = z.object({ id: z.string(), name: z.string(), sample: z.boolean() })

const ownGuardrails = (db: ReadDb): Guardrails =>
  getSetting(db, 'guardrails', guardrailsSchema) ?? guardrailsSchema.parse({})

/** The rules of conduct in force: those of the workspace, the defaults where none were set, under the administrator's. */
export const guardrailsOf = (db: ReadDb): Guardrails => underPolicy(ownGuardrails(db), heldGuardrails(db))

/** Whether anybody may let autopilot start playbooks here. */
export const autopilotAllowed = (db: ReadDb): boolean => heldGuardrails(db).autopilot

/** Who messages come from: the SMTP setting, or the workspace's name while there is none. */
export function senderOf(db: ReadDb): { name: string; from: string } {
  const smtp = getSetting(db, 'smtp', smtpSettingSchema)
  if (smtp) return { name: smtp.fromName, from: `${smtp.fromName} <${smtp.fromAddress}>` }
  return { name: getSetting(db, 'workspace', workspaceSchema)?.name ?? 'Support', from: 'no sender yet' }
}

export const setGuardrails = defineCommand({
  name: 'guardrails.set',
  args: guardrailsSchema,
  reserved: { roles: ADMINS, to: 'change guardrails' },
  sets: 'whole',
  apply: (tx, wanted) => {
    const before = ownGuardrails(tx)
    const { guardrails, refused } = changedUnderPolicy(before, wanted, heldGuardrails(tx))
    if (refused !== null)
      return fail(
        'refused',
        'The guardrails were not changed.',
        `${refused === 'frequencyCap' ? 'The frequency cap is' : 'Quiet hours are'} set by your administrator.`,
        'Ask your administrator.',
      )
    putSetting(tx, 'guardrails', guardrails)
    return ok({ value: null, undo: { command: 'guardrails.set', args: before as Json } })
  },
})

const suppressed = (address: string) =>
  query<{ reason: string }>('SELECT reason FROM suppression WHERE address = ?', [address])

/** Never contact this address, or anybody of this domain, again, whatever the topic. */
export const suppress = defineCommand({
  name: 'account.suppress',
  args: z.object({ address: suppressibleSchema, reason: z.string().trim().min(3) }),
  apply: (tx, { address, reason }, { at }) => {
    if (tx.get(suppressed(address)))
      return fail('conflict', 'Nothing was changed.', 'The address is already suppressed.', 'Nothing needs to be done.')
    tx.run(statement('INSERT INTO suppression (address, reason, at) VALUES (?, ?, ?)', [address, reason, at]))
    return ok({ value: null, undo: { command: 'account.unsuppress', args: { address } } })
  },
})

/** The way back of `account.suppress`, which a person who suppressed an address by mistake may take, too. */
export const unsuppress = defineCommand({
  name: 'account.unsuppress',
  args: z.object({ address: suppressibleSchema }),
  reserved: { roles: LEADING, to: 'remove an address from the suppression list' },
  apply: (tx, { address }) => {
    const before = tx.get(suppressed(address))
    if (!before)
      return fail('not_found', 'Nothing was changed.', 'The address is not suppressed.', 'Check the address.')
    tx.run(statement('DELETE FROM suppression WHERE address = ?', [address]))
    return ok({ value: null, undo: { command: 'account.suppress', args: { address, reason: before.reason } } })
  },
})
