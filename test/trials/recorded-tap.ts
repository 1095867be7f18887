import type { Source } from './connected.ts'

/** What a tap prints of one stream: a row each, and messages between them. */
export interface Recorded {
  stream: string
  key: readonly string[]
  /** Column → JSON schema, as the tap documents it. */
  schema: Readonly<Record<string, object>>
  rows: readonly object[]
}

const TEXT = { type: ['null', 'string'] }
export const column = {
  text: TEXT,
  date: { type: ['null', 'string'], format: 'date-time' },
  integer: { type: ['null', 'integer'] },
  flag: { type: ['null', 'boolean'] },
  object: (properties: Readonly<Record<string, object>>) => ({ type: ['null', 'object'], properties }),
  list: (items: object) => ({ type: ['null', 'array'], items }),
}

/** A program that discovers these streams and prints those of them that its catalog selects, as `SCHEMA`, `RECORD`, `STATE`. */
export const recordedTap = (streams: readonly Recorded[]): string => `
import { readFileSync } from 'node:fs'
const streams = ${JSON.stringify(streams)}
const print = message => console.log(JSON.stringify(message))
const schemaOf = properties => ({ type: ['null', 'object'], additionalProperties: false, properties })
const at = process.argv.indexOf('--catalog')
const selected = at < 0 ? [] : JSON.parse(readFileSync(process.argv[at + 1], 'utf8')).streams
  .filter(({ metadata }) => metadata.some(({ breadcrumb, metadata }) => breadcrumb.length === 0 && metadata.selected))
  .map(({ tap_stream_id }) => tap_stream_id)
if (process.argv.includes('--discover')) {
  print({ streams: streams.map(({ stream, key, schema }) => ({
    tap_stream_id: stream, stream, key_properties: key, schema: schemaOf(schema),
    metadata: [{ breadcrumb: [], metadata: { 'table-key-properties': key } }],
  })) })
} else for (const { stream, key, schema, rows } of streams.filter(({ stream }) => selected.includes(stream))) {
  print({ type: 'SCHEMA', stream, schema: schemaOf(schema), key_properties: key })
  for (const record of rows) print({ type: 'RECORD', stream, record, time_extracted: '2024-06-01T00:00:00.000000Z' })
  print({ type: 'STATE', value: { bookmarks: { [stream]: { updated_at: '2024-06-01T00:00:00Z' } } } })
}
`

/** Lets a workspace start its tap, which only a person may. */
export const allowTap = ({ write }: Source, tap: string): string =>
  write('taps.json', JSON.stringify([[process.execPath, tap]]))

/** Every account as its sources tell of it: its money, its people, and what happened, oldest first. */
export async function told({ client }: Source): Promise<Record<string, object>> {
  const accounts = await client.account.list({ limit: 100 })
  const all = await Promise.all(
    accounts.map(async ({ id }) => {
      const { externalId, name, mrrMinor, currency, contacts } = await client.account.get({ id })
      const { entries } = await client.account.timeline({ id })
      const people = contacts.map(({ email, timeZone }) => [email, timeZone].filter(Boolean).join(' '))
      const mrr = mrrMinor === null ? {} : { mrr: `${mrrMinor} ${currency}` }
      return [externalId, { name, ...mrr, people, happened: entries.map(happened).reverse() }] as const
    }),
  )
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** `2024-05-02 Ticket opened 701` */
const happened = ({ at, title, detail }: { at: number; title: string; detail: string | null }): string =>
  [new Date(at).toISOString().slice(0, 10), title, detail].filter(Boolean).join(' ')

/** What a source could not keep, in words. */
export const quarantined = async ({ client }: Source): Promise<string[]> =>
  (await client.source.quarantine({ offset: 0, limit: 50 })).map(({ stream, reason }) => `${stream}: ${reason}`)
