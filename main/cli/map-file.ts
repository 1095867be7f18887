import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { FailureError } from '../../shared/result.ts'
import { type MapFile, mapFileSchema } from '../../shared/source/map-file.ts'
import type { FileStream } from '../../shared/source/mapping.ts'

const problem = (kind: 'invalid' | 'io', what: string, why: string, todo: string) =>
  new FailureError({ kind, what, why, todo })

/** Reads a mapping that was saved or written by hand. */
export async function readMap(file: string): Promise<MapFile> {
  const unread = `The mapping ${file} was not read.`
  let json: unknown
  try {
    json = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    const kind = error instanceof SyntaxError ? 'invalid' : 'io'
    throw problem(kind, unread, error instanceof Error ? error.message : String(error), 'Nothing was changed.')
  }
  const parsed = mapFileSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'the top'
  throw problem('invalid', unread, `At ${where}: ${issue?.message}.`, 'See docs/mapping.md for every field.')
}

/** The streams of a mapping for files that lie somewhere: by their names, or all for the only file. */
export function applyMap({ streams }: MapFile, paths: readonly string[]): FileStream[] {
  return paths.flatMap(path => {
    const own = streams.filter(stream => fits(basename(stream.path), basename(path)))
    const names = new Set(streams.map(stream => stream.path))
    const meant = own.length > 0 ? own : paths.length === 1 && names.size === 1 ? streams : []
    if (meant.length > 0) return meant.map(stream => ({ ...stream, path }))
    throw problem(
      'invalid',
      `${path} was not imported:`,
      `The mapping names ${[...names].join(', ')} and not this file.`,
      'Add the file to the mapping, or leave it out. Nothing was changed.',
    )
  })
}

/** Whether a name is that of a mapping, where `*` stands for anything and `?` for one character. */
function fits(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i').test(name)
}

/** Writes what files are read by, so that another computer or a script can read files like them. */
export async function saveMap(file: string, streams: readonly FileStream[]): Promise<void> {
  const map: MapFile = { mapping: 1, streams: streams.map(stream => ({ ...stream, path: basename(stream.path) })) }
  await writeFile(file, `${JSON.stringify(map, null, 2)}\n`)
}
