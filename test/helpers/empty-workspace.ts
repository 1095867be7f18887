import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE } from '../../main/cache/open.ts'
import { createHost, type HostDeps } from '../../main/engine/host.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { unwrap } from '../../shared/result.ts'

/** What a host of one workspace, in `dir`, is made with. */
export const depsOf = (dir: string): HostDeps => ({
  root: dir,
  dir,
  shell: 'cli',
  secrets: environmentSecrets({}),
  appVersion: '0',
  actor: 'maya',
  device: 'test',
  pickFiles: null,
})

let empty: Promise<Buffer> | undefined

/**
 * Puts a workspace without sources, called Test, into a folder. It is made once for each process: to make one takes three
 * times as long as to open one.
 */
export async function putEmptyWorkspace(dir: string): Promise<void> {
  empty ??= makeEmpty()
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, DATABASE), await empty)
}

async function makeEmpty(): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-empty-'))
  try {
    await unwrap(await createHost(depsOf(dir), { name: 'Test', sample: null })).close()
    return readFileSync(join(dir, DATABASE))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
