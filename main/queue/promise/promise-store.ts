import type { PromiseMade, PromiseState } from '../../../shared/desk/promise.ts'
import { type Query, query, statement, type WriteDb } from '../../cache/db.ts'

/** What is kept of a promise when it is found or said again. */
export interface FoundPromise {
  uid: string
  account: number
  issue: number | null
  owner: string
  said: 'note' | 'message'
  source: string
  quote: string
  saidAt: number
  dueAt: number
  state: PromiseState
}

/** Keeps a promise; one that is there already gets its state and date. */
export function putPromise(tx: WriteDb, promise: FoundPromise): void {
  const { uid, account, issue, owner, said, source, quote, saidAt, dueAt, state } = promise
  tx.run(
    statement(
      `INSERT INTO promise (uid, account_id, issue_id, owner, said, source, quote, said_at, due_at, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (uid) DO UPDATE SET due_at = excluded.due_at, state = excluded.state, owner = excluded.owner`,
      [uid, account, issue, owner, said, source, quote, saidAt, dueAt, state],
    ),
  )
}

const PROMISE = `p.id, p.account_id AS accountId, a.name AS accountName, p.issue_id AS issueId, p.owner, p.said, p.quote,
  p.said_at AS saidAt, p.due_at AS dueAt, p.state`
/** A promise of a withdrawn note, or of a message that has not left, binds nobody. */
const BINDS = `CASE p.said WHEN 'note' THEN EXISTS (SELECT 1 FROM note n WHERE n.uid = p.source AND n.withdrawn_at IS NULL)
  ELSE EXISTS (SELECT 1 FROM outbox o WHERE o.key = p.source AND o.state = 'sent') END`

/** Promises of an account that are neither kept nor dropped, the first due first. */
export const promisesOfAccount = (account: number): Query<PromiseMade> =>
  query(
    `SELECT ${PROMISE} FROM promise p INDEXED BY promise_account JOIN account a ON a.id = p.account_id
     WHERE p.account_id = ? AND p.state IN ('proposed', 'open') AND ${BINDS} ORDER BY p.due_at, p.id LIMIT 100`,
    [account],
  )

/** The same of a person. */
export const promisesOfOwner = (owner: string): Query<PromiseMade> =>
  query(
    `SELECT ${PROMISE} FROM promise p INDEXED BY promise_owner JOIN account a ON a.id = p.account_id
     WHERE p.owner = ? AND p.state IN ('proposed', 'open') AND ${BINDS} ORDER BY p.due_at, p.id LIMIT 200`,
    [owner],
  )

/** When the first confirmed promise of each of some accounts is due. `accounts` is a JSON array. */
export const firstPromises = (accounts: string): Query<{ accountId: number; dueAt: number }> =>
  query(
    `SELECT p.account_id AS accountId, min(p.due_at) AS dueAt
     FROM json_each(?) j CROSS JOIN promise p INDEXED BY promise_account ON p.account_id = j.value
     WHERE p.state = 'open' AND ${BINDS} GROUP BY 1`,
    [accounts],
  )

interface Named extends Omit<FoundPromise, 'account' | 'issue'> {
  accountUid: string
  issueUid: string | null
}
/** A promise with the names of what it is about, which are the same on every computer. */
export const namedPromise = (id: number): Query<Named> =>
  query(
    `SELECT a.uid AS accountUid, i.uid AS issueUid, p.uid, p.owner, p.said, p.source, p.quote, p.said_at AS saidAt,
       p.due_at AS dueAt, p.state
     FROM promise p JOIN account a ON a.id = p.account_id LEFT JOIN issue i ON i.id = p.issue_id WHERE p.id = ?`,
    [id],
  )

export const promiseByUid = (uid: string): Query<{ state: PromiseState; dueAt: number }> =>
  query('SELECT state, due_at AS dueAt FROM promise WHERE uid = ?', [uid])
