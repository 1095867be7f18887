import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { random } from '../../../main/source/sample/prng.ts'
import { profile } from '../../../main/source/sample/profile.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'

export const NOW = Date.UTC(2026, 2, 18, 12)
const DAY = 86_400_000

export interface Size {
  accounts: number
  events: number
}

/** Typed values of a row, in the order of the columns of its file. */
export type AccountRow = readonly [string, string, string, string, string, string, number, number, number, string]
export type EventRow = readonly [string, string, string, number, number, string, number]

export const ACCOUNT_COLUMNS = 'account_id,name,plan,country,time_zone,owner,signed_up_at,renews_at,mrr,industry'.split(
  ',',
)
export const EVENT_COLUMNS = 'event_id,account_id,kind,at,value,feature_name,error_count'.split(',')

/** Accounts as a billing system would export them. Times UTC ms, `mrr` in cents. */
export function* accountRows({ accounts }: Size): Generator<AccountRow> {
  for (let i = 0; i < accounts; i++) {
    const who = profile(5, i)
    const draw = random(6, i)
    const signedUp = Math.floor(NOW / DAY - draw.between(1, 1_500)) * DAY
    const renews = Math.floor(NOW / DAY + draw.between(1, 365)) * DAY
    const { externalId, name, plan, place, zone, owner, industry } = who
    yield [externalId, name, plan, place.country, zone, owner, signedUp, renews, draw.int(1_000, 900_000), industry]
  }
}

/** Events as an export has them: in order of time, so every row is another account's. */
export function* eventRows({ accounts, events }: Size): Generator<EventRow> {
  const draw = random(7)
  const kinds = ['feature_used', 'feature_used', 'feature_used', 'login', 'payment_succeeded', 'error_seen'] as const
  const start = NOW - 180 * DAY
  for (let i = 0; i < events; i++) {
    const account = `A-${String(draw.int(1, accounts)).padStart(6, '0')}`
    const at = Math.floor((start + (i / events) * 180 * DAY) / 1_000) * 1_000
    const feature = draw.pick(['checkout', 'reports', 'bulk export', 'label printing'])
    yield [`ev-${i.toString(36)}`, account, draw.pick(kinds), at, draw.int(1, 200), feature, draw.chance(0.1) ? 1 : 0]
  }
}

const iso = (at: number): string => new Date(at).toISOString()
const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

function* accountLines(size: Size): Generator<string> {
  yield ACCOUNT_COLUMNS.join(',')
  for (const [id, name, plan, country, zone, owner, signedUp, renews, mrr, industry] of accountRows(size)) {
    const dates = [signedUp, renews].map(at => iso(at).slice(0, 10))
    yield [id, quoted(name), plan, country, zone, owner, ...dates, (mrr / 100).toFixed(2), industry].join(',')
  }
}

function* eventLines(size: Size): Generator<string> {
  yield EVENT_COLUMNS.join(',')
  for (const [id, account, kind, at, ...rest] of eventRows(size)) yield [id, account, kind, iso(at), ...rest].join(',')
}

function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w')
  let pending: string[] = []
  const flush = () => {
    writeSync(file, `${pending.join('\n')}\n`)
    pending = []
  }
  for (const line of lines) if (pending.push(line) === 10_000) flush()
  if (pending.length > 0) flush()
  closeSync(file)
}

/** Writes `accounts.csv` and `events.csv` into a folder. */
export function writeFiles(dir: string, size: Size): void {
  writeLines(join(dir, 'accounts.csv'), accountLines(size))
  writeLines(join(dir, 'events.csv'), eventLines(size))
}

/** How those files are mapped: every column is read, with its type. */
export const filesConfig: FilesConfig = {
  streams: [
    {
      name: 'accounts',
      path: 'accounts.csv',
      mapping: {
        record: 'account',
        id: { field: 'account_id', type: 'text' },
        name: { field: 'name', type: 'text' },
        plan: { field: 'plan', type: 'text' },
        country: { field: 'country', type: 'text' },
        timeZone: { field: 'time_zone', type: 'text' },
        owner: { field: 'owner', type: 'text' },
        signedUpAt: { field: 'signed_up_at', type: 'date', format: 'iso' },
        renewsAt: { field: 'renews_at', type: 'date', format: 'iso' },
        mrr: { field: 'mrr', type: 'money', currency: 'EUR' },
        properties: { industry: { field: 'industry', type: 'text' } },
      },
    },
    {
      name: 'events',
      path: 'events.csv',
      mapping: {
        record: 'event',
        id: { field: 'event_id', type: 'text' },
        account: { by: 'id', field: 'account_id' },
        kind: { field: 'kind', type: 'text' },
        at: { field: 'at', type: 'date', format: 'iso' },
        value: { field: 'value', type: 'number' },
        properties: {
          feature_name: { field: 'feature_name', type: 'text' },
          error_count: { field: 'error_count', type: 'integer' },
        },
      },
    },
  ],
}

/** The files wherever their workspace lies. */
export const inFolder = (folder: string): FilesConfig => ({
  streams: filesConfig.streams.map(stream => ({ ...stream, path: join(folder, stream.path) })),
})
