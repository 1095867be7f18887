import { HOUR } from '../../../shared/trigger/duration.ts'

/**
 * What a file may be before it is taken for a bomb: a few megabytes that unpack to rows without end. Exports pack thirty
 * to one at the most, and a row that says anything takes more than a byte.
 */
export interface FileLimits {
  /** Bytes that one packed byte may become, once `fromBytes` have been unpacked. */
  ratio: number
  fromBytes: number
  /** Rows for each byte of the file, once `fromRows` have been read. */
  rowsForByte: number
  fromRows: number
  rows: number
  /** How long one file may be read, ms. */
  time: number
}

export const FILE_LIMITS: FileLimits = {
  ratio: 200,
  fromBytes: 64_000_000,
  rowsForByte: 4,
  fromRows: 2_000_000,
  rows: 200_000_000,
  time: 4 * HOUR,
}

/** Why a packed file is not unpacked any further; null where it is plausible so far. `read`: packed bytes. */
export const packedFault = ({ ratio, fromBytes }: FileLimits, unpacked: number, read: number): string | null =>
  unpacked > fromBytes && unpacked > ratio * read
    ? `The compressed data unpack to more than ${ratio} times their size.`
    : null

/** Why a file is not read any further. `read`: bytes of the file itself; `since`: for how long it has been read, ms. */
export function rowsFault(limits: FileLimits, rows: number, read: number, since: number): string | null {
  if (rows > limits.rows) return `The file has more than ${limits.rows.toLocaleString('en')} rows.`
  if (rows > limits.fromRows && rows > limits.rowsForByte * read)
    return `The compressed data hold more than ${limits.rowsForByte} rows for each of their bytes.`
  if (since > limits.time) return `Reading the file took longer than ${limits.time / HOUR} hours.`
  return null
}
