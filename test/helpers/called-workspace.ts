import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { router } from '../../main/api/router.ts'
import { DATABASE } from '../../main/cache/open.ts'
import { type Creation, createHost, type HostDeps } from '../../main/engine/host.ts'
import { unwrap } from '../../shared/result.ts'
import { depsOf, putEmptyWorkspace } from './empty-workspace.ts'
import { tempFolder } from './temp-folder.ts'

/**
 * A workspace of its own, called as every shell calls it: an empty one, that of a simulated shop where its size is given, or
 * the one of a file.
 */
export async function aWorkspace(more: Partial<HostDeps> = {}, sample: Creation['sample'] = null, file?: Buffer) {
  const dir = tempFolder()
  if (file) writeFileSync(join(dir, DATABASE), file)
  else if (!sample && !more.dir) await putEmptyWorkspace(dir)
  const deps: HostDeps = { ...depsOf(dir), ...more }
  const host = unwrap(await createHost(deps, { name: 'Test', sample }))
  onTestFinished(() => host.close())
  return { dir, host, call: createRouterClient(router, { context: { host } }) }
}
