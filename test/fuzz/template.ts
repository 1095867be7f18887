import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { DATABASE } from '../../main/cache/open.ts'
import { compiled } from '../helpers/compiled.ts'
import { NODE } from '../helpers/node.ts'
import { type Known, knownOf } from './known.ts'

const ACCOUNTS = 80
/** Names of files in the folder of a round; the last three do not exist, are empty, or are a folder. */
export const FILES = ['a.csv', 'b.json', 'c.ndjson', 'none.csv', 'empty.csv', 'folder']

/** The workspace that every round begins with a copy of, and what a fuzzer may know of it. */
export interface Template {
  room: string
  workspace: string
  known: Known
  /** Names and addresses that no log may hold. */
  personal: readonly string[]
}

export function makeTemplate(): Template {
  const room = mkdtempSync(join(tmpdir(), 'forestall-fuzz-'))
  const workspace = join(room, 'template')
  mkdirSync(workspace)
  execFileSync(NODE, [compiled('sample-child'), workspace, String(ACCOUNTS)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const db = new Database(join(workspace, DATABASE), { readonly: true })
  const known = knownOf(db, FILES)
  const personal = db
    .prepare<[], string>(
      'SELECT email FROM contact WHERE email IS NOT NULL UNION SELECT name FROM contact WHERE name IS NOT NULL',
    )
    .pluck()
    .all()
  db.close()
  return { room, workspace, known, personal }
}
