import type { DeskSubject } from '../../../shared/desk/note.ts'
import {
  beginWatching,
  deskAbout,
  editNote,
  endWatching,
  mentionedIn,
  people,
  withdrawNote,
  writeNote,
} from '../../queue/door.ts'
import { api, journalled } from '../whole/context.ts'

/** An issue or an account as commands are given it. */
const given = (of: DeskSubject): { issue: number } | { account: number } =>
  'issueId' in of ? { issue: of.issueId } : { account: of.accountId }

export const desk = {
  people: api.desk.people.handler(({ context: { engine } }) => ({
    me: engine.actor,
    people: people(engine.read, engine.actor),
  })),
  about: api.desk.about.handler(({ context: { engine }, input }) => deskAbout(engine.read, input, engine.actor)),
  watch: api.desk.watch.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(beginWatching, given(input))),
  ),
  unwatch: api.desk.unwatch.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(endWatching, given(input))),
  ),
  writeNote: api.desk.writeNote.handler(({ context: { engine }, input: { of, text } }) =>
    journalled(
      engine.decide(writeNote, { ...given(of), text, mentions: mentionedIn(engine.read, text, engine.actor) }),
    ),
  ),
  editNote: api.desk.editNote.handler(({ context: { engine }, input: { note, text } }) =>
    journalled(engine.decide(editNote, { note, text, mentions: mentionedIn(engine.read, text, engine.actor) })),
  ),
  withdrawNote: api.desk.withdrawNote.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(withdrawNote, input)),
  ),
}
