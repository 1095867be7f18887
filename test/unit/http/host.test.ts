import { expect, it } from 'vitest'
import { hostAndPort, hostName, hostOrSocket, usableAddress } from '../../../shared/host.ts'
import { smtpSettingSchema } from '../../../shared/model/smtp.ts'
import { postgresConfigSchema } from '../../../shared/source/postgres-source.ts'
import { startChild } from '../../helpers/child.ts'

const NO_HOSTS = ['', ' ', 'a\0b', 'a b', 'a\nb', 'a/b', 'a@b', '[::1', 'a'.repeat(254), 'http://a', 'a?b', '%00']
const HOSTS = [
  'localhost',
  'db.example.com',
  'db_1',
  '10.0.0.1',
  '::1',
  '[::1]',
  'fe80::1',
  'bücher.example',
  'a.'.repeat(100),
]

const smtp = (host: string) => ({ host, port: 25, security: 'tls', fromName: 'A', fromAddress: 'a@example.com' })
const postgres = (server: object) => ({ server, streams: [{ name: 's', query: 'SELECT 1', mapping: MAPPING }] })
const MAPPING = { record: 'account', id: { field: 'id', type: 'text' }, properties: {} }

it.each(NO_HOSTS)('%j is a host for no protocol', host => {
  expect(hostName.safeParse(host).success).toBe(false)
  expect(hostAndPort.safeParse(host).success).toBe(false)
  expect(smtpSettingSchema.safeParse(smtp(host)).success).toBe(false)
  const server = { host, port: 1, database: 'd', user: 'u' }
  expect(postgresConfigSchema.safeParse(postgres(server)).success).toBe(false)
})

it.each(HOSTS)('%s is a host for every protocol', host => {
  expect(hostName.safeParse(host).success).toBe(true)
  expect(smtpSettingSchema.safeParse(smtp(host)).success).toBe(true)
  const server = { host, port: 1, database: 'd', user: 'u' }
  expect(postgresConfigSchema.safeParse(postgres(server)).error?.issues).toBeUndefined()
})

it('a database may also be reached by the folder of its local sockets', () => {
  expect(hostOrSocket.safeParse('/var/run/postgresql').success).toBe(true)
  expect(hostOrSocket.safeParse('/var/run\0').success).toBe(false)
})

it.each(['postgres://u@a%00b/d', 'postgres://u%00x@a/d', 'postgres://u@a/d%00x', 'postgres://u@a/%zz'])(
  'an address with a part that no server takes cannot be used: %s',
  url => expect(usableAddress(new URL(url))).toBe(false),
)

it.each(['postgres://u@a:5432/d', 'postgres:///d', 'postgres://u%40x@[::1]/d'])('%s can be used', url =>
  expect(usableAddress(new URL(url))).toBe(true),
)

it('a host at which the resolver throws ends one reading, and nothing comes later', async () => {
  const child = startChild('late-error-child', [encodeURIComponent('a\0b')])
  const ended = new Promise<number | null>(done => child.process.once('exit', done))
  expect(await child.line()).toMatch(/Error$/)
  expect(await ended).toBe(0)
})
