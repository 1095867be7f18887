import type { DeskSubject } from '../../../shared/desk/note.ts'
import { promisesIn } from '../../../shared/desk/promises.ts'
import { unwrap } from '../../../shared/result.ts'
import { commands } from '../../engine/commands.ts'
import type { Engine } from '../../engine/engine.ts'
import {
  beginWatching,
  deskAbout,
  editNote,
  endWatching,
  mentionedIn,
  people,
  see,
  settlePromise,
  settling,
  withdrawNote,
  writeNote,
} from '../../queue/door.ts'
import { dayOfPerson } from '../view/day.ts'
import { api, journalled } from '../whole/context.ts'

/** An issue or an account as commands are given it. */
const given = (of: DeskSubject): { issue: number } | { account: number } =>
  'issueId' in of ? { issue: of.issueId } : { account: of.accountId }

/** A text with whom it mentions and what it promises, as of now. */
const read = ({ read, actor, clock, zone }: Engine, text: string) => ({
  text,
  mentions: mentionedIn(read, text, actor),
  promises: promisesIn(text, { now: clock.now(), zone, said: 'note' }),
})

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
  day: api.desk.day.handler(({ context: { engine } }) =>
    dayOfPerson(engine.read, { me: engine.actor, now: engine.clock.now(), zone: engine.zone, commands }),
  ),
  see: api.desk.see.handler(({ context: { engine }, input: { notes, watched, returned } }) =>
    journalled(
      engine.decide(see, {
        notes: notes.map(note => ({ note })),
        watched: watched.map(given),
        returned: returned.map(issue => ({ issue })),
      }),
    ),
  ),
  settlePromise: api.desk.settlePromise.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(settlePromise, unwrap(settling(engine.read, input)))),
  ),
  writeNote: api.desk.writeNote.handler(({ context: { engine }, input: { of, text } }) =>
    journalled(engine.decide(writeNote, { ...given(of), ...read(engine, text) })),
  ),
  editNote: api.desk.editNote.handler(({ context: { engine }, input: { note, text } }) =>
    journalled(engine.decide(editNote, { note, ...read(engine, text) })),
  ),
  withdrawNote: api.desk.withdrawNote.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(withdrawNote, input)),
  ),
}
