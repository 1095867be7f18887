import { describe, expect, it } from 'vitest'
import { query } from '../../../main/cache/db.ts'
import { incidentDetail, incidentList, incidentsOfIssue, learning } from '../../../main/engine/apart/incidents.ts'
import { commands } from '../../../main/engine/commands.ts'
import { decideIdentity } from '../../../main/engine/learning/identity.ts'
import { createPipeline } from '../../../main/engine/learning/pipeline.ts'
import { createDecisions } from '../../../main/engine/open/decisions.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { issuesOf } from '../../../main/intervention/start/bulk-plan.ts'
import { closeIncident, putBackIntoIncident, takeOutOfIncident } from '../../../main/issue/incident/commands.ts'
import {
  causesSince,
  firstOf,
  heldToKind,
  incidentsOf,
  maybeOver,
  membersOf,
  openOf,
  othersOf,
  ownCausesOf,
  timesOf,
  troubleCount,
  troublesOf,
} from '../../../main/issue/incident/queries.ts'
import { findIncidents } from '../../../main/issue/incident/store.ts'
import { queueCounts, queueList, queueRow } from '../../../main/queue/store.ts'
import { saveTrigger } from '../../../main/signal/commands.ts'
import { watchedSince } from '../../../main/signal/evaluate/watched.ts'
import { listTriggers } from '../../../main/signal/store.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { expectThrough } from '../../helpers/big-cache.ts'
import { aCache } from '../../helpers/cache.ts'
import { run } from '../../helpers/evaluating.ts'
import { anAccount, anEvent, atLeast, NOON, withTrigger } from '../../helpers/observed.ts'
import { aClock } from '../../helpers/outreach.ts'

const carrier = { dimension: 'carrier', field: 'carrier' }

/** A shop whose parcels are watched in two ways: by what the carrier reports, and by how long they stand still. */
function aShop(from = NOON - 30 * DAY) {
  const cache = aCache()
  const clock = aClock(from)
  const delivery = { category: 'fulfilment', playbook: 'delivery', cooldown: '7d', cause: carrier } as const
  withTrigger(cache.connection, { ...delivery, id: 'exceptions', when: atLeast(2, 'shipment_exception', '72h') })
  withTrigger(cache.connection, {
    ...delivery,
    id: 'still',
    when: {
      measure: { type: 'stored', object: { kind: 'shipment', states: ['in_transit'] } },
      op: '>',
      threshold: '5d',
    },
  })
  let n = 0
  const ids = () => `id-${++n}`
  const tasks = createTasks({ wall: clock.wall, ids, onChange: () => {} })
  const pipeline = createPipeline({ ...cache, clock, tasks, closing: new AbortController().signal })
  const next = () => ({ id: ids(), actor: 'maya', device: 'test', at: clock.now() })
  return {
    ...cache,
    clock,
    decisions: createDecisions(cache.writer, commands, next),
    evaluate: () => pipeline.run(false),
    /** Evaluates every twelve hours for some days, as somebody who works with it does. */
    live: async (days: number) => {
      for (let i = 0; i < days * 2; i++) {
        await pipeline.run(false)
        clock.advance(DAY / 2)
      }
    },
    incidents: () => incidentList(cache.read, { offset: 0, limit: 50 }),
  }
}
type Shop = ReturnType<typeof aShop>

/** An account whose parcel met two exceptions, the second at a moment. */
function failing(
  { connection }: Shop,
  at: number,
  name: string | null = 'DHL',
  account = anAccount(connection),
): number {
  const properties = name === null ? {} : { carrier: name }
  for (const when of [at - HOUR, at]) anEvent(connection, { account, kind: 'shipment_exception', at: when, properties })
  return account
}

function standing({ connection }: Shop, since: number): void {
  const account = anAccount(connection)
  connection
    .prepare(
      `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, properties)
       VALUES (?, 1, 'shipment', ?, 'in_transit', ?, '{"carrier":"dhl"}')`,
    )
    .run(account, `S${account}`, since)
}

/** A shop that has been watched for some days, in which a carrier then fails for some accounts within an hour. */
async function aShopWith(accounts: number): Promise<Shop> {
  const shop = aShop()
  await shop.live(5)
  const now = shop.clock.now()
  for (let i = 0; i < accounts; i++) failing(shop, now + i * MINUTE)
  shop.clock.advance(HOUR)
  await shop.evaluate()
  return shop
}

/** Another source whose first reading has just brought something. */
function connected({ connection, clock }: Shop, record: string, kind: string): void {
  connection.exec(`INSERT INTO source (slug, kind, name, config) VALUES ('ship', 'files', 'Ship', '{}')`)
  connection.exec(`INSERT INTO stream (source_id, name, synced_at) VALUES (1, 'new', ${clock.now()})`)
  connection.prepare("INSERT INTO stream_kind VALUES (1, 'new', ?, ?)").run(record, kind)
}

const issueIds = ({ read }: Shop) => read.all(query<{ id: number }>('SELECT id FROM issue ORDER BY id')).map(r => r.id)

describe('incidents from evaluation', () => {
  it('what a named cause explains is no incident of another trigger alone, found before or after', async () => {
    for (const late of [false, true]) {
      const shop = aShop()
      const own = { category: 'fulfilment', playbook: 'delivery', cooldown: '7d' } as const
      withTrigger(shop.connection, { ...own, id: 'any', when: atLeast(1, 'shipment_exception', '72h') })
      await shop.live(5)
      const now = shop.clock.now()
      const first = Array.from({ length: 8 }, (_, i) => {
        const account = anAccount(shop.connection)
        anEvent(shop.connection, { account, kind: 'shipment_exception', at: now + i * MINUTE, properties: {} })
        return account
      })
      if (late) {
        shop.clock.advance(HOUR)
        await shop.evaluate()
        expect(shop.incidents()).toMatchObject([{ state: 'open', accounts: 8 }])
      }
      for (const [i, account] of first.entries()) failing(shop, now + 2 * HOUR + i * MINUTE, 'DHL', account)
      shop.clock.advance(3 * HOUR)
      await shop.evaluate()
      expect(shop.incidents().map(({ title, accounts }) => [title, accounts])).toEqual([['Carrier DHL', 8]])
    }
  })

  it('one carrier behind two triggers is one incident, named as people name it', async () => {
    const shop = aShop()
    await shop.live(5)
    const now = shop.clock.now()
    for (let i = 0; i < 4; i++) failing(shop, now + i * MINUTE)
    for (let i = 0; i < 4; i++) standing(shop, now - 5 * DAY + i * MINUTE)
    failing(shop, now + MINUTE, 'UPS')
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ title: 'Carrier DHL', state: 'open', accounts: 8, waiting: 8 }])
    const detail = unwrap(incidentDetail(shop.read, { id: 1, now: shop.clock.now() }))
    expect(detail.triggers.map(({ id, issues }) => [id, issues])).toEqual([
      ['exceptions', 4],
      ['still', 4],
    ])
    expect(detail.series.points.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(8)
    expect(detail.playbooks).toEqual([{ id: 'delivery', name: 'delivery', issues: 8 }])
  })

  it('where the rows name nobody, the trigger is the cause', async () => {
    const shop = aShop()
    await shop.live(5)
    for (let i = 0; i < 6; i++) failing(shop, shop.clock.now() + i * MINUTE, null)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ title: 'Payment will fail again', dimension: 'trigger', accounts: 6 }])
  })

  it('a first import in which everything opens at once is none', async () => {
    const shop = aShop()
    const now = shop.clock.now()
    for (let i = 0; i < 60; i++) failing(shop, now - i * MINUTE)
    await shop.evaluate()
    expect(issueIds(shop)).toHaveLength(60)
    expect(shop.incidents()).toEqual([])
    await shop.live(3)
    expect(shop.incidents()).toEqual([])
  })

  it('a history that is connected later is none, and what comes after it is', async () => {
    const shop = aShop()
    await shop.live(5)
    const now = shop.clock.now()
    connected(shop, 'event', 'shipment_exception')
    for (let i = 0; i < 60; i++) failing(shop, now - i * MINUTE)
    await shop.evaluate()
    expect(learning(shop.read, now)).toEqual({ triggers: ['Payment will fail again'], until: now + DAY })
    await shop.live(5)
    expect(learning(shop.read, shop.clock.now())).toEqual({ triggers: [], until: null })
    expect(issueIds(shop)).toHaveLength(60)
    expect(shop.incidents()).toEqual([])
    for (let i = 0; i < 8; i++) failing(shop, shop.clock.now() + i * MINUTE)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ accounts: 8 }])
  })

  it('connecting what no trigger of the cause looks at keeps them being found', async () => {
    const shop = aShop()
    await shop.live(5)
    connected(shop, 'object', 'ticket')
    await shop.evaluate()
    for (let i = 0; i < 8; i++) failing(shop, shop.clock.now() + i * MINUTE)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ accounts: 8 }])
  })

  it('what a changed trigger finds at once is none; a changed title begins nothing new', async () => {
    const shop = aShop()
    await shop.live(5)
    const now = shop.clock.now()
    // One exception each is not enough for the trigger as it is.
    const single = Array.from({ length: 8 }, () => anAccount(shop.connection))
    for (const account of single)
      anEvent(shop.connection, { account, kind: 'shipment_exception', at: now - HOUR, properties: { carrier: 'DHL' } })
    await shop.evaluate()
    const { definition } = listTriggers(shop.read)[0] ?? {}
    if (!definition) throw new Error('no trigger')
    unwrap(await shop.decisions.decide(saveTrigger, { ...definition, title: 'Renamed' }))
    await shop.evaluate()
    const since = () => watchedSince(shop.read).get('exceptions')
    expect(since()).toBe(NOON - 30 * DAY)
    const wider = { ...definition, when: atLeast(1, 'shipment_exception', '72h') }
    unwrap(await shop.decisions.decide(saveTrigger, wider))
    await shop.live(2)
    expect(since()).toBe(now)
    expect(issueIds(shop)).toHaveLength(8)
    expect(shop.incidents()).toEqual([])
  })

  it('is dated by when the trouble began, not by when it was noticed', async () => {
    const shop = aShop()
    await shop.live(5)
    const began = shop.clock.now() + 10 * HOUR
    for (let i = 0; i < 8; i++) failing(shop, began + i * MINUTE)
    shop.clock.advance(30 * HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ beganAt: began, lastAt: began + 7 * MINUTE, state: 'open' }])
  })

  it('is over automatically, without anything coming in, and says why', async () => {
    const shop = await aShopWith(6)
    shop.clock.advance(2 * DAY)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ state: 'closed', closedBecause: 'quiet' }])
  })

  it('two processes that evaluate at once make one incident', async () => {
    const shop = aShop()
    await shop.live(5)
    for (let i = 0; i < 6; i++) failing(shop, shop.clock.now() + i * MINUTE)
    shop.clock.advance(HOUR)
    await run(shop, shop.clock.now())
    const look = () => findIncidents({ ...shop, now: shop.clock.now(), since: watchedSince(shop.read) })
    await Promise.all([look(), look()])
    expect(shop.incidents()).toMatchObject([{ accounts: 6 }])
  })

  it('looks at nothing but what is new, and writes nothing the second time', async () => {
    const shop = await aShopWith(6)
    const before = shop.notices.length
    await shop.evaluate()
    expect(shop.notices.slice(before).flat()).not.toContain('incident')
  })

  it('finds the troubles of a cause and what may be over through their indexes', () => {
    const dhl = { dimension: 'carrier', cause: 'DHL' }
    const bounded = 'signal_cause (dimension=? AND cause=? AND began_at>?)'
    expectThrough(causesSince(3))
    expectThrough(troublesOf(dhl, 0), bounded)
    expectThrough(timesOf(dhl, 0), bounded)
    expectThrough(firstOf(dhl), bounded)
    expectThrough(troubleCount(dhl, 0, NOON), bounded.replace('?)', '? AND began_at<?)'))
    expectThrough(othersOf(dhl, 0), 'signal_cause (dimension=?')
    expectThrough(incidentsOf(dhl), 'incident_cause')
    expectThrough(openOf(dhl), 'incident_one_open')
    expectThrough(maybeOver(0))
    expectThrough(membersOf(1))
    expectThrough(heldToKind({ ...dhl, at: 0 }, DAY), 'incident_cause (dimension=?')
    expectThrough(ownCausesOf([1]), 'signal_issue')
  })
})

describe('what people do with an incident', () => {
  it('outreach and the queue reach its issues, but for those that were taken out', async () => {
    const shop = await aShopWith(6)
    const other = failing(shop, shop.clock.now(), 'UPS')
    await shop.evaluate()
    const [first = 0, ...rest] = issueIds(shop).slice(0, 6)
    const ask = { playbookId: 'delivery', incidentId: 1 }
    expect(issuesOf(shop.read, ask).ids.toSorted()).toEqual([first, ...rest])
    unwrap(await shop.decisions.decide(takeOutOfIncident, { id: 1, issueIds: [first] }))
    expect(issuesOf(shop.read, ask).ids.toSorted()).toEqual(rest)
    expect(shop.incidents()).toMatchObject([{ accounts: 5, waiting: 5 }])
    const filter = { view: 'now', incident: 1, offset: 0, limit: 50 } as const
    expect(queueList(shop.read, filter, 'maya').map(row => row.id)).toEqual(rest)
    expect(queueList(shop.read, { ...filter, search: 'Company' }, 'maya')).toHaveLength(5)
    expect(queueCounts(shop.read, filter, 'maya').views).toMatchObject({ now: 5, unclaimed: 5 })
    expect(queueRow(shop.read, first)?.incident).toBeNull()
    expect(queueRow(shop.read, rest[0] ?? 0)?.incident).toEqual({ id: 1, accounts: 5 })
    expect(incidentsOfIssue(shop.read, rest[0] ?? 0)).toMatchObject([{ id: 1, title: 'Carrier DHL', state: 'open' }])
    expect(queueList(shop.read, { view: 'now', offset: 0, limit: 50 }, 'maya').map(row => row.accountId)).toContain(
      other,
    )
    // What was taken out does not come back with what comes in.
    failing(shop, shop.clock.now())
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([{ accounts: 6 }])
    unwrap(await shop.decisions.undo(undefined))
    expect(shop.incidents()).toMatchObject([{ accounts: 7 }])
  })

  it('who was taken out keeps the place, and is put back at any later time', async () => {
    const shop = await aShopWith(6)
    const seen = () => unwrap(incidentDetail(shop.read, { id: 1, now: shop.clock.now() })).issues
    const places = seen().map(({ issueId }) => issueId)
    const [, second = 0, third = 0] = places
    for (const id of [second, third]) unwrap(await shop.decisions.decide(takeOutOfIncident, { id: 1, issueIds: [id] }))
    expect(seen().map(({ issueId }) => issueId)).toEqual(places)
    expect(seen().filter(({ takenOut }) => takenOut)).toHaveLength(2)
    // Not the newest decision: undo would take another one back.
    unwrap(await shop.decisions.decide(putBackIntoIncident, { id: 1, issueIds: [second] }))
    expect(seen().flatMap(({ issueId, takenOut }) => (takenOut ? [issueId] : []))).toEqual([third])
    expect(await shop.decisions.decide(putBackIntoIncident, { id: 1, issueIds: [second] })).toMatchObject({ ok: false })
  })

  it('a person closes it, undo opens it again, and a new burst makes one that is linked to it', async () => {
    const shop = await aShopWith(6)
    unwrap(await shop.decisions.decide(closeIncident, { id: 1 }))
    expect(shop.incidents()).toMatchObject([{ state: 'closed', closedBecause: 'person' }])
    unwrap(await shop.decisions.undo(undefined))
    expect(shop.incidents()).toMatchObject([{ state: 'open', closedAt: null }])
    unwrap(await shop.decisions.decide(closeIncident, { id: 1 }))
    expect(await shop.decisions.decide(closeIncident, { id: 1 })).toMatchObject({ ok: false })
    failing(shop, shop.clock.now() + MINUTE)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toHaveLength(1)
    for (let i = 0; i < 6; i++) failing(shop, shop.clock.now() + i * MINUTE)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    expect(shop.incidents()).toMatchObject([
      { state: 'open', previousId: 1 },
      { state: 'closed', closedBecause: 'person', accounts: 6 },
    ])
    const named = shop.read.all(query<{ uid: string; at: number }>('SELECT uid, began_at AS at FROM incident'))
    expect(named.map(({ uid }) => uid)).toEqual(named.map(({ at }) => `carrier/dhl@${at}`))
    // Its cause has a newer one: the older stays closed.
    const closing = shop.read.get(
      query<{ id: string }>(`SELECT id FROM journal WHERE command = 'incident.close' ORDER BY seq DESC`),
    )
    expect(await shop.decisions.undo(closing?.id)).toMatchObject({ ok: false, error: { kind: 'conflict' } })
  })

  it('counts accounts that turn out to be one as one, and as two when they are taken apart', async () => {
    const shop = await aShopWith(7)
    const [a = 0, b = 0] = shop.read
      .all(query<{ id: number }>('SELECT id FROM account ORDER BY id'))
      .map(({ id }) => id)
    unwrap(await shop.decisions.decide(decideIdentity, { pairs: [{ a, b, says: 'same' }] }))
    expect(shop.incidents()).toMatchObject([{ accounts: 6, waiting: 6 }])
    unwrap(await shop.decisions.undo(undefined))
    expect(shop.incidents()).toMatchObject([{ accounts: 7, waiting: 7 }])
  })

  it('what goes on after a merge belongs to the incident, though only the other did before', async () => {
    const shop = aShop()
    const calm = anAccount(shop.connection)
    failing(shop, shop.clock.now() - DAY, 'UPS', calm)
    await shop.live(5)
    const now = shop.clock.now()
    const hit = Array.from({ length: 6 }, (_, i) => failing(shop, now + i * MINUTE))
    failing(shop, now, 'UPS', calm)
    shop.clock.advance(HOUR)
    await shop.evaluate()
    const open = query<{ id: number }>("SELECT id FROM issue WHERE account_id = ? AND state <> 'closed'", [calm])
    expect(incidentsOfIssue(shop.read, shop.read.get(open)?.id ?? 0)).toEqual([])
    const pair = { a: calm, b: hit[0] ?? 0, says: 'same' as const }
    unwrap(await shop.decisions.decide(decideIdentity, { pairs: [pair] }))
    const left = shop.read.get(
      query<{ id: number }>(
        "SELECT i.id FROM issue i JOIN account a ON a.id = i.account_id WHERE a.id IN (?, ?) AND i.state <> 'closed'",
        [calm, hit[0] ?? 0],
      ),
    )
    expect(incidentsOfIssue(shop.read, left?.id ?? 0)).toMatchObject([{ title: 'Carrier DHL' }])
    expect(shop.incidents()).toMatchObject([{ accounts: 6, waiting: 6 }])
    unwrap(await shop.decisions.undo(undefined))
    expect(incidentsOfIssue(shop.read, shop.read.get(open)?.id ?? 0)).toEqual([])
    expect(shop.incidents()).toMatchObject([{ accounts: 6, waiting: 6 }])
  })
})
