import { resolve } from 'node:path'
import type { FSWatcher } from 'chokidar'
import type { Timer } from '../../../shared/clock.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { filesOf, folderOf, versionOf } from '../../record/stream-files.ts'

export interface FileWatch {
  close(): Promise<void>
}

/** How long everything must stand still before a change counts, in ms: a file that grows is not read half-written. */
export const SETTLE = 2_000
/** How often it looks without being told, in ms: folders on other machines, or that are made later, do not tell. */
export const SLOW = 30_000

/**
 * Calls back when a file of these streams was added or changed, once it has stopped growing. What is there at the start
 * counts as known.
 *
 *   something stirs in a folder ─▶ wait ─▶ look at all files ─▶ as a moment ago? ─ no ─▶ wait again
 *                                                                      └ yes ─▶ other than known? ─▶ call
 */
export async function watchFiles(
  streams: readonly Pick<FileStream, 'path'>[],
  dir: string,
  onChange: () => void,
  timer: Timer,
): Promise<FileWatch> {
  // Loaded when it is needed: who watches nothing does not pay for it.
  const { watch } = await import('chokidar')
  let known = await snapshot(streams, dir)
  let seen = known
  let callOff: (() => void) | null = null
  let callOffSlow = () => {}
  let closed = false
  const later = () => {
    callOff?.()
    if (!closed) callOff = timer(SETTLE, looking)
  }
  const look = async () => {
    callOff = null
    const before = seen
    seen = await snapshot(streams, dir)
    if (closed || seen === known) return
    if (seen !== before) return later()
    known = seen
    onChange()
  }
  // A disk that cannot be looked at now is looked at again later.
  const looking = () => look().catch(() => {})
  const slowly = () => {
    callOffSlow = timer(SLOW, () => {
      slowly()
      return callOff ? undefined : looking()
    })
  }
  const watchers = folders(streams, dir).map(({ folder, depth }) => watch(folder, { ignoreInitial: true, depth }))
  for (const watcher of watchers) watcher.on('all', later).on('error', () => {})
  slowly()
  await Promise.all(watchers.map(ready))
  return {
    close: async () => {
      closed = true
      callOff?.()
      callOffSlow()
      await Promise.all(watchers.map(watcher => watcher.close()))
    },
  }
}

const ready = (watcher: FSWatcher): Promise<void> => new Promise(done => watcher.once('ready', () => done()))

/** Each folder once, as deep as any stream needs it. */
function folders(streams: readonly Pick<FileStream, 'path'>[], dir: string) {
  const deepest = new Map<string, number>()
  for (const { path } of streams) {
    const { folder, depth } = folderOf(path)
    const at = resolve(dir, folder)
    deepest.set(at, Math.max(deepest.get(at) ?? 0, depth))
  }
  return [...deepest].map(([folder, depth]) => ({ folder, depth }))
}

async function snapshot(streams: readonly Pick<FileStream, 'path'>[], dir: string): Promise<string> {
  const found: string[] = []
  for (const stream of streams)
    for (const { path } of await filesOf(stream, dir)) found.push(`${path}\0${await versionOf(path)}`)
  return found.join('\n')
}
