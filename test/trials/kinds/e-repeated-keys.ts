import { aLoopbackServer } from '../../helpers/loopback.ts'
import { fileTrial } from '../accounts.ts'
import type { Outcome, Trial } from '../case.ts'
import { connected, saidIn } from '../connected.ts'
import { allowTap } from '../recorded-tap.ts'

const TWICE = '{"account_id":"A1","name":"Ada","plan":"pro","plan":"free"}'
const ONCE = '{"account_id":"A2","name":"Bob","plan":"pro","plan": "pro","x":{"plan":1}}'
const said = /The key “plan” comes twice with different values|“plan”:“free”|"plan":"pro","plan":"free"/

const file = (name: string, input: string, files: Record<string, string>): Trial =>
  fileTrial('E', {
    name: `a row of ${name} that says one thing twice is set aside, and one that repeats itself is read`,
    source: 'RFC 8259, 4: names within an object should be unique',
    input,
    file: files,
    look: ({ plan }) => plan,
    right: { code: 0, accounts: { A2: 'pro' } },
    says: said,
  })

/** A system whose answer is this text, as it came over the network. */
const answered = (trial: Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'>, body: string): Trial => ({
  kind: 'E',
  ...trial,
  run: async (): Promise<Outcome> => {
    const server = await aLoopbackServer((_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' })
      res.end(body)
    })
    const manifest = {
      ...{ manifest: 1, id: 'own', name: 'Own', category: 'crm', gives: ['usage'], about: 'Own.' },
      ...{ docs: 'https://own.example', baseUrl: server.url, auth: { kind: 'none' } },
      streams: [
        {
          name: 'accounts',
          request: { path: '/accounts' },
          every: '1m',
          records: [{ record: 'account', id: 'id', name: 'name', properties: { crm: 'crm' } }],
        },
      ],
    }
    try {
      const order = {
        kind: 'rest' as const,
        files: { 'manifests/own.json': JSON.stringify(manifest) },
        config: () => ({ manifest: 'own', allowedHosts: [server.host] }),
      }
      return await connected(order, async source => {
        const words = await source.sync().then(
          report => saidIn([report]),
          (error: Error) => [error.message],
        )
        const [status] = await source.client.source.list()
        const accounts = await source.client.account.list({ limit: 10 })
        const full = await Promise.all(accounts.map(({ id }) => source.client.account.get({ id })))
        const got = full.map(({ externalId, properties }) => [externalId, properties.crm ?? null]).sort()
        const aside = await source.client.source.quarantine({ limit: 10 })
        return { got, said: [...words, status?.error ?? '', ...aside.map(({ reason }) => reason)] }
      })
    } finally {
      await server.stop()
    }
  },
})

const TAP = `
const print = text => console.log(text)
print('{"type":"SCHEMA","stream":"accounts","schema":{"type":"object","properties":{"id":{"type":"integer"}}},"key_properties":["id"]}')
print('{"type":"RECORD","stream":"accounts","record":{"id":9007199254740993,"name":"Ada"}}')
print('{"type":"RECORD","stream":"accounts","record":{"id":7,"name":"Bob","name":"Bert"}}')
`

export const trials: readonly Trial[] = [
  file('JSON lines', '{"plan":"pro","plan":"free"} in a line', { 'accounts.jsonl': `${TWICE}\n${ONCE}\n` }),
  file('a JSON list', '{"plan":"pro","plan":"free"} in a list', { 'accounts.json': `{"data":[${TWICE},${ONCE}]}` }),
  {
    kind: 'E',
    name: 'a record of a tap that says one thing twice is set aside, and a long id keeps its digits',
    source: 'Singer specification 0.3; own',
    input: 'RECORD {"id":9007199254740993} and {"name":"Bob","name":"Bert"}',
    right: { accounts: ['9007199254740993'], aside: ['The key “name” comes twice with different values.'] },
    run: async () =>
      connected(
        {
          kind: 'singer',
          files: { 'tap.mjs': TAP },
          config: dir => ({
            command: process.execPath,
            args: [`${dir}/tap.mjs`],
            catalog: 'none',
            streams: [
              { name: 'accounts', mapping: { record: 'account', id: { path: 'id' }, name: 'name', properties: {} } },
            ],
          }),
        },
        async source => {
          allowTap(source, `${source.dir}/tap.mjs`)
          const [report] = [await source.sync()]
          const accounts = await source.client.account.list({ limit: 10 })
          const full = await Promise.all(accounts.map(({ id }) => source.client.account.get({ id })))
          const aside = await source.client.source.quarantine({ limit: 10 })
          const got = { accounts: full.map(({ externalId }) => externalId), aside: aside.map(({ reason }) => reason) }
          return { got, said: saidIn([report]) }
        },
      ),
  },
  answered(
    {
      name: 'whole numbers beyond 2⁵³ of a system keep their last digits, in ids and in properties',
      source: 'ids of 64 bits, as many systems count them',
      input: '{"id":9007199254740993,"crm":12345678901234567890}',
      right: [
        ['9007199254740992', 'x'],
        ['9007199254740993', '12345678901234567890'],
      ],
    },
    '[{"id":9007199254740993,"crm":12345678901234567890},{"id":9007199254740992,"crm":"x"}]',
  ),
  answered(
    {
      name: 'a row of a system that says one thing twice is set aside, which is said, and the others are kept',
      source: 'RFC 8259, 4: names within an object should be unique',
      input: '[{"id":1,"crm":"a","crm":"b"},{"id":2,"crm":"c"}]',
      right: [['2', 'c']],
      says: /The key “crm” comes twice with different values/,
    },
    '[{"id":1,"crm":"a","crm":"b"},{"id":2,"crm":"c"}]',
  ),
]
