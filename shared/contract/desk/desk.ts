import { z } from 'zod'
import { deskAboutSchema } from '../../desk/about.ts'
import { daySchema, seenSchema } from '../../desk/day.ts'
import { noteTextSchema, subjectSchema } from '../../desk/note.ts'
import { promiseAnswerSchema } from '../../desk/promise.ts'
import { id } from '../../model/values.ts'
import { call, done } from '../call.ts'

export const desk = {
  people: call('list colleagues who act in this workspace', 'issue_count', 'journal', 'setting').output(
    z.object({ me: z.string(), people: z.array(z.string()) }),
  ),
  about: call(
    'show the notes and promises about an issue or an account, and whether it is watched',
    'account',
    'issue',
    'mention',
    'note',
    'outbox',
    'promise',
    'watch',
  )
    .input(subjectSchema)
    .output(deskAboutSchema),
  day: call(
    'show what waits for this person, what they promised, and what they did today',
    'account',
    'issue',
    'journal',
    'mention',
    'note',
    'object',
    'outbox',
    'promise',
    'setting',
    'signal',
    'watch',
  ).output(daySchema),
  see: call('mark mentions, watched changes and returned issues as seen').input(seenSchema).output(done),
  settlePromise: call('confirm a promise, change its date, or say that it was kept or dropped')
    .input(promiseAnswerSchema)
    .output(done),
  watch: call('watch an issue or an account: its changes are on one’s own day').input(subjectSchema).output(done),
  unwatch: call('end watching an issue or an account').input(subjectSchema).output(done),
  writeNote: call('write a note about an issue or an account; @name mentions a colleague')
    .input(z.object({ of: subjectSchema, text: noteTextSchema }))
    .output(done),
  editNote: call('change what a note of one’s own says')
    .input(z.object({ note: id, text: noteTextSchema }))
    .output(done),
  withdrawNote: call('withdraw a note of one’s own')
    .input(z.object({ note: id }))
    .output(done),
}
