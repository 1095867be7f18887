import type { DeskSubject } from '../../../shared/desk/note.ts'
import { type Run, usage } from '../command.ts'
import { print } from '../print.ts'

const NOTE = 'forestall note issue:12 "Called them, @kim" (or account:7)'
const ASSIGN = 'forestall assign 12 kim "You know them better"'

/** `issue:12`, or `account:7`. */
function subjectNamed(word: string | undefined): DeskSubject {
  const [, kind, digits] = /^(issue|account):([1-9]\d{0,14})$/.exec(word ?? '') ?? []
  if (digits === undefined) throw usage(`“${word ?? ''}” names neither an issue nor an account`, NOTE)
  return kind === 'issue' ? { issueId: Number(digits) } : { accountId: Number(digits) }
}

/** Writes a note about an issue or an account; without a text lists the notes. */
export const noteCommand: Run = async ({ client, args: [subject, ...words], options }) => {
  const of = subjectNamed(subject)
  const text = words.join(' ').trim()
  if (text !== '') {
    const done = await client.desk.writeNote({ of, text })
    print(options.json, done, () => ['Note written.'])
    return
  }
  const { notes } = await client.desk.about(of)
  print(options.json, notes, () =>
    notes.length === 0
      ? ['No notes.']
      : notes.map(note => `${new Date(note.at).toISOString()} ${note.author}: ${note.text}`),
  )
}

/** Hands an issue over to a colleague, with a note where there is one. */
export const assignCommand: Run = async ({ client, args: [id, colleague, ...words], options }) => {
  if (!/^[1-9]\d{0,14}$/.test(id ?? '') || !colleague)
    throw usage('An issue is handed over by its id and the name of a colleague', ASSIGN)
  const done = await client.issue.assign({ ids: [Number(id)], colleague, text: words.join(' ').trim() })
  print(options.json, done, () => [`Issue ${id} handed over to ${colleague}.`])
}
