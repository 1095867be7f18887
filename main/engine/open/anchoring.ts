import type { Anchored, JournalState } from '../../../shared/model/journal.ts'
import { checkAnchor, keepAnchor } from '../../cache/anchor.ts'
import type { ReadDb } from '../../cache/db.ts'
import { verifyJournal } from '../../cache/journal.ts'
import type { Part } from '../part.ts'
import type { SecretStore } from '../secrets-store.ts'

/** The name under which the keychain has the key that signs the journal's ends. */
const KEY = 'journal:key'
const isWhole = ({ ends }: Anchored): boolean => ends === 'none' || ends === 'kept'
/** Decisions of a burst are kept together, ms. */
const GATHER = 200

export interface Anchoring {
  /** The chains of the journal, and whether it ends where it was last seen to end. */
  verify(): Promise<Omit<JournalState, 'effects'>>
}

/**
 *   open ─▶ do the kept ends hold? ─ yes, or none ─▶ after each decision: keep the new ends
 *                   └ no ─▶ keep nothing any more, so that every look from now on says so
 *
 * `makeKey`: gives a new key where a keychain can hold one, null elsewhere.
 */
export function createAnchoring(deps: {
  dir: string
  read: ReadDb
  secrets: Pick<SecretStore, 'get' | 'set'>
  makeKey: (() => string) | null
}): Part<Anchoring & { changed(tables: readonly string[]): void }> {
  const { dir, read, secrets, makeKey } = deps
  let timer: NodeJS.Timeout | null = null
  let stale = true
  let kept = false

  const keyOf = async (): Promise<string | null> => {
    const known = await secrets.get(KEY).catch(() => null)
    if (known !== null || !makeKey) return known
    const fresh = makeKey()
    await secrets.set(KEY, fresh)
    return fresh
  }
  const begin = async () => {
    const before = await secrets.get(KEY).catch(() => null)
    const holds = isWhole(checkAnchor(dir, read, before))
    return { holds, key: holds ? await keyOf().catch(() => null) : before }
  }
  let begun: ReturnType<typeof begin> | null = null
  const keep = async () => {
    timer = null
    begun ??= begin()
    const { holds, key } = await begun
    // Cut while this process ran, the journal must not be taken for whole either.
    if (!holds || !stale || (kept && !isWhole(checkAnchor(dir, read, key)))) return
    stale = false
    kept = true
    keepAnchor(dir, read, key)
  }
  // A disk that is full or read-only keeps the old ends, which still hold.
  const keepQuietly = () => keep().catch(() => {})

  return {
    changed: tables => {
      if (!tables.includes('journal') && !tables.includes('*')) return
      stale = true
      timer ??= setTimeout(keepQuietly, GATHER)
    },
    verify: async () => {
      const key = await secrets.get(KEY).catch(() => null)
      const state = verifyJournal(read)
      const anchor = checkAnchor(dir, read, key)
      return { ...state, anchor, intact: state.intact && isWhole(anchor), brokenAt: state.brokenAt ?? anchor.at }
    },
    close: async () => {
      if (timer) clearTimeout(timer)
      await keepQuietly()
    },
  }
}
