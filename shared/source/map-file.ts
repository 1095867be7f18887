import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { fileShape } from './cell-format.ts'
import { completeSchema } from './complete.ts'
import { schemaProblems } from './manifest-problems.ts'
import { type Mappings, mappingSchema, mappingsOf } from './record-mapping.ts'

/** Version of the file's format. */
const VERSION = 1

const streamSchema = z.strictObject({
  /** Of a JSON document: dotted path of the list. */
  list: z.string().optional(),
  ...fileShape,
  complete: completeSchema.optional(),
  /** What each row becomes. */
  records: z.array(mappingSchema).min(1).max(20),
})

/** Mappings as a file: what the screen exports and `forestall import --map` reads, by the name of the stream. */
export const mapFileSchema = z.strictObject({
  mapping: z.literal(VERSION),
  streams: z
    .record(z.string().min(1).max(200), streamSchema)
    .refine(all => Object.keys(all).length > 0, 'expected at least one stream'),
})
export type MapFile = z.infer<typeof mapFileSchema>
export type MapFileStream = MapFile['streams'][string]

interface MappedStream extends Omit<MapFileStream, 'records'> {
  name: string
  mapping: Mappings
}

/** The file of these streams. */
export const mapFileOf = (streams: readonly MappedStream[]): MapFile => ({
  mapping: VERSION,
  streams: Object.fromEntries(
    streams.map(({ name, mapping, list, encoding, header, complete }) => [
      name,
      {
        ...(list === undefined ? {} : { list }),
        ...(encoding === undefined ? {} : { encoding }),
        ...(header === undefined ? {} : { header }),
        ...(complete === undefined ? {} : { complete }),
        records: [...mappingsOf(mapping)],
      },
    ]),
  ),
})

/** What a text says, or what is wrong in it and where. */
export function readMapFile(text: string, name: string): Result<MapFile> {
  const json = parsed(text)
  if (json === undefined) return unusable(name, 'The file is not JSON.')
  const read = mapFileSchema.safeParse(json)
  if (read.success) return ok(read.data)
  return unusable(name, problemsIn(read.error, json).join(' '))
}

/** The records that a text says, as the screen lets them be edited; or what is wrong, where. */
export function readRecords(text: string): { records: MapFileStream['records'] } | { problem: string } {
  const json = parsed(text)
  if (json === undefined) return { problem: 'This is not JSON.' }
  const read = streamSchema.shape.records.safeParse(Array.isArray(json) ? json : [json])
  return read.success ? { records: read.data } : { problem: problemsIn(read.error, json).join(' ') }
}

/** The mapping of a file: the one of its stream's name, or the only one there is. */
export function streamIn(file: MapFile, name: string): MapFileStream | undefined {
  const all = Object.entries(file.streams)
  return file.streams[name] ?? (all.length === 1 ? all[0]?.[1] : undefined)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** Problems that are shown at once. */
const MOST = 5

const problemsIn = (error: z.ZodError, json: unknown): string[] =>
  schemaProblems(error.issues, json)
    .slice(0, MOST)
    .map(({ path, problem }) => `At ${path}: ${problem}.`)

const unusable = (name: string, why: string): Result<never> =>
  fail('invalid', `The mapping ${name} cannot be used.`, why, 'See docs/mapping.md for every field.')
