import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import type { Outcome, Trial } from '../case.ts'
import { connected, saidIn } from '../connected.ts'
import { shipped } from '../shipped.ts'

const PEOPLE = [
  { zone: 'Eastern Time (US & Canada)', right: 'America/New_York' },
  { zone: 'Romance Standard Time', right: 'Europe/Paris' },
  { zone: 'Narnia Standard Time', right: null, says: /time_zone|Narnia/ },
]

let together: Promise<{ zones: readonly (string | null)[]; said: string[] }> | undefined

/** All people come with one reading. */
const read = () => {
  together ??= shipped(
    {
      manifest: 'freshdesk',
      settings: { subdomain: 'own' },
      secret: 'api_key',
      answers: (path, query) => {
        if (path.endsWith('/companies')) return [{ id: 1, name: 'Acme' }]
        if (!path.endsWith('/contacts') || query.get('state') !== null) return []
        return PEOPLE.map(({ zone }, n) => ({
          id: n + 1,
          company_id: 1,
          name: `Person ${n}`,
          email: `p${n}@acme.example`,
          time_zone: zone,
          updated_at: '2024-05-01T00:00:00Z',
        }))
      },
    },
    async source => {
      const report = await source.sync()
      const [account] = await source.client.account.list({})
      const { contacts } = await source.client.account.get({ id: account?.id ?? 0 })
      const columns = report.streams.flatMap(({ columns = [] }) => columns)
      const odd = columns.flatMap(({ column, rows, examples }) =>
        rows === 0 ? [] : [`${column}: ${rows} not read: ${examples.map(({ text }) => text).join(', ')}`],
      )
      const byName = contacts.toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
      return { zones: byName.map(({ timeZone }) => timeZone), said: [...saidIn([report]), ...odd] }
    },
  )
  return together
}

const HOUR = 3_600_000

/** A system that asks for patience: how many whole hours it is left alone, by the schedule. */
const patience = (header: string, hours: number, source: string): Trial => ({
  kind: 'E',
  name: `“Retry-After: ${header}” leaves a system alone for ${hours} h`,
  source,
  input: `429, Retry-After: ${header}`,
  right: hours,
  run: async () => {
    const server = await aLoopbackServer((_, res) => json(res, {}, 429, { 'retry-after': header }))
    const manifest = {
      ...{ manifest: 1, id: 'own', name: 'Own', category: 'crm', gives: ['usage'], about: 'Own.' },
      ...{ docs: 'https://own.example', baseUrl: server.url, auth: { kind: 'none' } },
      streams: [
        { name: 'accounts', request: { path: '/accounts' }, every: '1m', records: [{ record: 'account', id: 'id' }] },
      ],
    }
    try {
      const order = {
        kind: 'rest' as const,
        files: { 'manifests/own.json': JSON.stringify(manifest) },
        config: () => ({ manifest: 'own', allowedHosts: [server.host] }),
      }
      return await connected(order, async source => {
        const said = await source.sync().then(
          report => saidIn([report]),
          (error: Error) => [error.message],
        )
        const [status] = await source.client.source.list()
        const since = (status?.retryAt ?? 0) - Date.now()
        return { got: Math.round(since / HOUR), said: [...said, status?.error ?? ''] }
      })
    } finally {
      await server.stop()
    }
  },
})

/** The names of zones that systems answer with, which go the way of files. */
const zones = PEOPLE.map(
  ({ zone, right, says }, n): Trial => ({
    kind: 'E',
    name: `the time zone “${zone}” of a system is ${right ?? 'unknown, which is said'}`,
    source: right === null ? 'own' : 'https://developers.freshdesk.com/api/#contacts, time_zone',
    input: zone,
    right,
    ...(says ? { says } : {}),
    run: async (): Promise<Outcome> => {
      const { zones, said } = await read()
      return { got: zones[n], said }
    },
  }),
)

export const trials: readonly Trial[] = [
  ...zones,
  patience('7200', 2, 'RFC 9110, Retry-After'),
  patience('14400', 4, 'own'),
]
