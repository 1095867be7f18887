/** A value as SQLite stores it. */
export type RawValue = number | bigint | string | Buffer | null

/** A variable-length integer: up to nine bytes, seven bits in each but the last (sqlite.org/fileformat, 1.6). */
export function readVarint(bytes: Buffer, at: number): { value: number; next: number } | null {
  let value = 0
  for (let n = 0; n < 8; n++) {
    const byte = bytes[at + n]
    if (byte === undefined) return null
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: at + n + 1 }
  }
  // Nine bytes are 64 bits, more than a number holds exactly; only values below zero and huge ones need them.
  if (bytes[at + 8] === undefined) return null
  let wide = 0n
  for (let n = 0; n < 8; n++) wide = (wide << 7n) | BigInt((bytes[at + n] ?? 0) & 0x7f)
  wide = BigInt.asIntN(64, (wide << 8n) | BigInt(bytes[at + 8] ?? 0))
  return { value: Number(wide), next: at + 9 }
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8]

/** The values of a record, or null where the bytes are none: a header and a body of exactly the lengths they claim. */
export function decodeRecord(payload: Buffer): RawValue[] | null {
  const header = readVarint(payload, 0)
  if (!header || header.value < header.next || header.value > payload.length) return null
  const values: RawValue[] = []
  let body = header.value
  for (let at = header.next; at < header.value; ) {
    const type = readVarint(payload, at)
    if (!type || type.next > header.value) return null
    at = type.next
    const length = lengthOf(type.value)
    if (length === null || body + length > payload.length) return null
    const value = storedValue(type.value, payload.subarray(body, body + length))
    if (value === undefined) return null
    values.push(value)
    body += length
  }
  return body === payload.length ? values : null
}

function lengthOf(type: number): number | null {
  if (type < 0 || type === 10 || type === 11) return null
  if (type >= 12) return Math.floor((type - 12) / 2)
  return type === 7 ? 8 : (INTEGER_BYTES[type] ?? 0)
}

function storedValue(type: number, bytes: Buffer): RawValue | undefined {
  if (type === 0) return null
  if (type === 7) return bytes.readDoubleBE(0)
  if (type === 8 || type === 9) return type - 8
  if (type >= 12) return type % 2 === 0 ? Buffer.from(bytes) : textOf(bytes)
  if (bytes.length <= 6) return bytes.readIntBE(0, bytes.length)
  const wide = bytes.readBigInt64BE(0)
  return Number.isSafeInteger(Number(wide)) ? Number(wide) : wide
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Undefined for bytes that are no text: the rest of a long one was overwritten, with whatever or with zeros. */
function textOf(bytes: Buffer): string | undefined {
  if (bytes.at(-1) === 0) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
