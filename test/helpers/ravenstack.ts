import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspectFiles } from '../../main/source/files/inspect.ts'
import type { FilesConfig } from '../../shared/source/mapping.ts'

const FOLDER = resolve(import.meta.dirname, '../../../shared/data/ravenstack')
export const RAVENSTACK_FILES = [
  'accounts',
  'subscriptions',
  'feature_usage',
  'support_tickets',
  'churn_events',
] as const

/** Folder of the RavenStack files beside the project; null where it is not there, and tests that need it skip. */
export const ravenstackFolder = (): string | null =>
  RAVENSTACK_FILES.every(name => existsSync(fileOf(name))) ? FOLDER : null

const fileOf = (name: string): string => join(FOLDER, `ravenstack_${name}.csv`)

/** What a skipped test says. */
export const WITHOUT_RAVENSTACK = 'skipped: the RavenStack files are not beside the project'

const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/London', 'Australia/Sydney']

/** The set has no contacts: writes one for each of its accounts. Answers the path. */
export function writeContacts(dir: string): string {
  const ids = readFileSync(fileOf('accounts'), 'utf8')
    .split('\n')
    .slice(1)
    .map(line => line.split(',')[0] ?? '')
    .filter(id => id !== '')
  const rows = ids.map((id, n) => `${id},Person ${n},person${n}@customer${n}.example,${ZONES[n % ZONES.length]}`)
  const path = join(dir, 'contacts.csv')
  writeFileSync(path, `account_id,name,email,time_zone\n${rows.join('\n')}\n`)
  return path
}

/** The settings of a source for all six files, as inspection proposes them. */
export async function ravenstackConfig(dir: string): Promise<FilesConfig> {
  const paths = [...RAVENSTACK_FILES.map(fileOf), writeContacts(dir)]
  const inspected = await inspectFiles(paths, dir, { answers: { currency: 'USD' } })
  const streams = inspected.map(({ path, stream, problem }) => {
    if (!stream) throw new Error(`${path}: ${problem}`)
    return stream
  })
  return { streams }
}
