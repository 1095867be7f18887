import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { router } from '../../main/api/router.ts'
import { type Creation, createHost, type HostDeps } from '../../main/engine/host.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { unwrap } from '../../shared/result.ts'
import { tempFolder } from './temp-folder.ts'

/** A workspace of its own, called as every shell calls it; that of a simulated shop, where its size is given. */
export async function aWorkspace(more: Partial<HostDeps> = {}, sample: Creation['sample'] = null) {
  const dir = tempFolder()
  const host = unwrap(
    await createHost(
      {
        root: dir,
        dir,
        shell: 'cli',
        secrets: environmentSecrets({}),
        appVersion: '0',
        actor: 'maya',
        device: 'test',
        pickFiles: null,
        ...more,
      },
      { name: 'Test', sample },
    ),
  )
  onTestFinished(() => host.close())
  return { dir, host, call: createRouterClient(router, { context: { host } }) }
}
