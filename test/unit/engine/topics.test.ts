import { expect, it, onTestFinished } from 'vitest'
import { createTopics } from '../../../main/engine/learning/topics.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { seeded } from '../../../main/predict/learn/random.ts'
import { setTopicRules } from '../../../main/predict/topics/topic-commands.ts'
import { topicsView } from '../../../main/predict/topics/topic-store.ts'
import { beginErasure } from '../../../main/privacy/begin.ts'
import { subjectOf } from '../../../main/privacy/subject.ts'
import type { TicketCategory } from '../../../shared/predict/ticket-topics.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { randomTickets } from '../../helpers/random-tickets.ts'

const CATEGORIES: Record<string, TicketCategory> = { delivery: 'fulfilment', invoice: 'billing', login: 'access' }
const LATER = ['where is my parcel', 'I was charged twice', 'mqx zzv']

/** 400 tickets that are tagged, and some without a tag. */
async function taggedHelpdesk(count = 400) {
  const cache = aCache()
  aWorkspace(cache.connection)
  const insert = cache.connection.prepare(
    `INSERT INTO object (account_id, home_id, source_id, kind, external_id, opened_at, properties)
     VALUES (@account, @account, 1, 'ticket', @id, ${NOON}, @properties)`,
  )
  const add = (id: string, properties: Record<string, unknown>) =>
    Number(
      insert.run({ account: anAccount(cache.connection, {}), id, properties: JSON.stringify(properties) })
        .lastInsertRowid,
    )
  const { texts, topics } = randomTickets(count, seeded(5))
  cache.connection.transaction(() => {
    for (const [at, subject] of texts.entries()) add(`T${at}`, { subject, type: topics[at] })
  })()
  const later = LATER.map((subject, at) => add(`L${at}`, { subject }))
  const clock = { at: NOON, now: () => clock.at, wall: () => clock.at }
  let [ids, said] = [0, 0]
  const tasks = createTasks({ wall: clock.wall, ids: () => `task-${ids++}`, onChange: () => {} })
  const engine = createTopics({ ...cache, clock, tasks })
  onTestFinished(engine.close)
  const say = (level = 0.8) =>
    decideNow(
      cache.writer,
      setTopicRules,
      { rules: { property: 'type', categories: CATEGORIES, level } },
      { id: `said-${said++}` },
    )
  const told = () =>
    cache.connection
      .prepare('SELECT object_id AS id, topic, category, told_by FROM ticket_topic WHERE object_id >= ? ORDER BY 1')
      .all(later[0])
  return { ...cache, engine, tasks, clock, say, told, add, later }
}

it('a tag is believed, a text is told by what tags taught, and what it is not sure about stays open', async () => {
  const { engine, read, say, told, later } = await taggedHelpdesk()
  await expect(engine.learn()).rejects.toThrow('Nobody has said which property of tickets holds their tags.')
  await say()
  await engine.tell()
  expect(topicsView(read).counts).toEqual({ tag: 400, text: 0, unsure: 3, waiting: 0 })
  const card = await engine.learn()
  expect(card).toMatchObject({ tickets: 400, usable: true })
  expect(card?.accuracy.low).toBeGreaterThan(card?.base ?? 1)
  expect(told()).toEqual([
    { id: later[0], topic: 'delivery', category: 'fulfilment', told_by: 'text' },
    { id: later[1], topic: 'invoice', category: 'billing', told_by: 'text' },
    { id: later[2], topic: null, category: null, told_by: 'text' },
  ])
  expect(topicsView(read)).toMatchObject({ model: { inUse: true }, counts: { text: 2, unsure: 1 } })
})

it('a ticket that came or changed is told in the next run, others are not touched', async () => {
  const { engine, connection, say, told, later, add } = await taggedHelpdesk()
  await say()
  await engine.learn()
  connection.prepare('UPDATE object SET properties = ? WHERE id = ?').run('{"subject":"cannot log in"}', later[2])
  const fresh = add('N', { subject: 'whatever', type: 'invoice' })
  await engine.tell()
  expect(told().slice(2)).toEqual([
    { id: later[2], topic: 'login', category: 'access', told_by: 'text' },
    { id: fresh, topic: 'invoice', category: 'billing', told_by: 'tag' },
  ])
})

it('a higher level leaves more open, and all tickets are told again by it', async () => {
  const { engine, read, say } = await taggedHelpdesk()
  await say(0.5)
  await engine.learn()
  const before = topicsView(read).counts
  await say(0.99)
  await engine.tell()
  expect(topicsView(read).counts.unsure).toBeGreaterThan(before.unsure)
})

it('too few tags teach nothing, and tags that say nothing about texts make no model', async () => {
  const few = await taggedHelpdesk(12)
  await few.say()
  await expect(few.engine.learn()).rejects.toThrow('too few tagged tickets')
  const { engine, connection, read, say } = await taggedHelpdesk()
  connection.exec(
    `UPDATE object SET properties = json_set(properties, '$.type', CASE (id * 7919) % 3 WHEN 0 THEN 'delivery' WHEN 1 THEN 'invoice' ELSE 'login' END)`,
  )
  await say()
  expect(await engine.learn()).toMatchObject({ usable: false })
  expect(topicsView(read)).toMatchObject({ model: { inUse: false }, counts: { text: 0 } })
})

it('a person who is erased takes the words along; none are learned until it has ended, then they are without that person', async () => {
  const { engine, connection, writer, read, say, add, clock } = await taggedHelpdesk()
  const words = () => String(connection.prepare('SELECT body FROM topic_model ORDER BY id DESC LIMIT 1').pluck().get())
  const named = Array.from({ length: 5 }, (_, at) =>
    add(`K${at}`, { subject: 'Kowalczyk lost parcel', type: 'delivery' }),
  )
  await say()
  await engine.learn()
  expect(words()).toContain('kowalczyk')
  const account = Number(connection.prepare('SELECT account_id FROM object WHERE id = ?').pluck().get(named[0]))
  const subject = subjectOf(read, 'account', account)
  if (!subject) expect.fail('no such person')
  await writer.write('user', tx => beginErasure(tx, subject, { id: 'e', key: 'k', by: 'maya', at: NOON }))
  expect(words()).toBe('null')
  expect(topicsView(read).model?.inUse).toBe(false)
  await expect(engine.learn()).rejects.toThrow('while a person is being erased')
  await engine.learnIfDue()
  expect(words()).toBe('null')
  connection.exec(`DELETE FROM object WHERE id = ${named[0]}; UPDATE erasure SET state = 'done', ended_at = ${NOON}`)
  clock.at += 2 * HOUR
  await engine.learnIfDue()
  expect(words()).toContain('parcel')
  expect(words()).not.toContain('kowalczyk')
})

it('a training that is cancelled leaves nothing', async () => {
  const { engine, connection, say } = await taggedHelpdesk()
  await say()
  const asked = new AbortController()
  const learning = engine.learn(asked.signal)
  asked.abort()
  expect(await learning).toBeNull()
  expect(connection.prepare('SELECT count(*) FROM topic_model').pluck().get()).toBe(0)
})

it('properties that hold the same few values again and again are proposed as tags, with what their words suggest', async () => {
  const { engine } = await taggedHelpdesk()
  const [proposal, ...others] = await engine.propose()
  expect(others).toEqual([])
  expect(proposal).toMatchObject({ property: 'type', tickets: 400 })
  expect(Object.fromEntries(proposal?.values.map(one => [one.value, one.category]) ?? [])).toEqual(CATEGORIES)
})
