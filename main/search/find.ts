import type { Hit } from '../../shared/model/search.ts'
import { wordsAsked } from '../../shared/search/fold.ts'
import { matchesOf } from '../../shared/search/match.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { bestHits } from './best-hits.ts'
import { accountsCalled, found, openIssuesOf } from './hits.ts'
import { firstKey, KINDS, type Kind, keyOf } from './kinds.ts'

/** Rows of each kind that are looked at for one question: of more, the text says too little to choose. */
const LOOKED_AT = 40
/** A text this short is looked for at the beginning of names only. */
const SHORT = 1

const matching = (match: string, from: number, to: number) =>
  query<{ key: number }>(
    `SELECT rowid AS key FROM search_text WHERE search_text MATCH ? AND rowid BETWEEN ? AND ? LIMIT ${LOOKED_AT}`,
    [match, from, to],
  )

/**
 * What a person most likely means by a text: accounts, contacts, objects, issues and messages whose words begin with its
 * words; an account that is called exactly so comes first. No more than `limit` rows.
 */
export function find(db: ReadDb, text: string, limit: number): Hit[] {
  const words = wordsAsked(text)
  const called = db.all(accountsCalled(text.trim(), LOOKED_AT))
  const keys = new Map<Kind, Set<number>>(KINDS.map(kind => [kind, new Set()]))
  for (const { id } of called) keys.get('account')?.add(id)
  if (words.join('').length > SHORT || /[^\p{ASCII}]/u.test(text)) look(db, words, keys)
  const hits = KINDS.flatMap(kind => found(db, kind, [...(keys.get(kind) ?? [])]))
  const accounts = hits.flatMap(hit => (hit.kind === 'account' ? [hit.id] : []))
  return bestHits([...hits, ...openIssuesOf(db, accounts, limit)], text, limit)
}

/** Asks narrow questions first, and a wider one only where there is room. */
function look(db: ReadDb, words: readonly string[], keys: ReadonlyMap<Kind, Set<number>>): void {
  for (const [kind, ids] of keys)
    for (const match of matchesOf(words)) {
      if (ids.size >= LOOKED_AT) break
      const first = firstKey(kind)
      for (const { key } of db.all(matching(match, first, keyOf(kind, 2 ** 40 - 1)))) ids.add(key - first)
    }
}
