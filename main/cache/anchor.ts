import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Anchored } from '../../shared/model/journal.ts'
import { query, type ReadDb } from './db.ts'

/** The file beside the database that keeps where each chain ended. */
export const ANCHOR = 'journal-head.json'

const headSchema = z.strictObject({ device: z.string(), seq: z.int(), hash: z.string() })
/** `by`: which key signed, where one did. */
const anchorSchema = z.strictObject({
  heads: z.array(headSchema),
  mac: z.string().nullable(),
  by: z.string().optional(),
})
type Head = z.infer<typeof headSchema>

const heads = query<Head>(
  'SELECT device, seq, hash FROM journal WHERE seq IN (SELECT max(seq) FROM journal GROUP BY device) ORDER BY device',
)
const rowAt = (seq: number) => query<Omit<Head, 'seq'>>('SELECT device, hash FROM journal WHERE seq = ?', [seq])

const macOf = (key: string, list: readonly Head[]): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(list.map(({ device, seq, hash }) => [device, seq, hash])))
    .digest('hex')

/** Tells keys apart, and gives nothing of them away. */
const nameOf = (key: string): string => createHmac('sha256', key).update('name').digest('hex').slice(0, 16)

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

function read(dir: string): z.infer<typeof anchorSchema> | 'none' | 'changed' {
  try {
    return anchorSchema.parse(JSON.parse(readFileSync(join(dir, ANCHOR), 'utf8')))
  } catch (error) {
    return (error as { code?: string }).code === 'ENOENT' ? 'none' : 'changed'
  }
}

/**
 * Holds the journal against the ends that were kept outside of it: hashes alone cannot tell that the last rows are gone.
 * Rows may have come since. `key`: signs the ends; without one a program that writes both files can still cut both. What
 * another console has signed, with the key of its own keychain, is looked at as if nobody had: its word is none of a change.
 */
export function checkAnchor(dir: string, db: ReadDb, key: string | null): Anchored {
  const kept = read(dir)
  if (kept === 'none') return { ends: 'none', signed: false, at: null }
  if (kept === 'changed') return { ends: 'changed', signed: false, at: null }
  const signed = key !== null && kept.mac !== null && (kept.by ?? nameOf(key)) === nameOf(key)
  if (signed && !same(kept.mac ?? '', macOf(key, kept.heads))) return { ends: 'changed', signed, at: null }
  const missing = kept.heads.find(({ device, seq, hash }) => {
    const row = db.get(rowAt(seq))
    return row?.hash !== hash || row.device !== device
  })
  return missing ? { ends: 'cut', signed, at: missing.seq } : { ends: 'kept', signed, at: null }
}

/** Keeps where the chains end now. Written aside and renamed, so that a crash leaves the old ends or the new ones. */
export function keepAnchor(dir: string, db: ReadDb, key: string | null): void {
  const list = db.all(heads)
  if (list.length === 0) return
  const file = join(dir, ANCHOR)
  const mac = key === null ? null : macOf(key, list)
  writeFileSync(`${file}.new`, JSON.stringify({ heads: list, mac, ...(key === null ? {} : { by: nameOf(key) }) }), {
    mode: 0o600,
  })
  renameSync(`${file}.new`, file)
}
