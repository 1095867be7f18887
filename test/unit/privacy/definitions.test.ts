import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { DATABASE } from '../../../main/cache/open.ts'
import { markedWorkspace, marksIn } from '../../helpers/marked-people.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

it('a trigger and a playbook lose the name of a contact who is erased, and such a text is not sent', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  const { call, persons, dir } = marked
  const [account, firm] = persons
  if (!account || !firm) throw new Error('there are two people')
  const who = `Kim ${firm.mark}`
  const { playbook } = await call.playbook.get({ id: 'usage-check-in' })
  const steps = playbook.steps.map(step =>
    step.type === 'outreach'
      ? { ...step, subject: 'Hello', body: `Hello,\n\nregards\n${who}`, translations: {} }
      : step,
  )
  const written = { ...playbook, id: 'a-call', name: `Call ${who}`, steps }
  await call.playbook.save(written)
  const [trigger] = await call.trigger.list()
  if (!trigger) throw new Error('there are triggers')
  await call.trigger.save({ ...trigger.definition, id: 'silent-person', title: `Silent: ${who}` })

  await call.outage.declare({ dimension: 'line', component: who, sure: ['certain'], beganAt: 0 })

  const person = { kind: 'contact' as const, id: firm.contactId }
  const { name, namedIds } = await call.person.plan(person)
  expect(namedIds).toEqual([])
  await call.person.erase({ ...person, confirm: name })
  expect(marksIn(dir, [firm.mark])).toEqual([])
  expect((await call.trigger.list()).find(({ definition }) => definition.id === 'silent-person')?.definition).toEqual({
    ...trigger.definition,
    id: 'silent-person',
    title: expect.stringMatching(/^erased:/),
  })
  const left = (await call.playbook.get({ id: 'a-call' })).playbook
  expect(left.categories).toEqual(playbook.categories)
  const checked = await call.playbook.check({ playbook: JSON.parse(JSON.stringify(left)) })
  expect(JSON.stringify(checked)).toContain('The message could read “erased:')
  expect(await call.journal.verify()).toMatchObject({ intact: true })
})

it('ids that are made of the name are named before anything goes, since nothing changes them', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  const { call, persons } = marked
  const firm = persons[1]
  const [trigger] = await call.trigger.list()
  if (!firm || !trigger) throw new Error('there are two people and some triggers')
  const id = `silent-kim-${firm.mark.toLowerCase()}`
  await call.trigger.save({ ...trigger.definition, id, title: 'Silent' })
  await call.trigger.save({ ...trigger.definition, id: 'silent-kim', title: 'Silent' })
  const { namedIds } = await call.person.plan({ kind: 'contact', id: firm.contactId })
  expect(namedIds).toEqual([{ what: 'trigger', id }])
})

it('an id names a person of letters with accents as ids are made now, with umlauts spelt out, and as they were made once', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  const { call, persons, dir } = marked
  const [trigger] = await call.trigger.list()
  const contact = persons[1]?.contactId
  if (contact === undefined || !trigger) throw new Error('there are two people and some triggers')
  const db = new Database(join(dir, DATABASE))
  db.prepare("UPDATE contact SET name = 'Kim Nørgaard' WHERE id = ?").run(contact)
  db.close()
  const naming = ['kim-n-rgaard', 'kim-noergaard', 'kim-norgaard-2']
  for (const id of [...naming, 'kim-norgaardsen', 'n-rgaard'])
    await call.trigger.save({ ...trigger.definition, id, title: 'Silent' })
  const { namedIds } = await call.person.plan({ kind: 'contact', id: contact })
  expect(namedIds).toEqual(naming.map(id => ({ what: 'trigger', id })))
})
