import { query, statement, type WriteDb } from '../cache/db.ts'

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

/**
 * Brings the stays of an object that has just been written up to its state. A source says what the state is, not since
 * when: an object that is new to us is taken to have been in it since it began (or ended), a change to have happened
 * when it was closed, or else now. Two changes at one moment are one.
 */
export function keepStay(tx: WriteDb, sourceId: number, kind: string, externalId: string, now: number): void {
  const present = tx.get(presentOf(sourceId, kind, externalId))
  if (!present) return
  const { id, state, closed, since, was, until } = present
  if (since === null) {
    if (state !== null) begin(tx, id, state, closed ?? present.opened ?? now)
    return
  }
  const ends = closed !== null && closed > since ? closed : null
  if (state === was) {
    if (ends !== until) end(tx, id, since, ends)
    return
  }
  const moved = closed !== null && closed <= now ? closed : now
  if (moved > since) {
    end(tx, id, since, moved)
    if (state !== null) begin(tx, id, state, moved)
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
}

function begin(tx: WriteDb, id: number, state: string, since: number): void {
  tx.run(statement('INSERT INTO object_state (object_id, since, state) VALUES (?, ?, ?)', [id, since, state]))
  tx.run(statement('UPDATE object SET state_since = ? WHERE id = ?', [since, id]))
}

const end = (tx: WriteDb, id: number, since: number, until: number | null) =>
  tx.run(statement('UPDATE object_state SET until = ? WHERE object_id = ? AND since = ?', [until, id, since]))
