import { z } from 'zod'
import { actionSettingSchema } from '../../../shared/outbox/action-manifest.ts'
import { fail, ok } from '../../../shared/result.ts'
import { ADMINS } from '../../../shared/roles.ts'
import { query, statement } from '../../cache/db.ts'
import { defineCommand } from '../../cache/journal.ts'
import { getSetting, putSetting } from '../../cache/settings.ts'
import { type Uid, uidOf } from '../../cache/uid.ts'

const keyOf = (id: string): string => `action:${id}`

/** Lets playbooks use an action, or no longer. Its system was held against its manifest before. */
export const setAction = defineCommand({
  name: 'action.set',
  args: z.object({ id: z.string(), setting: actionSettingSchema.nullable() }),
  reserved: { roles: ADMINS, to: 'set up fixes' },
  apply: (tx, { id, setting }) => {
    const before = getSetting(tx, keyOf(id), actionSettingSchema)
    if (setting) putSetting(tx, keyOf(id), setting)
    else tx.run(statement('DELETE FROM setting WHERE key = ?', [keyOf(id)]))
    return ok({ value: null, undo: { command: 'action.set', args: { id, setting: before } } })
  },
})

interface FixStanding {
  id: number
  state: string
  verdict: 'worked' | 'failed' | null
  stepOpen: number
}
const standing = (key: Uid<'outbox'>) =>
  query<FixStanding>(
    `SELECT o.id, o.state, r.verdict, EXISTS (SELECT 1 FROM step s WHERE s.intervention_id = r.intervention_id AND s.n = o.step
       AND s.state = 'open') AS stepOpen
     FROM resolution r JOIN outbox o ON o.id = r.outbox_id WHERE o.key = ?`,
    [key],
  )

/** A person says whether a fix worked. Null takes the word back, until the playbook has gone on because of it. */
export const judgeResolution = defineCommand({
  name: 'resolution.judge',
  args: z.object({ outboxId: uidOf('outbox'), verdict: z.enum(['worked', 'failed']).nullable() }),
  apply: (tx, { outboxId, verdict }, { at }) => {
    const found = tx.get(standing(outboxId))
    const why = !found
      ? 'There is no such fix.'
      : found.state !== 'sent'
        ? `The fix is ${found.state}, so there is nothing to judge.`
        : found.stepOpen === 0
          ? 'The playbook has already gone on.'
          : null
    if (!found || why)
      return fail(found ? 'conflict' : 'not_found', 'Nothing was judged.', why ?? '', 'Open the fix again.')
    tx.run(
      statement('UPDATE resolution SET verdict = ?, judged_at = ? WHERE outbox_id = ?', [
        verdict,
        verdict === null ? null : at,
        found.id,
      ]),
    )
    return ok({ value: null, undo: { command: 'resolution.judge', args: { outboxId, verdict: found.verdict } } })
  },
})

export const resolutionCommands = [setAction, judgeResolution]
