import { own } from '../../../shared/foreign/own.ts'
import { OddJson } from '../../../shared/guard/json-depth.ts'
import { readJson } from '../../../shared/guard/read-json.ts'
import { sameJson } from '../../record/json-paths.ts'

/** What a line of a tap says (Singer specification 0.3). `junk` is a line that is no message. */
export type SingerMessage =
  | { type: 'record'; stream: string; record: Record<string, unknown>; version: number | null }
  /** `columns`: null where the schema does not say which there are. `key`: what names a row, moments left out. */
  | { type: 'schema'; stream: string; columns: readonly string[] | null; key: readonly string[] }
  | { type: 'state'; json: string }
  /** From here on only rows of this version are in the table. */
  | { type: 'version'; stream: string; version: number }
  | { type: 'other'; name: string }
  | { type: 'junk'; why: string }

/** Reads one line. Numbers that no double can hold keep their digits. */
export function readMessage(line: string): SingerMessage {
  let value: unknown
  try {
    value = readJson(line)
  } catch (error) {
    return { type: 'junk', why: error instanceof OddJson ? error.message : 'The line is not JSON.' }
  }
  if (!isObject(value) || typeof value.type !== 'string')
    return { type: 'junk', why: 'The line is not a Singer message.' }
  const { stream } = value
  switch (value.type) {
    case 'RECORD':
      if (typeof stream !== 'string' || !isObject(value.record))
        return { type: 'junk', why: 'The RECORD message has no stream or no record.' }
      return { type: 'record', stream, record: value.record, version: versionOf(value) }
    case 'SCHEMA':
      return typeof stream === 'string'
        ? { type: 'schema', stream, ...shapeOf(value) }
        : { type: 'junk', why: 'The SCHEMA message has no stream.' }
    case 'ACTIVATE_VERSION': {
      const version = versionOf(value)
      return typeof stream === 'string' && version !== null
        ? { type: 'version', stream, version }
        : { type: 'junk', why: 'The ACTIVATE_VERSION message has no stream or no version.' }
    }
    case 'STATE':
      // A tap that is handed none of its own would stumble over it.
      if (value.value === null || value.value === undefined) return { type: 'other', name: 'STATE' }
      return { type: 'state', json: sameJson(line, 'value') }
    default:
      return { type: 'other', name: value.type }
  }
}

/** A moment in a key tells versions of a row apart, of which the newest is kept. */
function shapeOf({ schema, key_properties: key }: Record<string, unknown>) {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : null
  const isMoment = (column: string) => {
    const one = properties && own(properties, column)
    return isObject(one) && (one.format === 'date-time' || one.format === 'date')
  }
  const named = Array.isArray(key) ? key.filter(column => typeof column === 'string') : []
  return { columns: properties && Object.keys(properties), key: named.filter(column => !isMoment(column)) }
}

const versionOf = ({ version }: Record<string, unknown>): number | null =>
  typeof version === 'number' && Number.isSafeInteger(version) ? version : null

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
