import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { plainAddress } from '../../../shared/person/address.ts'
import { erasedText } from '../../../shared/person/erased-text.ts'
import type { ReadDb, WriteDb } from '../db.ts'
import { getSetting, putSetting } from '../settings.ts'

/**
 * What is left of people who were erased: hashes under a key of this workspace. A hash answers whether a given id or address
 * is theirs, which is what keeps them from being read again and written to again. It does not tell who they were.
 */
const KEY = 'privacy.key'
const keySchema = z.string().min(1)

/** The key of this workspace's hashes; null while nobody was ever erased. */
export const erasureKey = (db: ReadDb): string | null => getSetting(db, KEY, keySchema)

/** The same, made from `fresh` where there is none. */
export function ensureErasureKey(tx: WriteDb, fresh: string): string {
  const known = erasureKey(tx)
  if (known !== null) return known
  putSetting(tx, KEY, fresh)
  return fresh
}

/** 128 bits under the workspace's key, as hexadecimal digits. */
export const keyedHash = (key: string, ...parts: (string | number)[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/** What stands where an erased value stood. */
export const inPlaceOf = (key: string, value: string): string => erasedText(keyedHash(key, 'value', value))

/** The entry of the suppression list that stands for an erased address. */
export const erasedAddress = (key: string, address: string): string =>
  `erased:${keyedHash(key, 'address', plainAddress(address))}`

/** A record as its source names it. */
export interface SourceName {
  sourceId: number
  record: 'account' | 'contact' | 'object' | 'event'
  /** The kind of an object, the stream of an event, otherwise empty. */
  of: string
  externalId: string
}

export const recordTombstone = (key: string, { sourceId, record, of, externalId }: SourceName): string =>
  keyedHash(key, record, sourceId, of, externalId)
export const addressTombstone = (key: string, address: string): string =>
  keyedHash(key, 'address', plainAddress(address))
