import { OddJson } from '../../../shared/guard/json-depth.ts'
import { readJson } from '../../../shared/guard/read-json.ts'
import { sameJson } from '../../record/json-paths.ts'

/** What a line of a tap says (Singer specification 0.3). `junk` is a line that is no message. */
export type SingerMessage =
  | { type: 'record'; stream: string; record: Record<string, unknown>; version: number | null }
  | { type: 'schema'; stream: string }
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
        ? { type: 'schema', stream }
        : { type: 'junk', why: 'The SCHEMA message has no stream.' }
    case 'ACTIVATE_VERSION': {
      const version = versionOf(value)
      return typeof stream === 'string' && version !== null
        ? { type: 'version', stream, version }
        : { type: 'junk', why: 'The ACTIVATE_VERSION message has no stream or no version.' }
    }
    case 'STATE':
      return { type: 'state', json: sameJson(line, 'value') }
    default:
      return { type: 'other', name: value.type }
  }
}

const versionOf = ({ version }: Record<string, unknown>): number | null =>
  typeof version === 'number' && Number.isSafeInteger(version) ? version : null

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
