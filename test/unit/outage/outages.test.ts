import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import type { Engine } from '../../../main/engine/engine.ts'
import { guardrailsOf, setGuardrails, setRoles } from '../../../main/intervention/door.ts'
import { callList, componentsOf, outageById, outageDetail } from '../../../main/outage/door.ts'
import { MOST_SUSPECTED, OUTAGE_PLAYBOOKS } from '../../../shared/desk/outage.ts'
import { noticeWords, restoredWords } from '../../../shared/desk/outage-text.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { aContact, anAccount, anEvent, NOON } from '../../helpers/builders.ts'
import { anEngine } from '../../helpers/engine.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const STOREFRONT = { dimension: 'component', component: 'storefront' }
const DECLARED = { ...STOREFRONT, sure: ['certain' as const, 'probable' as const], beganAt: NOON - HOUR }

/** A workspace at noon whose accounts are watched by a health check: lately, long ago, another one, or not at all. */
async function aWatchedShop(dir = tempFolder()) {
  const { engine, time } = await anEngine({ dir, random: () => 0 })
  time.now = NOON
  const db = new Database(`${dir}/workspace.db`)
  onTestFinished(() => void db.close())
  const account = (name: string, seenAt: number | null, check: string | null, mrrMinor = 10_000) => {
    const id = anAccount(db, { uid: `test:${name}`, name, mrrMinor })
    aContact(db, id, { email: `${name}@example.com` })
    db.prepare('INSERT INTO account_key (source_id, external_id, account_id) VALUES (1, ?, ?)').run(name, id)
    if (seenAt !== null) {
      const event = anEvent(db, id, 'health_checked', seenAt, 1)
      db.prepare('UPDATE event SET properties = ? WHERE id = ?').run(JSON.stringify({ check }), event)
    }
    return id
  }
  const shop = {
    lately: account('lately', NOON - 3 * DAY, 'storefront'),
    big: account('big', NOON - 2 * DAY, 'Storefront', 90_000),
    old: account('old', NOON - 60 * DAY, 'storefront'),
    nameless: account('nameless', NOON - DAY, null),
    other: account('other', NOON - DAY, 'warehouse'),
    none: account('none', null, null),
  }
  await engine.evaluate(false)
  return { engine, time, db, dir, shop }
}

const detailOf = (engine: Engine, id: number) => {
  const row = engine.read.get(outageById(id))
  if (!row) throw new Error('the outage is there')
  return outageDetail(engine.read, row, engine.clock.now())
}
const outboxStates = (engine: Engine) =>
  engine.read.all(query<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map(({ state }) => state)

describe('the accounts of a component', () => {
  it('come from the cache, with how sure their use is and how old that is known', async () => {
    const { engine, shop } = await aWatchedShop()
    const found = unwrap(await engine.outages.affected(STOREFRONT))
    expect(found.accounts.map(({ accountId, sure, seenAt }) => [accountId, sure, seenAt])).toEqual([
      [shop.big, 'certain', NOON - 2 * DAY],
      [shop.lately, 'certain', NOON - 3 * DAY],
      [shop.old, 'probable', NOON - 60 * DAY],
      [shop.nameless, 'unknown', null],
    ])
    expect(found).toMatchObject({ sums: { certain: 2, probable: 1, unknown: 1 }, others: 2, valueMinor: 110_000 })
  })

  it('leave out who has gone', async () => {
    const { engine, db, shop } = await aWatchedShop()
    db.prepare('UPDATE account SET churned_at = ? WHERE id = ?').run(NOON - DAY, shop.big)
    const found = unwrap(await engine.outages.affected(STOREFRONT))
    expect(found.sums.certain).toBe(1)
  })

  it('are listed for components that the data name, failing ones first', async () => {
    const { engine, db } = await aWatchedShop()
    db.exec(`INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)
      VALUES ('x', 'carrier', 'DHL', 'open', ${NOON - HOUR}, ${NOON - HOUR}, ${NOON - HOUR}, 0)`)
    const asked = { namings: engine.outages.namings(), now: engine.clock.now() }
    const [first, ...rest] = await engine.apart.ask('outageComponents', asked)
    expect(first).toMatchObject({ dimension: 'carrier', component: 'DHL', suspicion: 'incident', since: NOON - HOUR })
    expect(rest.map(({ component, suspicion }) => [component, suspicion])).toContainEqual(['storefront', null])
  })
})

describe('a declared outage', () => {
  it('gives each account that uses the component an issue, once', async () => {
    const { engine, shop } = await aWatchedShop()
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const detail = detailOf(engine, outageId)
    expect(detail).toMatchObject({ state: 'open', ready: true, accounts: 3, sums: { certain: 2, probable: 1 } })
    expect(detail.list.map(({ accountId }) => accountId)).toEqual([shop.big, shop.lately, shop.old])
    expect(detail.list.every(({ issueId }) => issueId !== null)).toBe(true)
    await engine.outages.settle()
    await engine.evaluate(true)
    expect(detailOf(engine, outageId).toTell).toEqual(detail.toTell)
    expect(await engine.outages.declare(DECLARED)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  })

  it('can be undone: its issues close', async () => {
    const { engine } = await aWatchedShop()
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    unwrap(await engine.undo(undefined))
    expect(detailOf(engine, outageId)).toMatchObject({ state: 'closed', ready: true, toTell: [] })
    expect(engine.read.all(query("SELECT id FROM issue WHERE state <> 'closed'"))).toEqual([])
  })

  it('goes on where a crash left it', async () => {
    const { engine, db } = await aWatchedShop()
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const before = detailOf(engine, outageId)
    // As it is when the process dies after the decision, before any account was marked.
    db.exec("DELETE FROM object_state WHERE object_id IN (SELECT id FROM object WHERE kind = 'service_outage')")
    db.exec("DELETE FROM object WHERE kind = 'service_outage'; UPDATE outage SET marked_as = NULL, marked_upto = 0")
    await engine.outages.settle()
    expect(detailOf(engine, outageId)).toEqual(before)
  })

  it('says how many of its accounts are still to be evaluated, and counts no others', async () => {
    const { engine, db, shop } = await aWatchedShop()
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const all = detailOf(engine, outageId)
    expect(all).toMatchObject({ coming: 0, toTell: { length: 3 } })
    // An account that has its issue stays one that can be told, whatever else comes in for it.
    db.exec(`INSERT OR REPLACE INTO dirty VALUES (${shop.old}); DELETE FROM due WHERE account_id = ${shop.big}`)
    expect(detailOf(engine, outageId)).toMatchObject({ coming: 0, toTell: all.toTell })
    // One whose signal has no issue yet, and one that was evaluated and has none.
    db.exec(`UPDATE signal SET issue_id = NULL WHERE account_id = ${shop.big};
      UPDATE signal SET cleared_at = ${NOON} WHERE account_id = ${shop.lately}; DELETE FROM dirty; DELETE FROM due`)
    expect(detailOf(engine, outageId)).toMatchObject({ coming: 1, toTell: { length: 1 } })
    db.exec(`INSERT INTO due VALUES (${shop.lately}, ${NOON + HOUR})`)
    expect(detailOf(engine, outageId).coming).toBe(1)
    db.exec(`UPDATE due SET at = ${NOON}`)
    expect(detailOf(engine, outageId).coming).toBe(2)
    db.exec(`DELETE FROM due; INSERT INTO dirty VALUES (${shop.lately})`)
    expect(detailOf(engine, outageId).coming).toBe(2)
  })

  it('is told to everybody once, in words that name the component; who was not told of it is not told that it is over', async () => {
    const { engine, time, db, shop } = await aWatchedShop()
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const { toTell } = detailOf(engine, outageId)
    const [first, second] = toTell
    if (first === undefined || second === undefined) throw new Error('there are issues')
    // One of the two reads German; what the other reads is one that no text is in.
    db.exec(`UPDATE contact SET locale = CASE account_id WHEN ${shop.big} THEN 'de-AT' ELSE 'sv' END`)
    const words = noticeWords(STOREFRONT)
    const ask = { issueIds: [first, second], playbookId: OUTAGE_PLAYBOOKS.notice, words }
    expect(unwrap(await engine.bulk.plan(ask))).toMatchObject({ now: 2, refused: 0, unfit: 0 })
    expect(unwrap(await engine.bulk.startMany(ask))).toMatchObject({ started: 2 })
    expect(detailOf(engine, outageId).toTell).toEqual(toTell.slice(2))
    const payloads = engine.read.all(
      query<{ accountId: number; payload: string }>('SELECT account_id AS accountId, payload FROM outbox'),
    )
    for (const { accountId, payload } of payloads)
      expect(JSON.parse(payload)).toMatchObject({
        subject:
          accountId === shop.big
            ? 'Wir arbeiten an einer Störung mit der Komponente „storefront“'
            : 'We are working on a problem with the component storefront',
      })
    expect(payloads.map(({ accountId }) => accountId)).toContain(shop.big)
    db.exec(`UPDATE outbox SET state = 'sent', sent_at = ${NOON} WHERE id = 1`)
    time.now += HOUR
    unwrap(await engine.outages.over(outageId))
    // What still waited must not say any more that somebody is working on it.
    expect(outboxStates(engine)).toEqual(['sent', 'cancelled'])
    const over = detailOf(engine, outageId)
    expect(over).toMatchObject({ state: 'over', toTell: [], notice: { sent: 1, recalled: 1, none: 1 } })
    expect(over.toTellOver).toHaveLength(1)
    const good = { issueIds: over.toTellOver, playbookId: OUTAGE_PLAYBOOKS.over, words: restoredWords(STOREFRONT) }
    expect(unwrap(await engine.bulk.startMany(good))).toMatchObject({ started: 1, refused: 0 })
    unwrap(await engine.outages.close(outageId))
    expect(detailOf(engine, outageId)).toMatchObject({ state: 'closed', ready: true, over: { sent: 0 } })
  })

  it('closes the incident of its component', async () => {
    const { engine, db } = await aWatchedShop()
    db.exec(`INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)
      VALUES ('x', 'component', 'storefront', 'open', ${NOON - HOUR}, ${NOON - HOUR}, ${NOON - HOUR}, 0)`)
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    unwrap(await engine.outages.close(outageId))
    expect(engine.read.all(query("SELECT id FROM incident WHERE state = 'open'"))).toEqual([])
  })

  it('lists whom to ring up by what is at stake, with the number of the contact who has one', async () => {
    const { engine, db, shop } = await aWatchedShop()
    const second = aContact(db, shop.lately, { email: 'second@example.com' })
    db.prepare('UPDATE contact SET properties = ? WHERE id = ?').run('{"phone":"+44 20 7946 0123","role":"it"}', second)
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const row = engine.read.get(outageById(outageId))
    if (!row) throw new Error('the outage is there')
    const { lines } = callList(engine.read, row)
    expect(lines.map(({ accountId, phone, role }) => [accountId, phone, role])).toEqual([
      [shop.big, null, null],
      [shop.lately, '+44 20 7946 0123', 'it'],
      [shop.old, null, null],
    ])
    // The most urgent account comes first on screen; a list that has to end keeps those of the highest value.
    db.exec(`UPDATE account SET mrr_minor = 95000 WHERE id = ${shop.old}`)
    const { of, lines: two } = callList(engine.read, row, 2)
    expect([of, two.map(({ accountId }) => accountId)]).toEqual([3, [shop.old, shop.big]])
  })
})

it('what may be failing is a list that a person can read, however many incidents are open', async () => {
  const { engine, db } = await aWatchedShop()
  const add = db.prepare(`INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)
    VALUES (?, 'component', ?, 'open', ?, ?, ?, 0)`)
  const began = NOON - DAY
  for (let n = 0; n < MOST_SUSPECTED + 10; n++) add.run(`n${n}`, `part ${n}`, began + n, began + n, began + n)
  const found = componentsOf(engine.read, { namings: engine.outages.namings(), now: NOON })
  const incidents = found.filter(({ suspicion }) => suspicion === 'incident').map(({ component }) => component)
  expect(incidents).toHaveLength(MOST_SUSPECTED)
  expect([incidents.at(0), incidents.at(-1)]).toEqual([`part ${MOST_SUSPECTED + 9}`, 'part 10'])
})

describe('a service notice during quiet hours', () => {
  it('leaves where a lead gives a reason, and waits or is refused otherwise', async () => {
    const { engine } = await aWatchedShop()
    unwrap(
      await engine.decide(setGuardrails, {
        ...guardrailsOf(engine.read),
        quietHours: { from: 0, to: 23 },
        undoSeconds: 0,
      }),
    )
    const { outageId } = unwrap(await engine.outages.declare(DECLARED))
    const ask = { issueIds: detailOf(engine, outageId).toTell, playbookId: OUTAGE_PLAYBOOKS.notice }
    expect(unwrap(await engine.bulk.plan(ask))).toMatchObject({ now: 0, later: 3 })
    const reasoned = { ...ask, inQuietHours: 'The shop is down' }
    expect(unwrap(await engine.bulk.plan(reasoned))).toMatchObject({ now: 3, later: 0 })
    unwrap(await engine.decide(setRoles, { ada: ['specialist'], bob: ['admin'] }))
    expect(await engine.bulk.startMany(reasoned)).toMatchObject({ ok: false, error: { kind: 'refused' } })
    expect(unwrap(await engine.bulk.startMany(ask))).toMatchObject({ started: 3 })
    expect(detailOf(engine, outageId).notice.waiting).toBe(3)
  })
})
