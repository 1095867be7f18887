import type { Finding } from '../../../shared/model/finding.ts'
import { formatMoney } from '../../../shared/money.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'
import { isHundred, LEAST_AMOUNTS } from '../steps.ts'

interface Group {
  /** What is compared: revenue of accounts, or amounts of one kind of object. */
  of: string
  currency: string
  sourceId: number
  source: string
  n: number
  median: number
}

/** The median of each group in one pass: the row in the middle by size (the lower one of two). */
const groups = (from: string, of: string, amount: string, currency: string, sourceId: string) =>
  query<Group>(
    `WITH sized AS (
       SELECT ${of} AS "of", ${currency} AS currency, ${sourceId} AS sourceId, abs(${amount}) AS amount,
         row_number() OVER w AS place, count(*) OVER (PARTITION BY ${of}, ${currency}, ${sourceId}) AS n
       FROM ${from} WHERE ${amount} IS NOT NULL AND ${amount} <> 0 AND ${currency} IS NOT NULL
       WINDOW w AS (PARTITION BY ${of}, ${currency}, ${sourceId} ORDER BY abs(${amount})))
     SELECT z."of", z.currency, z.sourceId, s.name AS source, z.n, z.amount AS median
     FROM sized z JOIN source s ON s.id = z.sourceId WHERE z.place = (z.n + 1) / 2 AND z.n >= ${LEAST_AMOUNTS}
     ORDER BY 1, 2, 3`,
  )

const revenue = groups(
  'account a JOIN account_key k ON k.account_id = a.id',
  "'monthly revenue'",
  'a.mrr_minor',
  'a.currency',
  'k.source_id',
)
const amounts = groups('object o', 'o.kind', 'o.amount_minor', 'o.currency', 'o.source_id')

/** Amounts of one source that are about a hundred times those of another: cents that were read as euros. */
export const unitsOff: Check = ({ db }) => {
  const all = [...db.all(revenue), ...db.all(amounts)]
  return all.flatMap((large): Finding[] => {
    const peer = all.find(
      small =>
        small.of === large.of &&
        small.currency === large.currency &&
        small.sourceId !== large.sourceId &&
        isHundred(large.median, small.median),
    )
    if (!peer) return []
    const size = ({ median, currency, source }: Group) => `${source}: ${formatMoney({ minor: median, currency })}`
    return [
      {
        check: 'units_off',
        what: `A typical ${large.of} of ${large.source} is about ${Math.round(large.median / peer.median)} times that of ${peer.source}.`,
        why: `${several(large.n, 'amount')} may be in cents where whole units are meant, or the other way round; priorities rank by them.`,
        todo: `Check the unit of the amount in the mappings of ${large.source} and ${peer.source}.`,
        count: large.n,
        examples: [size(large), size(peer)],
        sourceId: large.sourceId,
      },
    ]
  })
}
