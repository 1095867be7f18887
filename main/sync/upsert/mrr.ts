import { query, statement, type WriteDb } from '../../cache/db.ts'
import { recombine, standAlone } from './combine.ts'

/** Whose a record is: the account that stands for it, and its own where a merge moved it. */
export interface Owner {
  id: number
  home: number | null
}

interface Share {
  currency: string
  minor: number
}

/** What the objects of an account add to its monthly revenue, by currency. `home` as in `object.home_id`. */
const sharesOf = (sourceId: number, { id, home }: Owner) =>
  query<Share>(
    `SELECT json_extract(properties, '$.mrr_currency') AS currency, sum(json_extract(properties, '$.mrr_minor')) AS minor
     FROM object WHERE account_id = ? AND home_id IS ? AND source_id = ?
       AND json_extract(properties, '$.mrr_minor') IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [id, home, sourceId],
  )

const SET = `UPDATE account SET mrr_minor = @minor, currency = @currency
  WHERE id = @id AND (mrr_minor IS NOT @minor OR currency IS NOT @currency)`

/**
 * Brings an account's monthly revenue up to what its objects add, and says whether they are in several currencies: these
 * are never added up, so that the revenue is then unknown. What adds nothing has no say in the currency.
 */
export function sumMrr(tx: WriteDb, sourceId: number, owner: Owner): { changed: boolean; isMixed: boolean } {
  const shares = tx.all(sharesOf(sourceId, owner))
  const counting = shares.filter(({ minor }) => minor !== 0)
  const isMixed = counting.length > 1
  const sum = isMixed ? undefined : (counting[0] ?? shares[0])
  standAlone(tx, owner.id)
  const { changes } = tx.run(
    statement(SET, { minor: sum?.minor ?? null, currency: sum?.currency ?? null, id: owner.home ?? owner.id }),
  )
  recombine(tx, owner.id)
  return { changed: changes > 0, isMixed }
}
