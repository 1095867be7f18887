import { unwrap } from '../../shared/result.ts'
import { listJournal } from '../cache/journal.ts'
import { commands } from '../engine/commands.ts'
import { journalEntries } from './view/journal.ts'
import { api } from './whole/context.ts'

export const journal = {
  list: api.journal.list.handler(({ context: { engine }, input }) =>
    journalEntries(engine.read, commands, listJournal(engine.read, input.limit, input.offset)),
  ),
  verify: api.journal.verify.handler(({ context: { engine }, input }) => engine.verifyJournal(input?.replay ?? false)),
  undo: api.journal.undo.handler(async ({ context: { engine }, input }) => unwrap(await engine.undo(input.id))),
}
