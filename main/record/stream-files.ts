import { isAbsolute, resolve } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import type { FileStream } from '../../shared/source/mapping.ts'
import { versionOf } from './bytes/file-bytes.ts'

export { versionOf } from './bytes/file-bytes.ts'

/** A file of a stream. `name` is as its pattern finds it, so that a workspace can move with its files. */
export interface StreamFile {
  name: string
  path: string
}

/** Whether a stream's path names many files. A file whose own name holds a star is found under that name first. */
export async function isPattern({ path }: Pick<FileStream, 'path'>, dir: string): Promise<boolean> {
  return isDynamicPattern(posix(path)) && (await versionOf(resolve(dir, path))) === null
}

/** The files of a stream in order of their names; of a plain path that file, whether it is there or not. */
export async function filesOf(stream: Pick<FileStream, 'path'>, dir: string): Promise<StreamFile[]> {
  if (!(await isPattern(stream, dir))) return [{ name: stream.path, path: resolve(dir, stream.path) }]
  const absolute = isAbsolute(stream.path)
  const names = await glob(posix(stream.path), { cwd: dir, absolute, expandDirectories: false })
  return names.sort().map(name => ({ name, path: resolve(dir, name) }))
}

/** The folder in which a path's files lie, and how many folders below it they may be. */
export function folderOf(path: string): { folder: string; depth: number } {
  const parts = posix(path).split('/')
  const first = parts.findIndex(part => isDynamicPattern(part))
  if (first === -1) return { folder: parts.slice(0, -1).join('/') || '.', depth: 0 }
  const folder = parts.slice(0, first).join('/') || (path.startsWith('/') ? '/' : '.')
  return { folder, depth: parts.includes('**') ? DEEP : parts.length - first - 1 }
}

/** Deeper than any folder of exports, shallow enough to come to an end. */
const DEEP = 20

/** Patterns are written with slashes everywhere. */
const posix = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path)
