import { expect, it } from 'vitest'
import { accountsNamed } from '../../../main/queue/store.ts'
import { find } from '../../../main/search/find.ts'
import { indexWords } from '../../../main/search/index-words.ts'
import type { Hit } from '../../../shared/model/search.ts'
import { aContact, anAccount, anIssue, NOON } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'

const settle = (cache: TestCache) =>
  indexWords({ writer: cache.writer, read: cache.read, signal: new AbortController().signal })
const asked = (cache: TestCache, text: string, limit = 12) => find(cache.read, text, limit)
const titles = (hits: readonly Hit[]) => hits.map(({ title }) => title)

const anOrder = ({ connection }: TestCache, account: number, id: string, properties = {}) =>
  connection
    .prepare(
      `INSERT INTO object (account_id, source_id, kind, external_id, state, properties) VALUES (?, 1, 'order', ?, 'in_transit', ?)`,
    )
    .run(account, id, JSON.stringify(properties))
const aMessage = ({ connection }: TestCache, account: number, issue: number, to: string, subject: string) =>
  connection
    .prepare(
      `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
         queued_at, not_before) VALUES ('k', 'v', ?, ?, 'l', 'email', ?, ?, '[]', 'sent', ${NOON}, ${NOON})`,
    )
    .run(issue, account, to, JSON.stringify({ subject, to: { name: 'Kari Moen', address: to } }))

/** One account with all that can belong to it. */
async function aShop() {
  const cache = aCache()
  const account = anAccount(cache.connection, { name: 'Halvørsen Outdoor AS' })
  const contact = aContact(cache.connection, account, { name: 'Kari Moen', email: 'kari.moen@halvorsen.example' })
  anOrder(cache, account, 'ORD-1042')
  const issue = anIssue(cache.connection, { account, title: 'Payment will fail again' })
  cache.connection.pragma('foreign_keys = OFF')
  aMessage(cache, account, issue, 'kari.moen@halvorsen.example', 'Your card was declined')
  await settle(cache)
  return { cache, account, contact, issue }
}

it.each([
  ['halvorsen outdoor', 'account'],
  ['kari moen', 'contact'],
  ['kari.moen@halvorsen.example', 'contact'],
  ['ord1042', 'object'],
  ['ORD-1042', 'object'],
  ['payment will', 'issue'],
  ['card was decl', 'message'],
])('finds by “%s” the %s, on the page of its account', async (text, kind) => {
  const { cache, account } = await aShop()
  const [first] = asked(cache, text)
  expect(first).toMatchObject({ kind, accountId: account })
})

it('beginnings of names come first, case and marks aside, wildcards taken literally', async () => {
  const cache = aCache()
  for (const name of ['Nordly', '100 % Fun', 'De Nord', 'nord', 'South']) anAccount(cache.connection, { name })
  await settle(cache)
  expect(titles(asked(cache, 'NORD'))).toEqual(['nord', 'Nordly', 'De Nord'])
  expect(titles(asked(cache, '100 % f'))).toEqual(['100 % Fun'])
  expect(titles(asked(cache, 'zzz'))).toEqual([])
  expect(titles(asked(cache, '" OR *'))).toEqual([])
})

it('the account whose name was typed in full comes first, then its issues, then the others', async () => {
  const cache = aCache()
  for (let n = 1; n < 30; n++)
    anIssue(cache.connection, { account: anAccount(cache.connection, { name: `Company ${n}` }) })
  await settle(cache)
  const found = asked(cache, 'company 1')
  expect(found[0]).toMatchObject({ kind: 'account', title: 'Company 1' })
  expect(found[1]).toMatchObject({ kind: 'issue', accountId: found[0]?.accountId })
  expect(found).toHaveLength(12)
})

it('each kind that was found has its share of the list', async () => {
  const { cache, account } = await aShop()
  for (let n = 0; n < 40; n++)
    anIssue(cache.connection, { account: anAccount(cache.connection, { name: `Halvorsen ${n}` }) })
  for (let n = 0; n < 40; n++) anOrder(cache, account, `halvorsen-${n}`)
  await settle(cache)
  expect(new Set(asked(cache, 'halvorsen').map(({ kind }) => kind))).toEqual(
    new Set(['account', 'issue', 'contact', 'object', 'message']),
  )
})

it('what was renamed is found by its new name only, and what went is found no more', async () => {
  const { cache, account, contact } = await aShop()
  cache.connection.prepare("UPDATE account SET name = 'Fjordline' WHERE id = ?").run(account)
  cache.connection.prepare('DELETE FROM contact WHERE id = ?').run(contact)
  await settle(cache)
  expect(titles(asked(cache, 'fjordline')).slice(0, 1)).toEqual(['Fjordline'])
  expect(asked(cache, 'halvorsen').filter(({ kind }) => kind === 'account' || kind === 'contact')).toEqual([])
})

it('an id that is given again is found by what it means now', async () => {
  const { cache, account, contact } = await aShop()
  cache.connection.prepare('DELETE FROM contact WHERE id = ?').run(contact)
  await settle(cache)
  const again = aContact(cache.connection, account, { name: 'Per Vik', email: null })
  expect(again).toBe(contact)
  await settle(cache)
  expect(titles(asked(cache, 'per vik'))).toContain('Per Vik')
  expect(titles(asked(cache, 'kari')).filter(title => title === 'Kari Moen')).toEqual([])
})

it('an account that went into another is found by its old name, and leads to the other', async () => {
  const { cache, account } = await aShop()
  const old = anAccount(cache.connection, { name: 'Bergland Sport' })
  cache.connection.prepare('UPDATE account SET merged_into = ? WHERE id = ?').run(account, old)
  await settle(cache)
  expect(asked(cache, 'bergland')[0]).toMatchObject({ kind: 'account', id: account, title: 'Halvørsen Outdoor AS' })
})

it('words of an erased account are no longer in the index', async () => {
  const { cache, account } = await aShop()
  cache.connection.prepare('UPDATE account SET merged_into = id WHERE id = ?').run(account)
  await settle(cache)
  const rows = cache.connection
    .prepare("SELECT count(*) FROM words_account WHERE words_account MATCH 'outdoor'")
    .pluck()
  expect(rows.get()).toBe(0)
})

it('a new id of an account finds it, also where the id came after the account', async () => {
  const { cache, account } = await aShop()
  cache.connection.prepare("INSERT INTO account_key VALUES (1, 'CUST-77', ?, NULL)").run(account)
  await settle(cache)
  expect(asked(cache, 'cust-77')[0]).toMatchObject({ kind: 'account', id: account })
  expect(accountsNamed(cache.read, 'cust77', 5).map(({ id }) => id)).toEqual([account])
})

it('goes on where it was stopped', async () => {
  const cache = aCache()
  for (let n = 0; n < 600; n++) anAccount(cache.connection, { name: `Shop number${n}` })
  const deps = { writer: cache.writer, read: cache.read, signal: new AbortController().signal }
  await indexWords({ ...deps, steps: 1 })
  expect(accountsNamed(cache.read, 'number599', 5)).toEqual([])
  await indexWords(deps)
  expect(accountsNamed(cache.read, 'number599', 5).map(({ name }) => name)).toEqual(['Shop number599'])
})

it('a note is found by its words, on the page of its account, until it is withdrawn', async () => {
  const { cache, account } = await aShop()
  cache.connection
    .prepare(
      "INSERT INTO note (uid, account_id, author, at, text) VALUES ('n', ?, 'kim', 1, 'The zeppelin was delayed')",
    )
    .run(account)
  await settle(cache)
  expect(asked(cache, 'zeppelin')).toMatchObject([{ kind: 'note', accountId: account }])
  cache.connection.exec('UPDATE note SET withdrawn_at = 2')
  await settle(cache)
  expect(asked(cache, 'zeppelin')).toEqual([])
})
