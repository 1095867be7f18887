import { z } from 'zod'
import { OddJson } from '../guard/json-depth.ts'
import { readJson } from '../guard/read-json.ts'
import { fail, ok, type Result } from '../result.ts'
import { lineInJson, syntaxPlace } from './json-place.ts'
import { keysOfPath, schemaProblems } from './manifest-problems.ts'
import { fileStreamSchema } from './mapping.ts'
import { mappingSchema } from './record-mapping.ts'

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

/** What a text says, or what is wrong in it and where: line and field. */
export function readMapFile(text: string, name: string): Result<MapFile> {
  const json = parsed(text)
  if ('problem' in json) return unread(name, json.problem)
  const read = mapFileSchema.safeParse(json.value)
  return read.success ? ok(read.data) : unread(name, problemsIn(read.error, json.value, text).join(' '))
}

const recordsSchema = z.array(mappingSchema).min(1).max(20)

/** The records that a text says, as the screen lets them be edited; or what is wrong, where. */
export function readRecords(text: string): { records: z.infer<typeof recordsSchema> } | { problem: string } {
  const json = parsed(text)
  if ('problem' in json) return json
  const { value } = json
  const read = recordsSchema.safeParse(Array.isArray(value) ? value : [value])
  return read.success ? { records: read.data } : { problem: problemsIn(read.error, value, text).join(' ') }
}

/** The file of one stream. */
export const mapFileOf = (stream: MapFileStream): MapFile => ({ mapping: 1, streams: [stream] })

/** What a file says of a stream: under its name, or else the only one there is. */
export const streamIn = ({ streams }: MapFile, name: string): MapFileStream | undefined =>
  streams.find(stream => stream.name === name) ?? (streams.length === 1 ? streams[0] : undefined)

function parsed(text: string): { value: unknown } | { problem: string } {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    return { value: readJson(plain) }
  } catch (error) {
    if (error instanceof OddJson) return { problem: error.message }
    const place = syntaxPlace(plain, error)
    return { problem: place ? `Line ${place.line}, column ${place.column} is not JSON.` : 'The text is not JSON.' }
  }
}

/** Problems that are shown at once. */
const MOST = 5

const problemsIn = (error: z.ZodError, json: unknown, text: string): string[] =>
  schemaProblems(error.issues, json)
    .slice(0, MOST)
    .map(({ path, problem }) => `Line ${lineInJson(text, keysOfPath(path))}, ${path}: ${problem}.`)

const unread = (name: string, why: string): Result<never> =>
  fail('invalid', `The mapping ${name} was not read.`, why, 'See docs/mapping.md for every field.')
