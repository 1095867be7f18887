import { describe, expect, it } from 'vitest'
import { proposePromises } from '../../../main/queue/door.ts'
import { promisesOfAccount } from '../../../main/queue/promise/promise-store.ts'
import { localDate } from '../../../shared/local-time.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { aFullCopy } from '../../helpers/full-workspace.ts'

async function aDay() {
  const { call, db, issues } = await aFullCopy()
  db.exec('DELETE FROM note; DELETE FROM watch; DELETE FROM promise')
  const [issueId = 0, otherId = 0] = issues
  const { account } = await call.issue.get({ id: issueId })
  return { call, db, issueId, otherId, accountId: account.id }
}
/** As a colleague of this person would have written it. */
const byKim = (db: { exec: (sql: string) => unknown }) => db.exec("UPDATE note SET author = 'kim'")

describe('the day of a person', () => {
  it('lists mentions by others until they are marked as seen, and an undo brings them back', async () => {
    const { call, db, issueId } = await aDay()
    await call.desk.writeNote({ of: { issueId }, text: 'Ask @maya' })
    expect((await call.desk.day()).mentioned).toEqual([])
    byKim(db)
    const [mention] = (await call.desk.day()).mentioned
    expect(mention).toMatchObject({ issueId, author: 'kim', text: 'Ask @maya' })
    await call.desk.see({ notes: [mention?.noteId ?? 0] })
    expect((await call.desk.day()).mentioned).toEqual([])
    await call.journal.undo({})
    expect((await call.desk.day()).mentioned).toHaveLength(1)
  })

  it('says what changed about what is watched, and nothing once it was seen', async () => {
    const { call, db, issueId, accountId } = await aDay()
    await call.desk.watch({ issueId })
    await call.desk.watch({ accountId })
    const watched = async () => (await call.desk.day()).watched
    expect(await watched()).toEqual([])
    await call.workspace.setClock({ mode: 'fixed', at: NOON + HOUR })
    await call.desk.writeNote({ of: { issueId }, text: 'They called' })
    expect(await watched()).toEqual([])
    byKim(db)
    expect(await watched()).toMatchObject([
      { issueId, notes: 1, closed: false },
      { issueId: null, accountId, notes: 1 },
    ])
    await call.desk.see({ watched: [{ issueId }] })
    expect((await watched()).map(one => one.issueId)).toEqual([null])
    await call.issue.dismiss({ ids: [issueId], reason: 'known' })
    await call.journal.undo({})
    await call.journal.undo({})
    expect((await watched()).map(one => one.issueId)).toEqual([issueId, null])
  })

  it('lists what was handed over, and what returned from a snooze until it was seen', async () => {
    const { call, db, issueId, accountId } = await aDay()
    await call.issue.assign({ ids: [issueId], colleague: 'maya' })
    expect((await call.desk.day()).assigned).toMatchObject([{ issueId, accountId }])
    const why = { by: 'maya', at: NOON, why: 'risk', from: 0.3, to: 0.4 }
    db.prepare('UPDATE issue SET returned = ? WHERE id = ?').run(JSON.stringify(why), issueId)
    expect((await call.desk.day()).returned).toMatchObject([{ issueId, returned: why }])
    await call.desk.see({ returned: [issueId] })
    expect((await call.desk.day()).returned).toEqual([])
    await call.journal.undo({})
    expect((await call.desk.day()).returned).toHaveLength(1)
  })

  it('lists the decisions of today that still hold, without those that were undone', async () => {
    const { call, issueId, otherId } = await aDay()
    await call.issue.claim({ ids: [otherId, issueId] })
    await call.issue.release({ ids: [otherId] })
    await call.journal.undo({})
    const { done } = await call.desk.day()
    expect(done.find(({ command }) => command === 'issue.claim')).toMatchObject({ issueId: otherId, issues: 2 })
    expect(done.map(({ command }) => command)).not.toContain('issue.release')
    await call.workspace.setClock({ mode: 'fixed', at: NOON + DAY })
    expect((await call.desk.day()).done.map(({ command }) => command)).not.toContain('issue.claim')
  })
})

describe('a promise in a note', () => {
  it('is proposed, confirmed with another date, and kept; the list is marked while it is open', async () => {
    const { call, issueId } = await aDay()
    await call.desk.writeNote({ of: { issueId }, text: 'Call them back tomorrow.' })
    const open = async () => (await call.desk.about({ issueId })).promises
    const mark = async () => (await call.issue.get({ id: issueId })).row.promisedAt
    const [proposed] = await open()
    expect(proposed).toMatchObject({
      state: 'proposed',
      owner: 'maya',
      quote: 'Call them back tomorrow.',
      said: 'note',
    })
    expect(await mark()).toBeNull()
    const promise = proposed?.id ?? 0
    await call.desk.settlePromise({ promise, state: 'open', dueAt: NOON + 3 * DAY })
    expect([await mark(), (await call.desk.day()).promises.map(({ dueAt }) => dueAt)]).toEqual([
      NOON + 3 * DAY,
      [NOON + 3 * DAY],
    ])
    await call.desk.settlePromise({ promise, state: 'kept' })
    expect([await mark(), await open()]).toEqual([null, []])
    await call.journal.undo({})
    await call.journal.undo({})
    expect(await open()).toEqual([proposed])
    await expect(call.desk.settlePromise({ promise, state: 'open', dueAt: NOON - 1 })).rejects.toThrow(/not changed/)
  })

  it('binds nobody once the note is withdrawn, and is found again when the note is edited', async () => {
    const { call, issueId } = await aDay()
    await call.desk.writeNote({ of: { issueId }, text: 'Call them back tomorrow.' })
    const quotes = async () => (await call.desk.about({ issueId })).promises.map(({ quote }) => quote)
    const note = (await call.desk.about({ issueId })).notes[0]?.id ?? 0
    await call.desk.editNote({ note, text: 'Write to them by Friday.' })
    expect(await quotes()).toEqual(['Write to them by Friday.'])
    await call.journal.undo({})
    expect(await quotes()).toEqual(['Call them back tomorrow.'])
    await call.desk.withdrawNote({ note })
    expect(await quotes()).toEqual([])
  })
})

describe('a promise that was answered', () => {
  it('is not asked about again when its note is edited around it', async () => {
    const { call, issueId } = await aDay()
    await call.desk.writeNote({ of: { issueId }, text: 'Call them back tomorrow.' })
    const open = async () => (await call.desk.about({ issueId })).promises.map(({ quote, state }) => [quote, state])
    const { notes, promises } = await call.desk.about({ issueId })
    await call.desk.settlePromise({ promise: promises[0]?.id ?? 0, state: 'open' })
    await call.desk.editNote({
      note: notes[0]?.id ?? 0,
      text: 'They called.\nCall them back tomorrow.\nRefund within two days.',
    })
    expect(new Set(await open())).toEqual(
      new Set([
        ['Call them back tomorrow.', 'open'],
        ['Refund within two days.', 'proposed'],
      ]),
    )
  })
})

describe('a promise in a message', () => {
  const queued = ({ connection }: TestCache, key: string, origin: string, account: number) => {
    connection
      .prepare(
        `INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at,
           window_ends_at, started_by, origin) VALUES (?, 1, ?, 't', 'p', 1, 'treatment', 1, 2, 'maya', ?)`,
      )
      .run(key, account, origin)
    connection
      .prepare(
        `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
           queued_at, not_before) VALUES (?, ?, 1, ?, 'l', 'email', 'a@b.example', ?, '[]', 'waiting', ?, ?)`,
      )
      .run(key, key, account, JSON.stringify({ text: 'We will replace it by tomorrow.' }), NOON, NOON + DAY)
  }

  it('is proposed once for the person who wrote it, counted from when it may leave, and binds once it has left', async () => {
    const cache = aCache()
    cache.connection.pragma('foreign_keys = OFF')
    const account = anAccount(cache.connection)
    queued(cache, 'mine', 'person', account)
    queued(cache, 'many', 'bulk', account)
    const clock = { wall: () => NOON, now: () => NOON }
    await proposePromises({ ...cache, zone: 'UTC', clock })
    const made = () => cache.connection.prepare('SELECT uid, owner, state, quote FROM promise').all()
    const found = { uid: 'mine#0', owner: 'maya', state: 'proposed', quote: 'We will replace it by tomorrow.' }
    expect(made()).toEqual([found])
    expect(cache.read.all(promisesOfAccount(account))).toEqual([])
    cache.connection.exec("UPDATE outbox SET state = 'sent'")
    expect(cache.read.all(promisesOfAccount(account)).map(({ dueAt }) => localDate(dueAt, 'UTC'))).toEqual([
      localDate(NOON + 2 * DAY, 'UTC').replace(/..:..$/, '17:00'),
    ])
    cache.connection.exec('DELETE FROM promise')
    await proposePromises({ ...cache, zone: 'UTC', clock })
    expect(made()).toEqual([])
  })

  it('is found in each of many messages by one look', async () => {
    const cache = aCache()
    cache.connection.pragma('foreign_keys = OFF')
    const account = anAccount(cache.connection)
    for (let n = 0; n < 250; n++) queued(cache, `mine ${n}`, 'person', account)
    await proposePromises({ ...cache, zone: 'UTC', clock: { wall: () => NOON, now: () => NOON } })
    expect(cache.connection.prepare('SELECT count(*) FROM promise').pluck().get()).toBe(250)
  })

  it('is due by the time of a workspace that replays, not by that of the machine', async () => {
    const cache = aCache()
    cache.connection.pragma('foreign_keys = OFF')
    const account = anAccount(cache.connection)
    queued(cache, 'mine', 'person', account)
    cache.connection.exec("UPDATE outbox SET state = 'sent'")
    await proposePromises({ ...cache, zone: 'UTC', clock: { wall: () => NOON, now: () => NOON - 100 * DAY } })
    expect(cache.read.all(promisesOfAccount(account)).map(({ dueAt }) => localDate(dueAt, 'UTC'))).toEqual([
      localDate(NOON - 98 * DAY, 'UTC').replace(/..:..$/, '17:00'),
    ])
  })
})
