import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { InspectedFile } from '../../shared/model/source.ts'
import { FailureError, unwrap } from '../../shared/result.ts'
import { type MapFile, mapFileOf, readMapFile, streamIn } from '../../shared/source/map-file.ts'
import { type FileStream, type Mapping, mappingsOf } from '../../shared/source/mapping.ts'

/** Reads the file that `--map` names. */
export async function readMap(path: string): Promise<MapFile> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new FailureError({
      kind: 'io',
      what: `The mapping ${path} was not read.`,
      why: `${error.message}.`,
      todo: 'Nothing was changed.',
    })
  })
  return unwrap(readMapFile(text, path))
}

/** `exports/orders.csv.gz` is `orders`, where nothing better is known of it. */
const nameOf = ({ path, stream }: InspectedFile): string =>
  stream?.name ??
  basename(path)
    .replace(/\.gz$/i, '')
    .replace(/\.\w+$/, '')

/** A file as the map says that it is read. */
export function mappedBy(map: MapFile, file: InspectedFile): FileStream {
  const name = nameOf(file)
  const found = streamIn(map, name)
  if (!found)
    throw new FailureError({
      kind: 'not_found',
      what: `${file.path} was not imported.`,
      why: `The map has no stream “${name}”. It has: ${Object.keys(map.streams).join(', ')}.`,
      todo: 'Name the stream of the map after the file, without its ending. Nothing was changed.',
    })
  const { records, ...shape } = found
  const { encoding, header } = file.stream ?? {}
  const first: Mapping | undefined = records[0]
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(header === undefined ? {} : { header }),
    ...shape,
    name,
    path: file.path,
    mapping: records.length === 1 && first ? first : records,
  }
}

/** Writes how streams are read, for `--map` elsewhere; what was left open cannot be a mapping. */
export async function saveMap(path: string, streams: readonly FileStream[]): Promise<void> {
  const all = streams.map(stream => ({ ...stream, mapping: [...mappingsOf(stream.mapping)] }))
  await writeFile(path, `${JSON.stringify(mapFileOf(all), null, 2)}\n`)
}
