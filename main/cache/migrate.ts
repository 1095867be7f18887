import { rmSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { plainAddress } from '../../shared/person/address.ts'
import { countryCode } from '../../shared/place/country.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { migrations as released } from './migrations/index.ts'

/** The version that a database file is at. */
export const versionOf = (connection: Database.Database): number =>
  connection.pragma('user_version', { simple: true }) as number

/** The refusal of a file whose layout this app does not know; null where it may be opened. */
export function newerThanKnown(version: number, known = released.length): Result<never> | null {
  if (version <= known) return null
  return fail(
    'newer',
    'This workspace cannot be opened.',
    `A newer Forestall wrote this workspace (layout ${version}, this one knows ${known}).`,
    'Update Forestall, or open another workspace. Nothing was changed.',
  )
}

/**
 * Brings a database up to the newest version, all in one transaction, after a backup of what was there.
 * A file from a newer app is refused untouched: guessing at an unknown layout would corrupt it.
 */
export function migrate(
  connection: Database.Database,
  backupTo: (version: number) => string | null,
  migrations: readonly string[] = released,
): Result<{ from: number; to: number }> {
  const from = versionOf(connection)
  const refused = newerThanKnown(from, migrations.length)
  if (refused) return refused
  if (from === migrations.length) return ok({ from, to: from })
  const backup = from > 0 ? backupTo(from) : null
  if (backup) backUp(connection, backup)
  // Addresses and countries are compared in one spelling, which SQL alone cannot make.
  connection.function('plain_address', { deterministic: true }, text => plainAddress(String(text)))
  connection.function('country_code', { deterministic: true }, name =>
    name === null ? null : countryCode(String(name)),
  )
  connection
    .transaction(() => {
      for (const sql of migrations.slice(from)) connection.exec(sql)
      connection.pragma(`user_version = ${migrations.length}`)
    })
    .immediate()
  return ok({ from, to: migrations.length })
}

/** Half a backup would be taken for a whole one, so it goes when the disk is full. */
function backUp(connection: Database.Database, file: string): void {
  try {
    connection.prepare('VACUUM INTO ?').run(file)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}
