import { join } from 'node:path'
import { columnLines } from '../../../main/cli/import/column-lines.ts'
import type { Trial } from '../case.ts'
import { connected, saidIn } from '../connected.ts'
import { allowTap, column, quarantined, told } from '../recorded-tap.ts'

const ID = { type: ['null', 'integer', 'string'] }
const NUMBER = { type: ['null', 'number'] }
const FULL = { id: ID, name: column.text, mrr: NUMBER, email: column.text }

const schema = (properties: object, key: readonly string[] = ['id'], stream = 'customers') => ({
  type: 'SCHEMA',
  stream,
  schema: { type: 'object', properties },
  key_properties: key,
})
const row = (record: object, stream = 'customers') => ({ type: 'RECORD', stream, record })
const ada = { id: 1, name: 'Ada Ltd', mrr: 10.5, email: 'ada@ada.example' }

const MAPPING = {
  ...{ record: 'account', id: 'id', name: 'name', email: 'email' },
  mrr: { path: 'mrr', type: 'money', currency: 'EUR' },
}

interface TapTrial extends Pick<Trial, 'name' | 'source' | 'input' | 'right' | 'says'> {
  /** What the tap prints; a text as it is. */
  prints: readonly (object | string)[]
}

/** A tap that prints exactly this, whatever it is asked. */
const printed = ({ prints, ...trial }: TapTrial): Trial => ({
  kind: 'G',
  ...trial,
  run: () =>
    connected(
      {
        kind: 'singer',
        files: {
          'tap.mjs': `for (const line of ${JSON.stringify(prints.map(one => (typeof one === 'string' ? one : JSON.stringify(one))))}) console.log(line)`,
        },
        config: dir => ({
          ...{ command: process.execPath, args: [join(dir, 'tap.mjs')], catalog: 'none' },
          streams: [{ name: 'customers', mapping: MAPPING }],
        }),
      },
      async source => {
        allowTap(source, join(source.dir, 'tap.mjs'))
        const report = await source.sync()
        const accounts = Object.entries(await told(source)).map(([id, { mrr }]: [string, { mrr?: string }]) => [
          id,
          mrr,
        ])
        return {
          got: Object.fromEntries(accounts),
          said: [...saidIn([report]), ...report.streams.flatMap(columnLines), ...(await quarantined(source))],
        }
      },
    ),
})

/** What taps do with their schemas while they run. */
export const trials: readonly Trial[] = [
  printed({
    name: 'a type that a tap widens in mid-stream names the same rows and amounts as before',
    source: 'Singer forum: an integer column became a string during a sync',
    input: 'id 1 then "1", mrr 10.5 then "11.50"',
    prints: [schema(FULL), row(ada), schema({ ...FULL, mrr: column.text }), row({ ...ada, id: '1', mrr: '11.50' })],
    right: { 1: '1150 EUR' },
  }),
  printed({
    name: 'a field that leaves the schema in mid-stream is said to be missing',
    source: 'Singer forum: a column was dropped at the source and became null at the target without a word',
    input: 'a second SCHEMA without mrr',
    prints: [
      schema(FULL),
      row(ada),
      schema({ id: ID, name: column.text, email: column.text }),
      row({ id: 2, name: 'Bo', email: null }),
    ],
    right: { 1: '1050 EUR', 2: undefined },
    says: /schema lacks “mrr”, which the mapping reads/,
  }),
  printed({
    name: 'a field that a schema does not list and every row has is not missing',
    source: 'taps whose schema leaves custom fields out',
    input: 'a SCHEMA without mrr, rows with it',
    prints: [schema({ id: ID, name: column.text, email: column.text }), row(ada)],
    right: { 1: '1050 EUR' },
  }),
  printed({
    name: 'rows that a tap names by two fields and the mapping by one are said to become one record',
    source: 'Singer forum: key_properties grew by a region',
    input: 'key id, then id and region',
    prints: [
      schema({ ...FULL, region: column.text }),
      row({ ...ada, region: 'eu' }),
      schema({ ...FULL, region: column.text }, ['id', 'region']),
      row({ ...ada, region: 'us', mrr: 20 }),
    ],
    right: { 1: '2000 EUR' },
    says: /names each row by “id”, “region” together/,
  }),
  printed({
    name: 'a moment in the key only tells versions of a row apart',
    source: 'taps that append, whose key has updated_at',
    input: 'key id and updated_at',
    prints: [schema({ ...FULL, updated_at: column.date }, ['id', 'updated_at']), row(ada), row({ ...ada, mrr: 12 })],
    right: { 1: '1200 EUR' },
  }),
  printed({
    name: 'a tap that sends its rows under another name is not read in silence',
    source: 'Meltano: stream maps rename a stream, and the target stays empty',
    input: 'RECORD of public_customers only',
    prints: [schema(FULL, ['id'], 'public_customers'), row(ada, 'public_customers')],
    right: {},
    says: /sent nothing of “customers”, but rows of “public_customers”/,
  }),
  printed({
    name: 'rows before the schema, and those of a stream in between, stay where they belong',
    source: 'Singer specification: SCHEMA must come first; not every tap knows',
    input: 'RECORD, SCHEMA, RECORD of another stream, RECORD',
    prints: [
      row(ada),
      schema(FULL),
      schema({ id: ID }, ['id'], 'orders'),
      row({ id: 1, mrr: 99 }, 'orders'),
      row({ ...ada, id: 2 }),
      { type: 'STATE', value: null },
    ],
    right: { 1: '1050 EUR', 2: '1050 EUR' },
  }),
  printed({
    name: 'an address that is a list costs the address, not the account',
    source: 'HubSpot and Intercom taps with several addresses',
    input: 'email: ["ada@ada.example"]',
    prints: [schema(FULL), row({ ...ada, email: ['ada@ada.example'] })],
    right: { 1: '1050 EUR' },
    says: /email: not read: line 2 “\["ada@ada\.example"\]”\. The rows were kept without these values/,
  }),
  printed({
    name: 'an amount whose last digit JSON cannot hold is set aside',
    source: 'ledgers in rials and dongs, sent as JSON numbers',
    input: 'mrr 80000000000000.01',
    prints: [
      schema(FULL),
      '{"type":"RECORD","stream":"customers","record":{"id":1,"name":"Ada","mrr":80000000000000.01}}',
      row({ ...ada, id: 2, mrr: 0.1 + 0.2 }),
    ],
    right: { 2: '30 EUR' },
    says: /not an amount in EUR/,
  }),
]
