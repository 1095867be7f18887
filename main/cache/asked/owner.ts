/**
 * SQL: the account by whose decision the owner of the account `a` is known. What was decided of an account that has become one
 * with it counts where nothing was decided of itself.
 */
export const DECIDED_FOR = `ifnull((SELECT d.account_id FROM account_owner d WHERE d.account_id = a.id),
  (SELECT d.account_id FROM account m INDEXED BY account_merged CROSS JOIN account_owner d ON d.account_id = m.id
   WHERE m.merged_into = a.id ORDER BY d.decided_at DESC, m.id LIMIT 1))`

/** SQL: the owner of the account `a`, as a colleague decided it, otherwise as its source says. */
export const OWNER = `ifnull((SELECT o.owner FROM account_owner o WHERE o.account_id = ${DECIDED_FOR}), a.owner)`
