import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE, openCache } from '../../main/cache/open.ts'
import { unwrap } from '../../shared/result.ts'

let empty: Buffer | null = null

/**
 * Puts a migrated file without rows where a test is about to open a cache or an engine. It is made once for each process:
 * to run all migrations takes longer than most tests. That an empty folder gets the same is tested in `test/unit/cache`.
 */
export function putEmptyCache(dir: string): void {
  const file = join(dir, DATABASE)
  if (existsSync(file)) return
  empty ??= migrated()
  mkdirSync(dir, { recursive: true })
  writeFileSync(file, empty)
}

function migrated(): Buffer {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-empty-'))
  try {
    const { connection, reader, file } = unwrap(openCache(dir))
    reader.close()
    connection.close()
    return readFileSync(file)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
