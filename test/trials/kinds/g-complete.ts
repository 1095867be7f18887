import { join } from 'node:path'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import type { Outcome, Trial } from '../case.ts'
import { connected, type Source, saidIn } from '../connected.ts'

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

/** A complete file of tickets that is read again after it was written anew. */
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
  {
    kind: 'G',
    name: 'a row of a tap of which only its key is left deletes',
    source: 'Singer taps that read the log of a database',
    input: '{"order_id":2,"_sdc_deleted_at":"…"}',
    right: { quarantined: 0, orders: 1, accounts: ['A1'] },
    run: () => {
      const orders = [1, 2].map(n => recordOf({ order_id: n, customer: 'A1', state: 'open', placed: '2024-05-01' }))
      const gone = recordOf({ order_id: 2, _sdc_deleted_at: '2024-05-02T00:00:00Z' })
      return connected(
        {
          kind: 'singer',
          files: { 'tap.mjs': tap([...orders, gone, { type: 'STATE', value: {} }]) },
          config: dir => ({
            command: process.execPath,
            args: [join(dir, 'tap.mjs')],
            catalog: 'none',
            streams: [
              {
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
              },
            ],
          }),
        },
        async source => {
          source.write('taps.json', JSON.stringify([[process.execPath, join(source.dir, 'tap.mjs')]]))
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
        },
      )
    },
  },
]
