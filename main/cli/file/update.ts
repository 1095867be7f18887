import { resolve } from 'node:path'
import { unwrap } from '../../../shared/result.ts'
import { lookForUpdate, updateFromFeed } from '../../engine/update-from-feed.ts'
import { checkUpdate, type UpdateDeps, type Updated, updateFromFile, updatesHere } from '../../engine/updates.ts'
import { usage } from '../command.ts'
import { print } from '../print.ts'
import type { MachineAsked } from './machine-asked.ts'
import { feedAsked, showUpdateSettings } from './update-settings.ts'

/**
 * `update FILE`, `update check FILE`: a package on the disk. `update look`, `update fetch`, `update settings`: one from a
 * server. Throws where it is refused.
 */
export async function updateCommand(asked: MachineAsked, here = updatesHere(asked.wall)): Promise<number> {
  const [first, second] = asked.args
  if (first === 'settings') return showUpdateSettings(asked, here)
  const stop = new AbortController()
  const cancel = () => stop.abort()
  process.once('SIGINT', cancel)
  try {
    if (first === 'look') return await look(asked, here, stop.signal)
    if (first === 'fetch') return await fetchNewer(asked, here, stop.signal)
    const file = first === 'check' ? second : first
    if (file === undefined) throw usage('no package was named', 'forestall update Forestall-1.2.0.AppImage')
    return await fromFile(asked, here, resolve(file), first === 'check', stop.signal)
  } finally {
    process.off('SIGINT', cancel)
  }
}

async function fromFile(
  { options }: MachineAsked,
  here: UpdateDeps,
  file: string,
  only: boolean,
  signal: AbortSignal,
): Promise<number> {
  const watch = { signal, onBytes: () => {} }
  if (!only) {
    const deps = withWorkspace(here, options.workspace)
    return sayUpdated(options.json, unwrap(await updateFromFile(file, options.app ?? null, deps, watch)))
  }
  const manifest = unwrap(await checkUpdate(file, here, watch))
  print(options.json, manifest, () => [
    `This is version ${manifest.version}, signed by the publisher.`,
    ...manifest.notes.split('\n'),
  ])
  return 0
}

async function look(asked: MachineAsked, here: UpdateDeps, signal: AbortSignal): Promise<number> {
  const newer = unwrap(await lookForUpdate(await feedAsked(asked, here), signal))
  print(asked.options.json, newer, () =>
    newer === null
      ? [`Version ${here.running.version} is the newest one.`]
      : [`Version ${newer.version} is available, signed by the publisher.`, ...newer.notes.split('\n')],
  )
  return 0
}

async function fetchNewer(asked: MachineAsked, here: UpdateDeps, signal: AbortSignal): Promise<number> {
  const deps = withWorkspace(here, asked.options.workspace)
  const updated = unwrap(await updateFromFeed(await feedAsked(asked, deps), { signal, onBytes: () => {} }))
  if (updated !== null) return sayUpdated(asked.options.json, updated)
  print(asked.options.json, updated, () => [`Version ${here.running.version} is the newest one.`])
  return 0
}

function sayUpdated(json: boolean, updated: Updated): number {
  print(json, updated, () => [
    ...updated.backups.map(path => `Backup: ${path}`),
    `Version ${updated.version} was verified and staged.`,
    updated.todo,
  ])
  return 0
}

const withWorkspace = (deps: UpdateDeps, workspace: string | undefined): UpdateDeps =>
  workspace === undefined ? deps : { ...deps, workspaces: [...new Set([...deps.workspaces, resolve(workspace)])] }
