import { query, statement, type WriteDb } from '../../cache/db.ts'

interface Present {
  id: number
  state: string | null
  opened: number | null
  closed: number | null
  since: number | null
  was: string | null
  until: number | null
}

const presentOf = (sourceId: number, kind: string, externalId: string) =>
  query<Present>(
    `SELECT o.id, o.state, o.opened_at AS opened, o.closed_at AS closed, s.since, s.state AS was, s.until
     FROM object o LEFT JOIN object_state s ON s.object_id = o.id
       AND s.since = (SELECT max(since) FROM object_state WHERE object_id = o.id)
     WHERE o.source_id = ? AND o.kind = ? AND o.external_id = ?`,
    [sourceId, kind, externalId],
  )

/** An object that has just been written, and since when (UTC ms) it is in its state, where its source says so. */
export interface Stated {
  sourceId: number
  kind: string
  externalId: string
  stateSince: number | null
}

/**
 * Brings the stays of an object that has just been written up to its state; whether that changed any. Where the source
 * does not say since when, an object that is new to us is taken to have been in its state since it began (or ended), a
 * change to have happened when it was closed, or else now. Two changes at one moment are one.
 */
export function keepStay(tx: WriteDb, { sourceId, kind, externalId, stateSince }: Stated, now: number): boolean {
  const present = tx.get(presentOf(sourceId, kind, externalId))
  if (!present) return false
  const { id, state, closed, since, was, until } = present
  if (since === null) {
    if (state === null) return false
    const began = stateSince ?? closed ?? present.opened ?? now
    begin(tx, id, state, began, stateSince === null ? null : endOf(closed, began))
    return true
  }
  const ends = endOf(closed, since)
  if (state === was && (stateSince ?? since) === since) {
    if (ends === until) return false
    end(tx, id, since, ends)
    return true
  }
  if (state !== null && stateSince !== null) {
    // The source knows: what we took to have begun at that moment or later was a guess. The same state again, later, is a
    // return to it, or what an earlier guess is mended by; when it was left between the two nobody says.
    remove(tx, id, state === was ? Math.min(since, stateSince) : stateSince)
    cutOff(tx, id, stateSince)
    begin(tx, id, state, stateSince, endOf(closed, stateSince))
    return true
  }
  const moved = closed !== null && closed <= now ? closed : now
  if (moved > since) {
    end(tx, id, since, moved)
    if (state !== null) begin(tx, id, state, moved, null)
    else tx.run(statement('UPDATE object SET state_since = NULL WHERE id = ?', [id]))
  } else if (state !== null)
    tx.run(
      statement('UPDATE object_state SET state = ?, until = ? WHERE object_id = ? AND since = ?', [
        state,
        ends,
        id,
        since,
      ]),
    )
  return true
}

/** A state ends when its object is closed, unless it began with that. */
const endOf = (closed: number | null, since: number): number | null =>
  closed !== null && closed > since ? closed : null

function begin(tx: WriteDb, id: number, state: string, since: number, until: number | null): void {
  tx.run(
    statement('INSERT INTO object_state (object_id, since, state, until) VALUES (?, ?, ?, ?)', [
      id,
      since,
      state,
      until,
    ]),
  )
  tx.run(statement('UPDATE object SET state_since = ? WHERE id = ?', [since, id]))
}

const end = (tx: WriteDb, id: number, since: number, until: number | null) =>
  tx.run(statement('UPDATE object_state SET until = ? WHERE object_id = ? AND since = ?', [until, id, since]))

const remove = (tx: WriteDb, id: number, from: number) =>
  tx.run(statement('DELETE FROM object_state WHERE object_id = ? AND since >= ?', [id, from]))

const cutOff = (tx: WriteDb, id: number, at: number) =>
  tx.run(
    statement('UPDATE object_state SET until = ? WHERE object_id = ? AND (until IS NULL OR until > ?)', [at, id, at]),
  )
