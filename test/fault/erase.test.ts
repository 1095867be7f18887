import { expect, it, onTestFinished } from 'vitest'
import { aContact, anAccount } from '../helpers/builders.ts'
import { eraseEverybody, markedWorkspace, marksIn } from '../helpers/marked-people.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

/** Eight kinds of people (`marked-people.ts`), three of each; `npm run bench -- erase` erases a hundred. */
const PEOPLE = 24

it('no file of the workspace holds a byte of people who were erased, and nobody else has lost anything', {
  timeout: 600_000,
}, async () => {
  const marked = await markedWorkspace(tempFolder(), PEOPLE)
  onTestFinished(marked.close)
  const { dir, call, db, sourceId, persons } = marked
  const marks = persons.map(({ mark }) => mark)
  expect(new Set(marksIn(dir, marks).map(({ mark }) => mark)).size).toBe(PEOPLE)
  const before = marked.others()

  await eraseEverybody(marked)
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect(marksIn(dir, marks)).toEqual([])
  expect(marked.others()).toEqual(before)

  // The source still has them.
  await call.source.sync({ sourceId })
  expect(marksIn(dir, marks)).toEqual([])
  const erasures = await call.person.erasures()
  expect(erasures).toHaveLength(PEOPLE)
  expect(erasures.every(({ state }) => state === 'done')).toBe(true)

  const journal = await call.journal.verify()
  expect(journal).toMatchObject({ intact: true, brokenAt: null })
  expect(journal.erased).toBeGreaterThan(PEOPLE)

  // Who had said no comes back by another way, and is not written to.
  for (const { n, mark } of persons) {
    const account = anAccount(db)
    aContact(db, account, { email: `${mark}@MAIL.example` })
    const [contact] = (await call.account.get({ id: account })).contacts
    expect(contact?.suppressed).toBe(n % 4 < 2 || n % 8 >= 4)
  }
})
