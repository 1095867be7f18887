import type { Merge, MergeProposal } from '../../shared/identity.ts'
import { fail, unwrap } from '../../shared/result.ts'
import { query, type ReadDb } from '../cache/db.ts'
import { decideIdentity, pairsToSeparate } from '../engine/learning/identity.ts'
import { whyOne } from '../sync/door.ts'
import { api, journalled } from './whole/context.ts'

type Shown = MergeProposal['a']

const named = (id: number) =>
  query<{ name: string; leader: number; merged: number }>(
    `SELECT a.name, coalesce(a.merged_into, a.id) AS leader,
       (SELECT count(*) FROM account m WHERE m.merged_into = a.id) AS merged FROM account a WHERE a.id = ?`,
    [id],
  )
const keysOf = (id: number, leader: number) =>
  query<{ name: string; externalId: string }>(
    `SELECT s.name, k.external_id AS externalId FROM account_key k JOIN source s ON s.id = k.source_id
     WHERE k.account_id = ? AND coalesce(k.home_id, k.account_id) = ? ORDER BY 1, 2`,
    [leader, id],
  )

function shown(db: ReadDb, id: number): Shown {
  const account = db.get(named(id))
  return {
    accountId: id,
    name: account?.name ?? '',
    sources: db.all(keysOf(id, account?.leader ?? id)),
    merged: account?.merged ?? 0,
  }
}

interface ProposalRow extends Pick<MergeProposal, 'rule' | 'confidence' | 'at'> {
  a: number
  b: number
  value: string
}
const proposals = (limit: number, offset: number) =>
  query<ProposalRow>(
    `SELECT a, b, rule, value, confidence, at FROM merge_proposal WHERE state = 'open'
     ORDER BY confidence DESC, a, b LIMIT ? OFFSET ?`,
    [limit, offset],
  )
/** By what is looked up, because an OR of two columns would read every merge. */
const OF_ACCOUNT = `AND id IN (SELECT id FROM merge INDEXED BY merge_into WHERE into_id = $account
  UNION SELECT id FROM merge INDEXED BY merge_from WHERE from_id = $account)`
const merges = (account: number | undefined, limit: number, offset: number) =>
  query<Pick<Merge, 'rule' | 'at' | 'by'> & { into: number; from: number }>(
    `SELECT into_id AS "into", from_id AS "from", rule, at, by
     FROM merge ${account === undefined ? 'INDEXED BY merge_newest' : 'NOT INDEXED'}
     WHERE undone_at IS NULL ${account === undefined ? '' : OF_ACCOUNT} ORDER BY at DESC, id LIMIT $limit OFFSET $offset`,
    { ...(account === undefined ? {} : { account }), limit, offset },
  )

export const identity = {
  proposals: api.identity.proposals.handler(({ context: { engine }, input }) =>
    engine.read.all(proposals(input.limit, input.offset)).map(({ a, b, value, ...row }) => ({
      ...row,
      a: shown(engine.read, a),
      b: shown(engine.read, b),
      why: whyOne(row.rule, value),
    })),
  ),
  merges: api.identity.merges.handler(({ context: { engine }, input }) =>
    engine.read
      .all(merges(input.accountId, input.limit, input.offset))
      .map(row => ({ ...row, into: shown(engine.read, row.into), from: shown(engine.read, row.from) })),
  ),
  decide: api.identity.decide.handler(async ({ context: { engine }, input }) => {
    const done = await journalled(engine.decide(decideIdentity, input))
    await engine.evaluate(false)
    return done
  }),
  separate: api.identity.separate.handler(async ({ context: { engine }, input }) => {
    const pairs = pairsToSeparate(engine.read, input.accountId)
    if (pairs.length === 0) unwrap(notMerged)
    const done = await journalled(engine.decide(decideIdentity, { pairs }))
    await engine.evaluate(false)
    return done
  }),
}

const notMerged = fail(
  'conflict',
  'The account was not separated.',
  'This account is not merged into another one.',
  'Refresh the list of merged accounts.',
)
