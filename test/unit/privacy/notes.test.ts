import { expect, it, onTestFinished } from 'vitest'
import { markedWorkspace, marksIn } from '../../helpers/marked-people.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const SECRET = 'zeppelinfahrt'

it('what colleagues wrote about somebody goes with them, from rows, indexes and journal, and the chain holds', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  const { call, persons, dir } = marked
  const accountId = persons[0]?.accountId ?? 0
  await call.workspace.setRoles({ maya: ['admin'], kim: ['specialist'] })
  await call.desk.writeNote({ of: { accountId }, text: `They planned a ${SECRET}, @kim` })
  const [first] = (await call.desk.about({ accountId })).notes
  await call.desk.editNote({ note: first?.id ?? 0, text: `They cancelled the ${SECRET}` })
  await call.desk.watch({ accountId })
  const { name, rows } = await call.person.plan({ kind: 'account', id: accountId })
  expect(rows).toContainEqual({ what: 'notes of colleagues', rows: 1 })
  expect(marksIn(dir, [SECRET])).not.toEqual([])
  await call.person.erase({ kind: 'account', id: accountId, confirm: name })
  expect(marksIn(dir, [SECRET])).toEqual([])
  expect(await call.desk.about({ accountId })).toEqual({
    notes: [],
    promises: [],
    watching: { issue: false, account: false },
  })
  expect(await call.journal.verify()).toMatchObject({ intact: true })
})

it('a note about somebody else loses the name of a contact who is erased', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  const { call, persons, dir } = marked
  const [other, firm] = [persons[0]?.accountId ?? 0, persons[1]]
  await call.desk.writeNote({ of: { accountId: other }, text: `As Kim ${firm?.mark} said on the phone` })
  const person = { kind: 'contact' as const, id: firm?.contactId ?? 0 }
  const { name } = await call.person.plan(person)
  await call.person.erase({ ...person, confirm: name })
  expect((await call.desk.about({ accountId: other })).notes).toHaveLength(1)
  expect(marksIn(dir, [firm?.mark ?? ''])).toEqual([])
})
