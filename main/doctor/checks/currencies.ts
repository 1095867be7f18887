import type { Finding } from '../../../shared/model/finding.ts'
import { query } from '../../cache/db.ts'
import { type Check, several } from '../check.ts'

const used = query<{ currency: string; n: number }>(
  `SELECT currency, count(*) AS n FROM account WHERE currency IS NOT NULL AND mrr_minor IS NOT NULL
   GROUP BY currency ORDER BY n DESC, currency`,
)
const some = (currency: string) =>
  query<{ id: string }>('SELECT uid AS id FROM account WHERE currency = ? ORDER BY id LIMIT 2', [currency])

/** Currencies of accounts that cannot be compared with the others. */
export const currenciesWithoutRate: Check = ({ db, hasRate }) =>
  db.all(used).flatMap(({ currency, n }): Finding[] =>
    hasRate(currency)
      ? []
      : [
          {
            check: 'currencies_without_rate',
            what: `${several(n, 'account')} ${n === 1 ? 'has' : 'have'} revenue in ${currency}, which has no exchange rate.`,
            why: 'Their value cannot be compared with that of other accounts, so they rank by the fallback, and conditions of triggers on revenue are unknown for them.',
            todo: `Add a rate of ${currency} under Settings, Exchange rates, or import a table of rates.`,
            count: n,
            examples: db.all(some(currency)).map(({ id }) => `account ${id}`),
            sourceId: null,
          },
        ],
  )
