import { join } from 'node:path'
import type { SyncReport } from '../../../shared/model/source.ts'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import type { Outcome, Trial } from '../case.ts'
import { connected, type Source, saidIn } from '../connected.ts'
import { allowTap } from '../recorded-tap.ts'

const TICKETS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(n => ({
  id: `T${n}`,
  org: 'A1',
  state: 'open',
  opened: `2024-04-${String(n).padStart(2, '0')}`,
}))
type Ticket = (typeof TICKETS)[number]

const account = { record: 'account', id: 'org' }
const ticket = { record: 'object', kind: 'ticket', id: 'id', account: 'org', state: 'state', openedAt: 'opened' }
const csv = (tickets: readonly Ticket[]) =>
  `id,org,state,opened\n${tickets.map(({ id, org, state, opened }) => `${id},${org},${state},${opened}`).join('\n')}\n`

/** How many objects of the only account the cache has. */
async function keptIn({ client }: Source): Promise<number> {
  const [found] = await client.account.list({})
  return found ? (await client.account.timeline({ id: found.id })).total : 0
}

/** A complete file of tickets that is read again after it was written again. */
const fileTrial = (trial: Omit<Trial, 'kind' | 'run'>, work: (source: Source) => Promise<Outcome>): Trial => ({
  kind: 'G',
  ...trial,
  run: () =>
    connected(
      {
        kind: 'files',
        files: { 'tickets.csv': csv(TICKETS) },
        config: dir => ({
          streams: [{ name: 'tickets', path: join(dir, 'tickets.csv'), mapping: [account, ticket], complete: {} }],
        }),
      },
      work,
    ),
})

interface Desk {
  tickets: Ticket[]
  /** Whether it does what it is asked with `since`. */
  heeds: boolean
}

const aManifest = (url: string, change: object): ManifestInput => ({
  manifest: 1,
  id: 'desk',
  name: 'Desk',
  category: 'helpdesk',
  gives: ['access'],
  about: 'Tickets.',
  docs: 'https://desk.example',
  baseUrl: url,
  auth: { kind: 'none' },
  streams: [
    {
      name: 'tickets',
      request: { path: '/tickets' },
      select: 'tickets',
      every: '1m',
      records: [account as never, ticket as never],
      ...change,
    },
  ],
})

/** A helpdesk on loopback that is read by a manifest. */
async function desk(change: object, stand: Desk, work: (source: Source, asked: () => string[]) => Promise<Outcome>) {
  const server = await aLoopbackServer(({ url }, res) => {
    const since = url.searchParams.get('since')
    const all = stand.tickets.map((one, n) => ({
      ...one,
      updated: `2024-05-${String(n + 1).padStart(2, '0')}T00:00:00.000Z`,
    }))
    json(res, { tickets: stand.heeds && since ? all.filter(({ updated }) => updated >= since) : all })
  })
  try {
    return await connected(
      {
        kind: 'rest',
        files: { 'manifests/desk.json': JSON.stringify(aManifest(server.url, change)) },
        config: () => ({ manifest: 'desk', allowedHosts: [server.host] }),
      },
      source =>
        work(source, () => server.asked.map(({ url }) => new URL(url, server.url).searchParams.get('since') ?? '')),
    )
  } finally {
    await server.stop()
  }
}

const FULL = { every: undefined, complete: {} }
const SINCE = {
  every: undefined,
  request: { path: '/tickets', query: { since: '{since}' } },
  incremental: { field: 'updated', format: 'YYYY-MM-DDTHH:mm:ss.SSSZ', overlap: '0s' },
}

const tap = (lines: readonly object[]) =>
  lines.map(line => `console.log(${JSON.stringify(JSON.stringify(line))})`).join('\n')
const recordOf = (record: object) => ({ type: 'RECORD', stream: 'orders', record })

const ORDERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(n => ({
  order_id: n,
  customer: 'A1',
  state: 'open',
  placed: '2024-05-01',
}))

/** A table of one version, as taps print it: every row names the version, which is activated behind them. */
const counted = (version: number, rows: readonly object[]): object[] => [
  ...rows.map(row => ({ ...recordOf(row), version })),
  { type: 'STATE', value: { version } },
  { type: 'ACTIVATE_VERSION', stream: 'orders', version },
]

const ORDER_STREAM = {
  name: 'orders',
  mapping: [
    { record: 'account', id: 'customer' },
    {
      record: 'object',
      kind: 'order',
      id: { field: 'order_id' },
      account: { field: 'customer' },
      state: 'state',
      openedAt: 'placed',
    },
  ],
}
const aTapOf = (dir: string) => ({
  command: process.execPath,
  args: [join(dir, 'tap.mjs')],
  catalog: 'none',
  streams: [ORDER_STREAM],
})
const orderTap = (work: (source: Source) => Promise<Outcome>) => {
  return connected({ kind: 'singer', config: aTapOf }, async source => {
    allowTap(source, join(source.dir, 'tap.mjs'))
    return work(source)
  })
}

/** A tap that prints something else each time: how many orders are kept after each, and what the last one took away. */
const versionTrial = ({ runs, ...trial }: Omit<Trial, 'kind' | 'run'> & { runs: readonly object[][] }): Trial => ({
  kind: 'G',
  ...trial,
  run: () =>
    orderTap(async source => {
      const orders: number[] = []
      const reports: SyncReport[] = []
      for (const lines of runs) {
        source.write('tap.mjs', tap(lines))
        reports.push(await source.sync())
        orders.push(await keptIn(source))
      }
      const gone = reports.at(-1)?.streams[0]?.gone
      return { got: { orders, ...(gone === undefined ? {} : { gone }) }, said: saidIn(reports) }
    }),
})

/** Streams that have all there is, times that a system wants in its own way, and rows of which only the key is left. */
export const trials: readonly Trial[] = [
  fileTrial(
    {
      name: 'a ticket that a complete file no longer has is gone here too',
      source: 'a ticket deleted at the helpdesk',
      input: 'ten tickets, then nine',
      right: { before: 10, gone: 1, after: 9 },
    },
    async source => {
      const first = await source.sync()
      const before = await keptIn(source)
      source.write('tickets.csv', csv(TICKETS.slice(1)))
      const second = await source.sync()
      return {
        got: { before, gone: second.streams[0]?.gone, after: await keptIn(source) },
        said: saidIn([first, second]),
      }
    },
  ),
  fileTrial(
    {
      name: 'half a reading takes nothing away before a person accepts it',
      source: 'an export that was cut short',
      input: 'ten tickets, then four',
      right: { refused: undefined, kept: 10, accepted: 6, left: 4 },
      says: /no longer has 6 of 10 tickets, and nothing was removed/,
    },
    async source => {
      await source.sync()
      source.write('tickets.csv', csv(TICKETS.slice(0, 4)))
      const refused = await source.sync()
      const kept = await keptIn(source)
      const accepted = await source.sync(true)
      return {
        got: {
          refused: refused.streams[0]?.gone,
          kept,
          accepted: accepted.streams[0]?.gone,
          left: await keptIn(source),
        },
        said: saidIn([refused, accepted]),
      }
    },
  ),
  fileTrial(
    {
      name: 'a row whose id cannot be read keeps everything in its place',
      source: 'an export with a damaged line',
      input: 'ten tickets, then nine and one without its id',
      right: { gone: undefined, left: 10 },
      says: /the id of one row could not be read/,
    },
    async source => {
      await source.sync()
      source.write('tickets.csv', `${csv(TICKETS.slice(1))},A1,open,2024-04-01\n`)
      const second = await source.sync()
      return { got: { gone: second.streams[0]?.gone, left: await keptIn(source) }, said: saidIn([second]) }
    },
  ),
  {
    kind: 'G',
    name: 'a ticket that a system no longer lists is gone here too',
    source: 'a ticket deleted at the helpdesk',
    input: 'a REST stream that is complete; ten tickets, then nine',
    right: { gone: 1, left: 9 },
    run: () => {
      const stand: Desk = { tickets: TICKETS, heeds: true }
      return desk(FULL, stand, async source => {
        await source.sync()
        stand.tickets = TICKETS.slice(1)
        const second = await source.sync()
        return {
          got: { gone: second.streams[0]?.gone, left: await keptIn(source) },
          said: saidIn([second]),
        }
      })
    },
  },
  {
    kind: 'G',
    name: 'a system that suddenly lists nothing takes nothing away',
    source: 'a helpdesk that answers an empty list during its maintenance',
    input: 'ten tickets, then an empty list',
    right: { left: 10 },
    says: /no longer has 10 of 10 tickets/,
    run: () => {
      const stand: Desk = { tickets: TICKETS, heeds: true }
      return desk(FULL, stand, async source => {
        await source.sync()
        stand.tickets = []
        const second = await source.sync()
        return { got: { left: await keptIn(source) }, said: saidIn([second]) }
      })
    },
  },
  {
    kind: 'G',
    name: 'a system is asked for times in the pattern that it wants',
    source: 'a vendor that wants milliseconds and a Z',
    input: 'format YYYY-MM-DDTHH:mm:ss.SSSZ',
    right: { asked: ['1970-01-01T00:00:00.000Z', '2024-05-10T00:00:00.000Z'], read: 2 },
    run: () =>
      desk(SINCE, { tickets: TICKETS, heeds: true }, async (source, asked) => {
        await source.sync()
        const second = await source.sync()
        return { got: { asked: asked(), read: second.streams[0]?.read }, said: saidIn([second]) }
      }),
  },
  {
    kind: 'G',
    name: 'a server that ignores the time is noticed by what it answers',
    source: 'a vendor that ignores a parameter that it cannot read',
    input: 'asked since 10 May, rows of 1 May come back',
    right: { left: 10 },
    says: /Asked since 2024-05-10T00:00:00.000Z, older rows came back: the server may ignore the time/,
    run: () =>
      desk(SINCE, { tickets: TICKETS, heeds: false }, async source => {
        await source.sync()
        const second = await source.sync()
        return { got: { left: await keptIn(source) }, said: saidIn([second]) }
      }),
  },
  versionTrial({
    name: 'rows of a former version of a table are gone',
    source: 'https://hub.meltano.com/singer/docs, ACTIVATE_VERSION',
    input: 'version 1 with ten orders, then version 2 with nine',
    runs: [counted(1, ORDERS), counted(2, ORDERS.slice(1))],
    right: { orders: [10, 9], gone: 1 },
  }),
  versionTrial({
    name: 'a version that is activated again takes nothing away from earlier rows',
    source: 'own: a tap that reads only what is new',
    input: 'version 1 with ten orders, then version 1 with two of them',
    runs: [counted(1, ORDERS), counted(1, ORDERS.slice(8))],
    right: { orders: [10, 10] },
  }),
  versionTrial({
    name: 'a version that an earlier run began takes nothing away',
    source: 'own: a tap that was cut off within a table',
    input: 'three orders of version 2 without its end, then the other six and its end',
    runs: [counted(1, ORDERS), counted(2, ORDERS.slice(1, 4)).slice(0, -1), counted(2, ORDERS.slice(4))],
    right: { orders: [10, 10, 10] },
  }),
  versionTrial({
    name: 'a version with half of the rows takes nothing away before a person accepts it',
    source: 'own: a table that was truncated before it was filled',
    input: 'version 1 with ten orders, then version 2 with four',
    runs: [counted(1, ORDERS), counted(2, ORDERS.slice(6))],
    right: { orders: [10, 10] },
    says: /no longer has 6 of 10 orders, and nothing was removed/,
  }),
  {
    kind: 'G',
    name: 'a row of a tap of which only its key is left deletes',
    source: 'Singer taps that read the log of a database',
    input: '{"order_id":2,"_sdc_deleted_at":"…"}',
    right: { quarantined: 0, orders: 1, accounts: ['A1'] },
    run: () => {
      const orders = ORDERS.slice(0, 2).map(recordOf)
      const gone = recordOf({ order_id: 2, _sdc_deleted_at: '2024-05-02T00:00:00Z' })
      return orderTap(async source => {
        source.write('tap.mjs', tap([...orders, gone, { type: 'STATE', value: {} }]))
        const report = await source.sync()
        const accounts = await source.client.account.list({})
        const full = await Promise.all(accounts.map(({ id }) => source.client.account.get({ id })))
        return {
          got: {
            quarantined: report.streams[0]?.quarantined,
            orders: await keptIn(source),
            accounts: full.map(({ externalId }) => externalId),
          },
          said: saidIn([report]),
        }
      })
    },
  },
]
