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

const mixed = query<{ sourceId: number; n: number }>(
  `SELECT source_id AS sourceId, count(DISTINCT account_id) AS n FROM (
     SELECT source_id, account_id FROM object WHERE json_extract(properties, '$.mrr_minor') <> 0
     GROUP BY source_id, account_id, home_id HAVING count(DISTINCT json_extract(properties, '$.mrr_currency')) > 1)
   GROUP BY source_id ORDER BY source_id`,
)
const mixedSome = (sourceId: number) =>
  query<{ id: string; currencies: string }>(
    `SELECT a.uid AS id, group_concat(DISTINCT json_extract(o.properties, '$.mrr_currency')) AS currencies
     FROM object o JOIN account a ON a.id = o.account_id
     WHERE o.source_id = ? AND json_extract(o.properties, '$.mrr_minor') <> 0 GROUP BY o.account_id, o.home_id
     HAVING count(DISTINCT json_extract(o.properties, '$.mrr_currency')) > 1 ORDER BY a.id LIMIT 2`,
    [sourceId],
  )

/** Accounts with subscriptions in several currencies, whose revenue is therefore unknown. */
export const revenueNotAddedUp: Check = ({ db }) =>
  db.all(mixed).map(
    ({ sourceId, n }): Finding => ({
      check: 'revenue_not_added_up',
      what: `${several(n, 'account')} ${n === 1 ? 'has' : 'have'} revenue in several currencies.`,
      why: 'Amounts of different currencies are not added up, so their revenue is unknown and they rank by the fallback.',
      todo: 'Bill these accounts in one currency, or map their revenue from another source.',
      count: n,
      examples: db.all(mixedSome(sourceId)).map(({ id, currencies }) => `account ${id}: ${currencies}`),
      sourceId,
    }),
  )
