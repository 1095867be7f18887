import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import type { SampleAnswers, SampleConfig } from '../../../shared/source/sample-config.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { isDamage } from '../../cache/failure.ts'
import { putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { seedPlaybooks } from '../../intervention/door.ts'
import { queuedLater } from '../../outbox/door.ts'
import { seedTriggers, standingTriggers, starterTriggers } from '../../signal/door.ts'
import { clockSettingOf, identityOf, putIdentity, type WorkspaceIdentity } from './workspace.ts'

/** What a new workspace is to be: empty, or filled with the simulated shop. */
export interface Creation {
  name: string
  sample: Pick<SampleConfig, 'seed' | 'accounts' | 'days'> | null
}

/** Gives a new workspace its identity, starter triggers and playbooks; leaves one that has them alone. */
export async function seed(deps: {
  writer: Writer
  read: ReadDb
  create: Creation | null
  id: string
  /** What the workspace is called where its file does not say. */
  name: string
  /** Machine time, UTC ms: the simulated shop's history ends here. */
  wall: number
  /** Told where the file turns out to be damaged: it opens as it is, so that it can be repaired. */
  onDamage: () => void
}): Promise<Result<WorkspaceIdentity>> {
  const existing = identityOf(deps.read)
  if (existing) {
    if (existing.sample)
      await resumeSampleTime(deps).catch(error => {
        const kind = error instanceof FailureError ? error.failure.kind : null
        if (isDamage(error) || kind === 'corrupt') deps.onDamage()
        // A disk that takes no change has been told of, and what is on it can be read.
        else if (kind !== 'io') throw error
      })
    return ok(existing)
  }
  const { create, read } = deps
  if (!create && read.get(anyWork)) {
    // A file was rescued without the row that says what it is. What people decided must not be locked up for that.
    const adopted = { id: deps.id, name: deps.name, sample: read.get(simulated) !== undefined }
    await deps.writer.write('user', tx => {
      putIdentity(tx, adopted)
      putSetting(tx, 'welcomed', true)
    })
    return ok(adopted)
  }
  if (!create)
    return fail(
      'not_found',
      'This folder holds no complete workspace.',
      'The workspace was never set up.',
      'Create one with `forestall --workspace DIR init`.',
    )
  const identity = { id: deps.id, name: create.name, sample: create.sample !== null }
  await deps.writer.write('user', tx => {
    putIdentity(tx, identity)
    seedPlaybooks(tx)
    seedTriggers(tx, [...starterTriggers(), ...standingTriggers()])
    if (!create.sample) return
    putSetting(tx, 'sample.bornAt', deps.wall)
    const config: Omit<SampleConfig, keyof SampleAnswers> = { ...create.sample, now: deps.wall }
    tx.run(
      statement('INSERT INTO source (slug, kind, name, config) VALUES (?, ?, ?, ?)', [
        'sample',
        'sample',
        'Sample shop',
        JSON.stringify(config),
      ]),
    )
  })
  return ok(identity)
}

/** Whether anybody has worked here: a workspace whose making was cut off holds nothing. */
const anyWork = query<{ any: 1 }>(
  'SELECT 1 AS any WHERE EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM source)',
)
const simulated = query<{ id: number }>("SELECT id FROM source WHERE kind = 'sample' LIMIT 1")

/**
 * The simulated shop has no life after it was made, so its clock goes on from where its last decision stood. Otherwise
 * somebody who comes back a week later would find a shop in which everybody fell silent.
 */
async function resumeSampleTime(deps: { writer: Writer; read: ReadDb; wall: number }): Promise<void> {
  const { read, writer, wall } = deps
  // Somebody who stopped the clock wants it to stand still, and a person who chose the machine's time knows why.
  const before = clockSettingOf(read)
  if (before.mode === 'fixed' || read.get(chosenClock)?.mode === 'real') return
  const at = read.get(lastSeen)?.at
  if (at === undefined || at === null) return
  const offset = Math.min(at - wall, 0)
  const stood = (before.mode === 'shifted' ? before.offset : 0) - offset
  await writer.write('steady', tx => {
    putSetting(tx, 'clock', { mode: 'shifted', offset })
    if (stood > 0) tx.run(queuedLater(stood))
  })
}

/** The clock that a person chose last; not one that came back when a choice was undone. */
const chosenClock = query<{ mode: string | null }>(
  `SELECT iif(undoes IS NULL, json_extract(args, '$.mode'), NULL) AS mode FROM journal
   WHERE command = 'workspace.setClock' ORDER BY seq DESC LIMIT 1`,
)

/** The latest moment that this workspace has lived through: birth, firings, decisions, messages. */
const lastSeen = query<{ at: number | null }>(`
  SELECT max(at) AS at FROM (
    SELECT CAST(value AS INTEGER) AS at FROM setting WHERE key = 'sample.bornAt'
    UNION ALL SELECT max(fired_at) FROM signal
    UNION ALL SELECT max(cleared_at) FROM signal
    UNION ALL SELECT max(at) FROM journal WHERE command <> 'workspace.setClock'
    UNION ALL SELECT max(sent_at) FROM outbox
  )`)
