import type { Hit } from '../../shared/model/search.ts'
import { wordsAsked } from '../../shared/text/fold.ts'
import { idsByWords } from '../../shared/text/match.ts'
import { accountsBeginning } from '../cache/asked/accounts-called.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { bestHits } from './best-hits.ts'
import { found, openIssuesOf } from './hits.ts'
import { KINDS, type Kind } from './kinds.ts'

/** Rows of each kind that are looked at for one question: of more, the text says too little to choose. */
const LOOKED_AT = 40
/** A single letter of an alphabet is looked for at the beginning of names only: it begins a word of nearly everything. */
const isTooShort = (text: string): boolean => /^\s*[\p{ASCII}]?\s*$/u.test(text)

const matching = (kind: Kind, match: string) =>
  query<{ id: number }>(`SELECT rowid AS id FROM words_${kind} WHERE words_${kind} MATCH ? LIMIT ${LOOKED_AT}`, [match])

/**
 * What a person most likely means by a text: accounts, contacts, objects, issues, messages and notes whose words begin with
 * its words; an account that is called exactly so comes first. No more than `limit` rows.
 */
export function find(db: ReadDb, text: string, limit: number): Hit[] {
  const words = isTooShort(text) ? [] : wordsAsked(text)
  const called = db.all(accountsBeginning(text.trim(), LOOKED_AT)).map(({ id }) => id)
  const hits = KINDS.flatMap(kind => {
    const matched = idsByWords(words, LOOKED_AT, match => db.all(matching(kind, match)))
    return found(db, kind, [...new Set([...(kind === 'account' ? called : []), ...matched])])
  })
  const accounts = hits.flatMap(hit => (hit.kind === 'account' ? [hit.id] : []))
  return bestHits([...hits, ...openIssuesOf(db, accounts, limit)], text, limit)
}
