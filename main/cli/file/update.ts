import { resolve } from 'node:path'
import { unwrap } from '../../../shared/result.ts'
import { checkUpdate, type UpdateDeps, updateFromFile, updatesHere } from '../../engine/updates.ts'
import { usage } from '../command.ts'
import { print } from '../print.ts'
import type { MachineAsked } from './machine-asked.ts'

/** Verifies a package of a newer version and stages it, or verifies it only. Throws where it is refused. */
export async function update({ args, options, wall }: MachineAsked, here = updatesHere(wall)): Promise<number> {
  const only = args[0] === 'check'
  const file = args[only ? 1 : 0]
  if (file === undefined) throw usage('no package was named', 'forestall update Forestall-1.2.0.AppImage')
  const stop = new AbortController()
  const cancel = () => stop.abort()
  process.once('SIGINT', cancel)
  const watch = { signal: stop.signal, onBytes: () => {} }
  try {
    if (only) {
      const manifest = unwrap(await checkUpdate(resolve(file), here, watch))
      print(options.json, manifest, () => [
        `This is version ${manifest.version}, signed by the publisher.`,
        ...manifest.notes.split('\n'),
      ])
      return 0
    }
    const deps = withWorkspace(here, options.workspace)
    const updated = unwrap(await updateFromFile(resolve(file), options.app ?? null, deps, watch))
    print(options.json, updated, () => [
      ...updated.backups.map(path => `Backup: ${path}`),
      `Version ${updated.version} was verified and staged.`,
      updated.todo,
    ])
    return 0
  } finally {
    process.off('SIGINT', cancel)
  }
}

const withWorkspace = (deps: UpdateDeps, workspace: string | undefined): UpdateDeps =>
  workspace === undefined ? deps : { ...deps, workspaces: [...new Set([...deps.workspaces, resolve(workspace)])] }
