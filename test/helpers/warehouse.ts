import type Database from 'better-sqlite3'
import fc from 'fast-check'
import pg from 'pg'
import type { WarehouseMapping } from '../../main/signal/warehouse/mapping.ts'
import { parseMapping } from '../../main/signal/warehouse/mapping.ts'
import { unwrap } from '../../shared/result.ts'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'
import { NOON } from './observed.ts'

/** The same histories twice: in a cache as Forestall keeps them, and in tables as a customer might have them. */
export interface World {
  accounts: WorldAccount[]
  events: WorldEvent[]
  objects: WorldObject[]
  /** Something learned about stays, which only the cache has; it need not be what its stays say. */
  learned: { kind: string; state: string; lane: string; stays: number; ms: number }[]
}
interface WorldObject {
  account: number
  kind: 'parcel' | 'card'
  openedAt: number | null
  closedAt: number | null
  dueAt: number | null
  lane: string | null
  express: boolean | null
  amountMinor: number | null
  currency: string | null
  /** What it says that it belongs to: an object's number, as a number in one table and as text in another. */
  parent: number | null
  stays: { state: string; since: number; until: number | null }[]
}
interface WorldAccount {
  plan: string | null
  seats: number | null
  vip: boolean | null
  signedUpAt: number | null
  renewsAt: number | null
  churnedAt: number | null
  mrrMinor: number | null
  currency: string | null
}
interface WorldEvent {
  account: number
  kind: 'used' | 'failed'
  at: number
  value: number | null
  errors: number | null
  beta: boolean | null
  region: string | null
  /** The object that it is about. */
  thing: number | null
}

const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 4 })
/** Often where windows begin and end, or a millisecond beside. */
const moment = (days: number) =>
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(0, 12, 24, 36, 72, 168, 240, 480).map(hours => -hours),
        fc.integer({ min: -days * 24, max: days * 6 }),
      ),
      fc.constantFrom(0, 0, 0, 1, -1, 499),
    )
    .map(([hours, odd]) => NOON + hours * HOUR + odd)

const someStays = (at: fc.Arbitrary<number>) =>
  fc.array(fc.record({ state: fc.constantFrom('moving', 'stuck', 'lost'), since: at }), { maxLength: 4 }).map(stays => {
    const inOrder = [...new Map(stays.map(stay => [stay.since, stay])).values()].sort((a, b) => a.since - b.since)
    return inOrder.map((stay, n) => ({ ...stay, until: inOrder[n + 1]?.since ?? null }))
  })

export const someWorld = (accounts: number): fc.Arbitrary<World> =>
  fc.record({
    // The first account names a currency, so that the workspace has one.
    accounts: fc
      .array(
        fc.record({
          plan: orNull(fc.constantFrom('free', 'pro', 'Größe "XL"')),
          seats: orNull(fc.integer({ min: 0, max: 5 })),
          vip: orNull(fc.boolean()),
          signedUpAt: orNull(moment(60)),
          renewsAt: orNull(moment(60)),
          churnedAt: fc.option(moment(10), { freq: 1 }).map(at => (at !== null && at < NOON - 2 * DAY ? at : null)),
          mrrMinor: orNull(fc.integer({ min: 0, max: 500 })),
          currency: orNull(fc.constantFrom('EUR', 'USD', 'JPY', 'RSD')),
        }),
        { minLength: accounts, maxLength: accounts },
      )
      .map(list => list.map((one, n) => (n === 0 ? { ...one, currency: one.currency ?? 'EUR' } : one))),
    events: fc.array(
      fc.record({
        account: fc.integer({ min: 0, max: accounts - 1 }),
        kind: fc.constantFrom('used' as const, 'failed' as const),
        at: moment(30),
        value: orNull(fc.integer({ min: -2, max: 6 })),
        errors: orNull(fc.integer({ min: 0, max: 3 })),
        beta: orNull(fc.boolean()),
        region: orNull(fc.constantFrom('eu', 'us', "o'hare")),
        thing: orNull(fc.integer({ min: 1, max: 6 })),
      }),
      { maxLength: accounts * 12, size: 'max' },
    ),
    objects: fc.array(
      fc.record({
        account: fc.integer({ min: 0, max: accounts - 1 }),
        kind: fc.constantFrom('parcel' as const, 'card' as const),
        openedAt: orNull(moment(30)),
        closedAt: fc.option(moment(10), { freq: 2 }),
        dueAt: orNull(moment(30)),
        lane: orNull(fc.constantFrom('DE-FR', 'DE-US')),
        express: orNull(fc.boolean()),
        amountMinor: orNull(fc.integer({ min: 0, max: 500 })),
        currency: orNull(fc.constantFrom('EUR', 'USD', 'JPY', 'RSD')),
        parent: orNull(fc.integer({ min: 1, max: 6 })),
        stays: someStays(moment(30)),
      }),
      { maxLength: accounts * 3, size: 'max' },
    ),
    learned: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('parcel', 'card'),
        state: fc.constantFrom('moving', 'stuck', 'lost'),
        lane: fc.constantFrom('DE-FR', 'DE-US', '*'),
        stays: fc.integer({ min: 1, max: 20 }),
        ms: fc.integer({ min: 0, max: 6 }).map(days => days * DAY),
      }),
      { selector: of => `${of.kind} ${of.state} ${of.lane}`, maxLength: 18 },
    ),
  })

const present = (of: Record<string, unknown>) =>
  JSON.stringify(Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)))

/** Takes the place of whatever the cache held. Account n has row id n + 1. */
export function fillCache(db: Database.Database, world: World): void {
  db.transaction(() => {
    for (const table of ['stay_quantile', 'object_state', 'object', 'event', 'account_key', 'account'])
      db.exec(`DELETE FROM ${table}`)
    const account = db.prepare(
      `INSERT INTO account (id, uid, name, plan, signed_up_at, renews_at, churned_at, mrr_minor, currency, properties,
         updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    )
    world.accounts.forEach((a, n) => {
      const properties = present({ seats: a.seats, vip: a.vip })
      account.run(
        n + 1,
        `w:${n + 1}`,
        `Company ${n}`,
        a.plan,
        a.signedUpAt,
        a.renewsAt,
        a.churnedAt,
        a.mrrMinor,
        a.currency,
        properties,
      )
    })
    const event = db.prepare(
      `INSERT INTO event (account_id, source_id, stream, external_id, kind, at, value, properties)
       VALUES (?, 1, 'test', ?, ?, ?, ?, ?)`,
    )
    world.events.forEach(({ account: owner, kind, at, value, errors, beta, region, thing }, n) => {
      event.run(
        owner + 1,
        `E${n}`,
        kind,
        at,
        value,
        present({ errors, beta, region, thing: n % 2 === 0 ? thing : thing === null ? null : String(thing) }),
      )
    })
    fillObjects(db, world)
  })()
}

function fillObjects(db: Database.Database, world: World): void {
  const object = db.prepare(
    `INSERT INTO object (id, account_id, source_id, kind, external_id, state, state_since, opened_at, closed_at, due_at,
       lane, amount_minor, currency, properties) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const stay = db.prepare('INSERT INTO object_state (object_id, state, since, until) VALUES (?, ?, ?, ?)')
  world.objects.forEach((o, n) => {
    const last = o.stays.at(-1)
    const times = [last?.since ?? null, o.openedAt, o.closedAt, o.dueAt]
    const properties = present({ express: o.express, parent: o.parent })
    object.run(
      n + 1,
      o.account + 1,
      o.kind,
      String(n + 1),
      last?.state ?? null,
      ...times,
      o.lane,
      o.amountMinor,
      o.currency,
      properties,
    )
    for (const { state, since, until } of o.stays) stay.run(n + 1, state, since, until)
  })
  const learned = db.prepare('INSERT INTO stay_quantile VALUES (?, ?, ?, 0.95, ?, ?)')
  for (const { kind, state, lane, stays, ms } of world.learned) learned.run(kind, state, lane, stays, ms)
}

/** The customer's tables: names that need quotes, two places for events, moments in several forms. */
const TABLES = `
CREATE SCHEMA shop;
CREATE TABLE shop."Customer" (
  "No" integer PRIMARY KEY, tariff text, seats smallint, "VIP?" boolean, signed_up timestamptz, renewal bigint,
  left_at timestamp, amount numeric(12, 2), money text);
CREATE TABLE shop.activity (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), customer integer, what text, happened_at timestamptz, amount numeric,
  errors integer, beta boolean, "region ""x""" varchar(20), thing text);
CREATE TABLE shop.failure (
  id bigserial PRIMARY KEY, customer integer, at_ms bigint, amount double precision, errors integer, beta boolean,
  region char(10), thing numeric);
CREATE TABLE shop.things (
  nr bigint PRIMARY KEY, customer integer, sort text, opened timestamptz, closed timestamp, due timestamptz, lane text,
  express boolean, price numeric(12, 2), money text, parent numeric(8, 1));
CREATE TABLE shop.thing_log (thing bigint, status text, from_ms bigint, to_ms bigint);
CREATE INDEX ON shop.activity (customer, what, happened_at);
`

export const shopMapping: WarehouseMapping = unwrap(
  parseMapping({
    accounts: {
      from: 'shop.Customer',
      id: 'No',
      plan: { column: 'tariff' },
      signedUpAt: { column: 'signed_up' },
      renewsAt: { column: 'renewal', form: 'unix_ms' },
      churnedAt: { column: 'left_at', form: 'timestamp' },
      mrr: { column: 'amount', factor: 100, currency: { column: 'money' } },
      properties: {
        seats: { column: 'seats', type: 'number' },
        vip: { column: 'VIP?', type: 'boolean' },
      },
    },
    events: [
      {
        from: { query: 'SELECT * FROM shop.activity -- everything' },
        id: 'id',
        account: 'customer',
        kind: { column: 'what' },
        at: { column: 'happened_at' },
        value: { column: 'amount' },
        properties: {
          errors: { column: 'errors', type: 'number' },
          beta: { column: 'beta', type: 'boolean' },
          region: { column: 'region "x"' },
          thing: { column: 'thing' },
        },
      },
      {
        from: 'shop.failure',
        id: 'id',
        account: 'customer',
        kind: { const: 'failed' },
        at: { column: 'at_ms', form: 'unix_ms' },
        value: { column: 'amount' },
        properties: {
          errors: { column: 'errors', type: 'number' },
          beta: { column: 'beta', type: 'boolean' },
          region: { column: 'region' },
          thing: { column: 'thing', type: 'number' },
        },
      },
    ],
    objects: [
      {
        from: 'shop.things',
        id: 'nr',
        account: 'customer',
        kind: { column: 'sort' },
        openedAt: { column: 'opened' },
        closedAt: { column: 'closed', form: 'timestamp' },
        dueAt: { column: 'due' },
        lane: { column: 'lane' },
        amount: { column: 'price', factor: 100, currency: { column: 'money' } },
        properties: {
          express: { column: 'express', type: 'boolean' },
          parent: { column: 'parent', type: 'number' },
        },
        stays: {
          from: 'shop.thing_log',
          object: 'thing',
          state: 'status',
          since: { column: 'from_ms', form: 'unix_ms' },
          until: { column: 'to_ms', form: 'unix_ms' },
        },
      },
    ],
  }),
)

export interface Shop {
  client: pg.Client
  fill(world: World): Promise<void>
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

export async function openShop(url: string): Promise<Shop> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(TABLES)
  const insert = async (into: string, columns: string, rows: unknown[]) => {
    if (rows.length === 0) return
    const names = columns.split(', ').map(column => column.replace(/ [a-z ]+$/, ''))
    await client.query(
      `INSERT INTO ${into} (${names.join(', ')}) SELECT ${names.join(', ')}
       FROM jsonb_to_recordset($1::jsonb) AS r(${columns})`,
      [JSON.stringify(rows)],
    )
  }
  return {
    client,
    fill: async world => {
      await client.query(
        'DELETE FROM shop.things; DELETE FROM shop.thing_log; DELETE FROM shop.failure; DELETE FROM shop.activity; DELETE FROM shop."Customer"',
      )
      await insert(
        'shop."Customer"',
        '"No" integer, tariff text, seats smallint, "VIP?" boolean, signed_up timestamptz, renewal bigint, left_at timestamp, amount numeric, money text',
        world.accounts.map((a, n) => ({
          No: n + 1,
          tariff: a.plan,
          seats: a.seats,
          'VIP?': a.vip,
          signed_up: iso(a.signedUpAt),
          renewal: a.renewsAt,
          left_at: iso(a.churnedAt)?.replace('Z', ''),
          amount: a.mrrMinor === null ? null : a.mrrMinor / 100,
          money: a.currency,
        })),
      )
      // Every other failure lies in the general table, so that one kind comes from two places.
      const inTable = (_: WorldEvent, n: number) => n % 2 === 0
      const isFailure = (e: WorldEvent, n: number) => e.kind === 'failed' && inTable(e, n)
      await insert(
        'shop.activity',
        'customer integer, what text, happened_at timestamptz, amount numeric, errors integer, beta boolean, "region ""x""" text, thing text',
        world.events
          .filter((e, n) => !isFailure(e, n))
          .map(e => ({
            ...e,
            customer: e.account + 1,
            what: e.kind,
            happened_at: iso(e.at),
            amount: e.value,
            'region "x"': e.region,
          })),
      )
      await insert(
        'shop.failure',
        'customer integer, at_ms bigint, amount double precision, errors integer, beta boolean, region text, thing numeric',
        world.events.filter(isFailure).map(e => ({ ...e, customer: e.account + 1, at_ms: e.at, amount: e.value })),
      )
      await insert(
        'shop.things',
        'nr bigint, customer integer, sort text, opened timestamptz, closed timestamp, due timestamptz, lane text, express boolean, price numeric, money text, parent numeric',
        world.objects.map((o, n) => ({
          nr: n + 1,
          customer: o.account + 1,
          sort: o.kind,
          opened: iso(o.openedAt),
          closed: iso(o.closedAt)?.replace('Z', ''),
          due: iso(o.dueAt),
          lane: o.lane,
          express: o.express,
          price: o.amountMinor === null ? null : o.amountMinor / 100,
          money: o.currency,
          parent: o.parent,
        })),
      )
      await insert(
        'shop.thing_log',
        'thing bigint, status text, from_ms bigint, to_ms bigint',
        world.objects.flatMap((o, n) =>
          o.stays.map(({ state, since, until }) => ({ thing: n + 1, status: state, from_ms: since, to_ms: until })),
        ),
      )
    },
  }
}
