import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { erasureKey } from '../../../main/cache/erased/hashes.ts'
import { listJournal, replay } from '../../../main/cache/journal.ts'
import { listBackups } from '../../../main/cache/safety/backups.ts'
import { commands } from '../../../main/engine/commands.ts'
import { safetyOf } from '../../../main/engine/safety.ts'
import { rewordPage } from '../../../main/privacy/journal-rows.ts'
import { gatherKnownBy, subjectOf } from '../../../main/privacy/subject.ts'
import { unwrap } from '../../../shared/result.ts'
import { NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { anEngine } from '../../helpers/engine.ts'
import { type Marked, markedWorkspace, marksIn } from '../../helpers/marked-people.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

/** An account (the first) and a contact of a firm (the second), known by their marks. */
async function twoPeople(): Promise<Marked> {
  const marked = await markedWorkspace(tempFolder(), 2)
  onTestFinished(marked.close)
  return marked
}
const accountOf = ({ persons }: Marked) => ({ kind: 'account' as const, id: persons[0]?.accountId ?? 0 })
const contactOf = ({ persons }: Marked) => ({ kind: 'contact' as const, id: persons[1]?.contactId ?? 0 })
const why = (error: unknown) => (error as { data?: { why: string } }).data?.why

it('shows what would go, and takes nothing away', async () => {
  const marked = await twoPeople()
  const plan = await marked.call.person.plan(accountOf(marked))
  expect(plan).toMatchObject({
    kind: 'account',
    name: `Shop ${marked.persons[0]?.mark}`,
    sources: ['Shop'],
    refused: null,
  })
  expect(plan.saidNo).toBe(true)
  expect(plan.rows).toContainEqual({ what: 'contacts', rows: 1 })
  expect(plan.rows).toContainEqual({ what: 'events', rows: 6 })
  expect(plan.backups).toHaveLength(3)
  expect(await marked.call.person.erasures()).toEqual([])
})

it('erases nobody whose name was not typed, and not for a specialist', async () => {
  const marked = await twoPeople()
  const person = accountOf(marked)
  const refused = await marked.call.person.erase({ ...person, confirm: 'somebody else' }).catch(why)
  expect(refused).toBe('The name that was typed is not the name of the person.')
  await marked.call.workspace.setRoles({ maya: ['specialist'], sam: ['admin'] })
  const { name, refused: told } = await marked.call.person.plan(person)
  expect(told).toBe('Only a lead or an admin may erase a person.')
  expect(await marked.call.person.erase({ ...person, confirm: name }).catch(why)).toBe(told)
  expect((await marked.call.account.get({ id: person.id })).name).toBe(name)
})

it('journals an erasure without the person, and it cannot be undone', async () => {
  const marked = await twoPeople()
  const person = accountOf(marked)
  const { name } = await marked.call.person.plan(person)
  const { journalId, id } = await marked.call.person.erase({ ...person, confirm: name })
  const row = (await marked.call.journal.list({})).find(one => one.id === journalId)
  expect(row).toMatchObject({ command: 'person.erase', args: { kind: 'account', person: id }, undo: null })
  await expect(marked.call.journal.undo({ id: journalId })).rejects.toThrow('cannot be undone')
  expect(await marked.call.person.plan(person).catch(why)).toContain('no such person')
})

it('keeps an account whose contact is erased, with everybody else in it', async () => {
  const marked = await twoPeople()
  const person = contactOf(marked)
  const accountId = marked.persons[1]?.accountId ?? 0
  const { name } = await marked.call.person.plan(person)
  await marked.call.person.erase({ ...person, confirm: name })
  const account = await marked.call.account.get({ id: accountId })
  expect(account.name).toBe('Firm 1')
  expect(account.contacts.map(contact => contact.name)).toEqual(['Pat Other 1'])
  expect(marksIn(marked.dir, [marked.persons[1]?.mark ?? ''])).toEqual([])
})

it('a row that was sealed and then changed breaks the chain', async () => {
  const marked = await twoPeople()
  const person = accountOf(marked)
  const { name } = await marked.call.person.plan(person)
  await marked.call.person.erase({ ...person, confirm: name })
  expect(await marked.call.journal.verify()).toMatchObject({ intact: true })
  const sealed = marked.db.prepare("SELECT seq FROM journal WHERE args LIKE '%erased:%' ORDER BY seq").pluck().get()
  marked.db.prepare("UPDATE journal SET args = '{}' WHERE seq = ?").run(sealed)
  expect(await marked.call.journal.verify()).toMatchObject({ intact: false, brokenAt: sealed })
})

it('finds nothing to reword a second time, the seals included', async () => {
  const marked = await twoPeople()
  const { read } = marked.host.engine()
  const person = accountOf(marked)
  const subject = subjectOf(read, person.kind, person.id)
  if (!subject) throw new Error('nobody was read')
  const { names, refs } = gatherKnownBy(read, subject)
  await marked.call.person.erase({ ...person, confirm: subject.name })
  const key = erasureKey(read) ?? ''
  expect(rewordPage(read, { key, names, refs }, 0).rows).toEqual([])
})

it('a replay says which decisions concern erased people, and applies the others', async () => {
  const marked = await twoPeople()
  const person = accountOf(marked)
  const { name } = await marked.call.person.plan(person)
  await marked.call.workspace.welcomed({})
  await marked.call.person.erase({ ...person, confirm: name })
  const rows = listJournal(marked.host.engine().read, 1_000, 0).reverse()
  const alone = rows.filter(
    ({ command, args }) => /^(person|workspace)\./.test(command) || JSON.stringify(args).includes('erased:'),
  )
  const { writer } = aCache()
  const { erased } = await writer.write('user', tx => replay(tx, alone, commands))
  expect(erased.length).toBeGreaterThan(0)
  expect(
    rows.filter(({ id }) => erased.includes(id)).every(({ args }) => JSON.stringify(args).includes('erased:')),
  ).toBe(true)
})

it('exports everything about a person into a folder, and erasing them takes the folder along', async () => {
  const marked = await twoPeople()
  const person = accountOf(marked)
  const mark = marked.persons[0]?.mark ?? ''
  marked.db.prepare("UPDATE contact SET name = '<script>alert(1)</script>' WHERE account_id = ?").run(person.id)
  const { dir, rows } = await marked.call.person.export(person)
  expect(readdirSync(dir).sort()).toEqual(['data.json', 'index.html'])
  const data = JSON.parse(readFileSync(join(dir, 'data.json'), 'utf8')) as {
    tables: { table: string; rows: unknown[] }[]
  }
  expect(data.tables.reduce((sum, table) => sum + table.rows.length, 0)).toBe(rows)
  const tables = new Set(data.tables.map(({ table }) => table))
  for (const table of ['account', 'contact', 'event', 'object', 'outbox', 'signal', 'quarantine', 'journal'])
    expect(tables).toContain(table)
  expect(JSON.stringify(data)).not.toContain('qz7k001vw')
  const page = readFileSync(join(dir, 'index.html'), 'utf8')
  expect(page).toContain(`${mark}@mail.example`)
  expect(page).not.toContain('<script>')
  const { name } = await marked.call.person.plan(person)
  await marked.call.person.erase({ ...person, confirm: name })
  expect(marksIn(marked.dir, [mark])).toEqual([])
})

it('a person who was erased since a backup is erased again when it is restored', async () => {
  const marked = await markedWorkspace(tempFolder(), 2)
  const { dir, root } = marked
  const mark = marked.persons[0]?.mark ?? ''
  const kept = join(root, 'kept.db')
  copyFileSync(listBackups(dir)[0]?.path ?? '', kept)
  const person = accountOf(marked)
  const { name } = await marked.call.person.plan(person)
  await marked.call.person.erase({ ...person, confirm: name })
  await marked.close()
  expect(unwrap(safetyOf(dir, () => NOON).restore(kept))).toMatchObject({ erased: 1 })
  expect(marksIn(dir, [mark])).not.toEqual([])

  const { engine } = await anEngine({ dir, create: null, background: true })
  await until(() => engine.idle())
  await engine.close()
  expect(marksIn(dir, [mark])).toEqual([])
})
