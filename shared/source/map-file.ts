import { z } from 'zod'
import { readJson } from '../guard/json-depth.ts'
import { fail, ok, type Result } from '../result.ts'
import { schemaProblems } from './manifest-problems.ts'
import { fileStreamSchema } from './mapping.ts'
import { type Mappings, mappingSchema } from './record-mapping.ts'

const streamSchema = fileStreamSchema.extend({
  /** A file name, or a pattern such as `orders-*.csv`; absent for the rows of a database or a tap. */
  path: z.string().min(1).max(500).optional(),
})
export type MapFileStream = z.infer<typeof streamSchema>

/** A mapping as a file: what rows become, without where they lie. What the screen exports and `--map` reads. */
export const mapFileSchema = z.strictObject({
  /** Version of the format. */
  mapping: z.literal(1),
  streams: z.array(streamSchema).min(1).max(200),
})
export type MapFile = z.infer<typeof mapFileSchema>

/** What a text says, or what is wrong in it and where. */
export function readMapFile(text: string, name: string): Result<MapFile> {
  const json = parsed(text)
  if (json === undefined) return unread(name, 'The file is not JSON.')
  const read = mapFileSchema.safeParse(json)
  return read.success ? ok(read.data) : unread(name, problemsIn(read.error, json).join(' '))
}

const recordsSchema = z.array(mappingSchema).min(1).max(20)

/** The records that a text says, as the screen lets them be edited; or what is wrong, where. */
export function readRecords(text: string): { records: z.infer<typeof recordsSchema> } | { problem: string } {
  const json = parsed(text)
  if (json === undefined) return { problem: 'This is not JSON.' }
  const read = recordsSchema.safeParse(Array.isArray(json) ? json : [json])
  return read.success ? { records: read.data } : { problem: problemsIn(read.error, json).join(' ') }
}

/** The file of one stream. */
export const mapFileOf = (name: string, mapping: Mappings): MapFile => ({ mapping: 1, streams: [{ name, mapping }] })

/** The mapping of a stream in a file: the one of its name, or the only one there is. */
export const mappingIn = ({ streams }: MapFile, name: string): Mappings | undefined =>
  (streams.find(stream => stream.name === name) ?? (streams.length === 1 ? streams[0] : undefined))?.mapping

const parsed = (text: string): unknown => {
  try {
    return readJson(text.replace(/^\uFEFF/, ''))
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

const unread = (name: string, why: string): Result<never> =>
  fail('invalid', `The mapping ${name} was not read.`, why, 'See docs/mapping.md for every field.')
