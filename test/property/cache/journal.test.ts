import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { WriteDb } from '../../../main/cache/db.ts'
import {
  type AnyCommand,
  type Decision,
  decide,
  listJournal,
  Rollback,
  replay,
  undo,
  verifyJournal,
} from '../../../main/cache/journal.ts'
import { readDb } from '../../../main/cache/open.ts'
import { createWriter } from '../../../main/cache/writer.ts'
import { commands } from '../../../main/engine/commands.ts'
import { getPlaybook } from '../../../main/intervention/playbook/playbooks.ts'
import { startSome, unfinishedBatches } from '../../../main/intervention/start/bulk.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { runs } from '../../helpers/depth.ts'
import { everyNaming, NAMING } from '../../helpers/journal/every-naming.ts'
import { aShop, CHECK_IN } from '../../helpers/journal/shop.ts'
import { decisionsTaken, reversibleTaken } from '../../helpers/journal/taken.ts'
import { renumber, stateByUid } from '../../helpers/renumbered.ts'

function commandOf(name: string): AnyCommand {
  const command = commands.get(name)
  if (!command) throw new Error(`there is no command ${name}`)
  return command
}

/** Carries out what bulk decisions have left to do, as the engine does. */
function finishBatches(tx: WriteDb): void {
  for (const { id } of tx.all(unfinishedBatches)) while (startSome(tx, id, 1));
}

it('the same journal gives the same state on a cache whose rows have other numbers, and its chain holds', async () => {
  let decided = 0
  const commandsUsed = new Set<string>()
  await fc.assert(
    fc.asyncProperty(decisionsTaken, async taken => {
      const { connection, writer, read, dir } = await aShop()
      const copy = join(dir, 'copy.db')
      connection.prepare('VACUUM INTO ?').run(copy)

      for (const [n, one] of taken.entries()) {
        const actor = one.actor ?? (n % 3 ? 'maya' : 'tom')
        const decision: Decision = { id: `d-${n}`, actor, device: `desk of ${actor}`, at: NOON + n * HOUR }
        try {
          await writer.write('user', tx =>
            'undo' in one
              ? undo(tx, commands, decision, one.undo === null ? undefined : `d-${one.undo}`)
              : decide(tx, commandOf(one.command), one.args, decision),
          )
        } catch (error) {
          // A refusal leaves no trace, and must not: it is not in the journal either.
          if (!(error instanceof Rollback)) throw error
        }
      }
      await writer.write('bulk', finishBatches)
      const rows = listJournal(read, -1, 0).reverse()
      decided += rows.length
      for (const { command } of rows) commandsUsed.add(command)

      const other = new Database(copy)
      renumber(other)
      await createWriter(other, copy, () => {}).write('bulk', tx => {
        replay(tx, rows, commands)
        finishBatches(tx)
      })
      expect(stateByUid(other)).toEqual(stateByUid(connection))
      expect(verifyJournal(readDb(other))).toMatchObject({ rows: rows.length, intact: true })
      other.close()
    }),
    { numRuns: runs(30), examples: [[everyNaming()]] },
  )
  // Were nearly everything refused, this would show nothing.
  expect(decided).toBeGreaterThan(10 * runs(30))
  expect(NAMING.filter(name => !commandsUsed.has(name))).toEqual([])
})

it('taking back everything that can be, newest first, gives the issues back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(reversibleTaken, async taken => {
      const { connection, writer, read } = await aShop()
      const before = connection.prepare('SELECT * FROM issue ORDER BY id').all()
      const playbook = getPlaybook(read, CHECK_IN.id)?.playbook
      const done: string[] = []
      for (const [n, one] of taken.entries()) {
        if ('undo' in one) continue
        const answer = await decideNow(writer, commandOf(one.command), one.args, { id: `d-${n}` })
        if (answer.ok) done.push(`d-${n}`)
      }
      for (const id of done.reverse())
        await writer.write('user', tx =>
          undo(tx, commands, { id: `u-${id}`, actor: 'maya', device: 'test', at: NOON }, id),
        )
      expect(connection.prepare('SELECT * FROM issue ORDER BY id').all()).toEqual(before)
      expect(getPlaybook(read, CHECK_IN.id)?.playbook).toEqual(playbook)
    }),
    { numRuns: runs(30) },
  )
})
