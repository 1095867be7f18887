import { z } from 'zod'
import { ms } from '../../shared/model/values.ts'
import { outboxSettingSchema } from '../../shared/outbox/outbox.ts'
import { type Outgoing, thingOf } from '../../shared/outbox/outgoing.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { ADMINS } from '../../shared/roles.ts'
import type { OutboxState } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement } from '../cache/db.ts'
import { defineCommand } from '../cache/journal.ts'
import { getSetting, putSetting } from '../cache/settings.ts'
import { gone, type Uid, uidOf } from '../cache/uid.ts'
import { allowHost, sealAddresses, setChannel, setSmtp } from './channel-commands.ts'
import { pausedOf } from './store.ts'

/** Holds everything, or lets it go again. */
export const pause = defineCommand({
  name: 'outbox.pause',
  args: z.object({ paused: z.boolean() }),
  apply: (tx, { paused }) => {
    const before = pausedOf(tx)
    putSetting(tx, 'outbox.paused', paused)
    return ok({ value: null, undo: { command: 'outbox.pause', args: { paused: before } } })
  },
})

/** A workspace on a clock of its own may send to real people, or may not. */
export const allowReplay = defineCommand({
  name: 'outbox.allowReplay',
  args: z.object({ allowed: z.boolean() }),
  reserved: { roles: ADMINS, to: 'allow sending in replay mode' },
  apply: (tx, { allowed }) => {
    const before = getSetting(tx, 'outbox', outboxSettingSchema)?.replaySends ?? false
    putSetting(tx, 'outbox', { replaySends: allowed })
    return ok({ value: null, undo: { command: 'outbox.allowReplay', args: { allowed: before } } })
  },
})

// `wallNow` is machine time, UTC ms: when the message is back in line.
const named = { id: uidOf('outbox'), wallNow: ms }

/** Puts a refused message back in line; preflight looks at it again before it leaves. */
export const retry = defineCommand({
  name: 'outbox.retry',
  args: z.object(named),
  apply: (tx, { id, wallNow }) => {
    const found = expected(tx, id, 'refused')
    if (!found.ok) return found
    tx.run(
      statement("UPDATE outbox SET state = 'waiting', why = NULL, not_before = max(not_before, ?) WHERE key = ?", [
        wallNow,
        id,
      ]),
    )
    return ok({ value: null, undo: null })
  },
})

const unsure = (key: Uid<'outbox'>) =>
  query<{ attempts: number; why: string | null }>('SELECT attempts, why FROM outbox WHERE key = ?', [key])

/** A person says what became of a message whose sending was cut off. `undoMs`: how long one that is sent again waits. */
export const settle = defineCommand({
  name: 'outbox.settle',
  args: z.object({ ...named, as: z.enum(['sent', 'send_again', 'cancel']), undoMs: z.int().min(0).optional() }),
  apply: (tx, { id, as, wallNow, undoMs = 0 }, { at }) => {
    const found = expected(tx, id, 'unsure')
    if (!found.ok) return found
    const { attempts, why } = tx.get(unsure(id)) ?? { attempts: 0, why: null }
    const changes = {
      sent: statement("UPDATE outbox SET state = 'sent', sent_at = ?, why = NULL WHERE key = ?", [at, id]),
      send_again: statement("UPDATE outbox SET state = 'waiting', not_before = ?, why = NULL WHERE key = ?", [
        wallNow + undoMs,
        id,
      ]),
      // It may have left anyway, so it keeps a moment from which the frequency cap counts it.
      cancel: statement(
        "UPDATE outbox SET state = 'cancelled', sent_at = ?, why = 'Given up by a person.' WHERE key = ?",
        [at, id],
      ),
    }
    tx.run(changes[as])
    return ok({ value: null, undo: { command: 'outbox.unsettle', args: { id, as, attempts, why } } })
  },
})

function expected(db: ReadDb, key: Uid<'outbox'>, state: OutboxState): Result<null> {
  const row = db.get(
    query<{ state: OutboxState; kind: Outgoing['type'] }>('SELECT state, kind FROM outbox WHERE key = ?', [key]),
  )
  if (row?.state === state) return ok(null)
  if (!row) return gone('outbox', key)
  const why = `The ${thingOf(row.kind)} is ${row.state}, not ${state}.`
  return fail('conflict', 'Nothing was changed.', why, 'Check the outbox again.')
}

/** Every decision of this stage. */
export const outboxCommands = [pause, allowReplay, retry, settle, setSmtp, setChannel, allowHost, sealAddresses([])]
