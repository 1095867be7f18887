import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { recombine, standAlone } from '../upsert/combine.ts'
import { MARK_DIRTY } from '../upsert/upsert-sql.ts'
import { moveRecords } from './move.ts'
import { byUid, type Group, groupsOf, type Known, type Link, linksBetween, proposalsOf, type Said } from './rules.ts'
import { asSaid, groupmates, holdersOf, knownAccount, saidOf, standingMerge } from './store.ts'

/** What later stages made of an account moves with it; they say what they moved, to move the very same back. */
export interface Followers {
  /** JSON. */
  follow(tx: WriteDb, from: number, to: number, now: number): string
  moveBack(tx: WriteDb, from: number, to: number, moved: string): void
}

export interface Settled {
  merged: number
  separated: number
}

/**
 *   changed accounts ─▶ all that certain links, people's words and standing merges connect them to
 *        └▶ which of these are one (`groupsOf`) ─▶ move what differs ─▶ ask about the rest
 *
 * In the transaction it is called in. What stands afterwards depends on the facts alone, so a merge that a later record
 * makes ambiguous is taken back, and what had moved goes back to where it belongs.
 */
export function settleIdentity(
  tx: WriteDb,
  ids: readonly number[],
  how: { now: number; by: string; followers: Followers },
): Settled {
  const region = regionOf(tx, ids)
  // In an order that is the same on every computer: of two issues that meet in a merge, the first one goes on.
  const accounts = [...region.accounts.values()].sort(byUid)
  const said = saidAbout(tx, accounts)
  const neighbours = [...accounts, ...[...region.beside.values()].sort(byUid)]
  const links = linksBetween(neighbours)
  const groups = groupsOf(accounts, links, said)
  const settled = apply(tx, accounts, groups, how)
  const asked = new Set(accounts.map(({ id }) => id))
  // Whom a neighbour stands with is not decided here; a pair is asked about once, from the side that changed.
  const open = proposalsOf(links, [...groups, ...standingGroups(tx, region.beside)], said)
  keepProposals(
    tx,
    asked,
    open.filter(({ a, b }) => asked.has(a) || asked.has(b)),
    how.now,
  )
  return settled
}

interface Region {
  accounts: Map<number, Known>
  /** Linked with one of them, though not certainly. */
  beside: Map<number, Known>
}

/** Everything whose grouping may depend on one of `ids`. */
function regionOf(db: ReadDb, ids: readonly number[]): Region {
  const accounts = new Map<number, Known>()
  const beside = new Map<number, Known>()
  const queue = [...ids]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (accounts.has(id)) continue
    const known = knownAccount(db, id)
    if (!known) continue
    accounts.set(id, known)
    queue.push(...db.all(groupmates(id)).map(mate => mate.id))
    for (const { a, b, state } of db.all(saidOf(id))) if (state === 'merged') queue.push(a, b)
    for (const other of linked(db, known)) {
      const link = linksBetween([known, other]).some(({ certain }) => certain)
      if (link) queue.push(other.id)
      else beside.set(other.id, other)
    }
  }
  for (const id of accounts.keys()) beside.delete(id)
  return { accounts, beside }
}

function linked(db: ReadDb, known: Known): Known[] {
  const ids = new Set(known.identities.flatMap(({ kind, value }) => db.all(holdersOf(kind, value)).map(({ id }) => id)))
  ids.delete(known.id)
  return [...ids].flatMap(id => knownAccount(db, id) ?? [])
}

function saidAbout(db: ReadDb, accounts: readonly Known[]): Said[] {
  const rows = accounts.flatMap(({ id }) => db.all(saidOf(id)).map(asSaid))
  return [...new Map(rows.map(said => [`${said.a}-${said.b}`, said])).values()]
}

const standingGroups = (db: ReadDb, beside: ReadonlyMap<number, Known>): Group[] =>
  [...beside.keys()]
    .map(id => ({ members: db.all(groupmates(id)).map(mate => mate.id), rule: 'person' as const }))
    .filter(({ members }) => members.length > 1)

const leaderNow = (id: number) =>
  query<{ leader: number }>('SELECT coalesce(merged_into, id) AS leader FROM account WHERE id = ?', [id])

function apply(
  tx: WriteDb,
  accounts: readonly Known[],
  groups: readonly Group[],
  { now, by, followers }: { now: number; by: string; followers: Followers },
): Settled {
  const wanted = new Map(groups.flatMap(({ members, rule }) => members.map(id => [id, { to: members[0] ?? id, rule }])))
  const moves = accounts.flatMap(({ id }) => {
    const from = tx.get(leaderNow(id))?.leader ?? id
    const { to, rule } = wanted.get(id) ?? { to: id, rule: 'person' as const }
    return from === to ? [] : [{ id, from, to, rule }]
  })
  const touched = new Set(moves.flatMap(({ id, from, to }) => [id, from, to]))
  for (const id of touched) standAlone(tx, id)
  // All apart first, then together: a new leader must not be somebody's member any more.
  for (const { id, from } of moves) if (from !== id) separate(tx, id, from, now, followers)
  for (const { id, to, rule } of moves) {
    if (to === id) continue
    moveRecords(tx, id, id, to)
    const moved = followers.follow(tx, id, to, now)
    tx.run(
      statement(
        `INSERT INTO merge (id, into_id, from_id, rule, at, by, moved)
         SELECT $from || '-' || (SELECT count(*) FROM merge WHERE from_id = $from), $to, $from, $rule, $now, $by, $moved`,
        { from: id, to, rule, now, by, moved },
      ),
    )
  }
  for (const id of touched) recombine(tx, id)
  if (touched.size > 0) tx.run(statement(MARK_DIRTY, [JSON.stringify([...touched])]))
  return {
    merged: moves.filter(({ id, to }) => to !== id).length,
    separated: moves.filter(({ id, from }) => from !== id).length,
  }
}

function separate(tx: WriteDb, id: number, from: number, now: number, followers: Followers): void {
  const merge = tx.get(standingMerge(id))
  moveRecords(tx, id, from, id)
  if (!merge) return
  followers.moveBack(tx, from, id, merge.moved)
  tx.run(statement('UPDATE merge SET undone_at = ? WHERE id = ?', [now, merge.id]))
}

/** The open questions about these accounts become exactly `open`. */
function keepProposals(tx: WriteDb, asked: ReadonlySet<number>, open: readonly Link[], now: number): void {
  const keep = new Set(open.map(({ a, b }) => `${a}-${b}`))
  const standing = [...asked].flatMap(id =>
    tx.all(
      query<{ a: number; b: number }>("SELECT a, b FROM merge_proposal WHERE (a = $id OR b = $id) AND state = 'open'", {
        id,
      }),
    ),
  )
  for (const { a, b } of standing)
    if (!keep.has(`${a}-${b}`))
      tx.run(statement("DELETE FROM merge_proposal WHERE a = ? AND b = ? AND state = 'open'", [a, b]))
  for (const { a, b, rule, value, confidence } of open)
    tx.run(
      statement(
        `INSERT INTO merge_proposal (a, b, rule, value, confidence, at, state) VALUES (?, ?, ?, ?, ?, ?, 'open')
         ON CONFLICT DO UPDATE SET rule = excluded.rule, value = excluded.value, confidence = excluded.confidence
         WHERE state = 'open' AND (rule, value, confidence) IS NOT (excluded.rule, excluded.value, excluded.confidence)`,
        [a, b, rule, value, confidence, now],
      ),
    )
}
