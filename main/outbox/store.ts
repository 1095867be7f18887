import { own } from '../../shared/foreign/own.ts'
import type { ChannelTrouble, OutboxEntry, OutboxOverview } from '../../shared/outbox/outbox.ts'
import { headline, type Outgoing, outgoingOf, unsureWords } from '../../shared/outbox/outgoing.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { OUTBOX_STATES, type OutboxState } from '../../shared/vocabulary.ts'
import { query, type ReadDb, statement } from '../cache/db.ts'
import type { Writer } from '../cache/writer.ts'
import { dueAfterWrongClock } from './clock-back.ts'
import { type Outage, troublesOf } from './trouble.ts'

/** A message at the head of its lane. Times are machine time, UTC ms. */
export interface DrainItem {
  id: number
  key: string
  interventionId: string
  lane: string
  channel: string
  kind: 'message' | 'action'
  recipient: string
  payload: string
  state: OutboxState
  attempts: number
  queuedAt: number
  notBefore: number
  why: string | null
  /** 1 while nobody has found out yet what became of an unsure message, 0 once it is left to a person. */
  open: 0 | 1
}

const paused = query<{ held: 0 | 1 }>("SELECT value = 'true' AS held FROM setting WHERE key = 'outbox.paused'")
/** Asked before each message, so it reads no more than it must. */
export const pausedOf = (db: ReadDb): boolean => db.get(paused)?.held === 1

// What waits, is leaving or may have left holds its place in the lane; the partial index `outbox_waiting` knows these.
// A recipient has a lane on each channel, so that a mail server that is away does not hold up a chat message.
// CROSS JOIN keeps the heads outermost: the other way round every waiting message would be held against every lane.
const HEADS = `
  SELECT lane, channel, min(id) AS id, count(*) AS n FROM outbox INDEXED BY outbox_waiting
  WHERE state IN ('waiting', 'sending', 'unsure') GROUP BY lane, channel`

const isOpen = (row: string) =>
  `(SELECT ending FROM attempt WHERE outbox_id = ${row}.id ORDER BY n DESC LIMIT 1) = 'unsure'`

// What waits, and what is unsure on a channel that can find out ($keyed: JSON list of names).
const DUE = `(o.state = 'waiting' OR
  (o.state = 'unsure' AND o.channel IN (SELECT value FROM json_each($keyed)) AND ${isOpen('o')}))`

export interface DueLane {
  lane: string
  channel: string
  state: OutboxState
  /** How many messages stand in it. */
  n: number
}

/** Lanes whose first message may leave, or be asked about, at machine time `wall`; longest waiting first. */
export const dueLanes = (wall: number, keyed: readonly string[] = []) =>
  query<DueLane>(
    `SELECT o.lane, o.channel, o.state, h.n FROM (${HEADS}) h CROSS JOIN outbox o ON o.id = h.id
     WHERE o.not_before <= $wall AND ${DUE} ORDER BY o.id`,
    { wall, keyed: JSON.stringify(keyed) },
  )

/**
 * The messages that lanes of a channel stand behind now, asked for many at once: after each commit a reader begins with an
 * empty cache, so one question a message costs a tenth of sending it. `lanes`: JSON list.
 */
export const laneHeads = (channel: string, lanes: readonly string[]) =>
  query<DrainItem>(
    `SELECT o.id, o.key, o.intervention_id AS interventionId, o.lane, o.channel, o.kind, o.recipient, o.payload, o.state,
       o.attempts, o.queued_at AS queuedAt, o.not_before AS notBefore, o.why,
       CASE o.state WHEN 'unsure' THEN ${isOpen('o')} ELSE 0 END AS open
     FROM json_each($lanes) l CROSS JOIN outbox o ON o.id =
       (SELECT id FROM outbox INDEXED BY outbox_waiting
        WHERE lane = l.value AND channel = $channel AND state IN ('waiting', 'sending', 'unsure') ORDER BY id LIMIT 1)
     ORDER BY l.key`,
    { channel, lanes: JSON.stringify(lanes) },
  )

const firstWakes = (keyed: readonly string[]) =>
  query<{ channel: string; at: number }>(
    `SELECT o.channel, min(o.not_before) AS at FROM (${HEADS}) h CROSS JOIN outbox o ON o.id = h.id
     WHERE ${DUE} GROUP BY o.channel`,
    { keyed: JSON.stringify(keyed) },
  )

/** When the next message may leave or be asked about (machine time, UTC ms); null while nothing is in line. */
export function nextWake(db: ReadDb, keyed: readonly string[] = []): number | null {
  const troubles = troublesOf(db)
  const wakes = db.all(firstWakes(keyed)).map(({ channel, at }) => Math.max(at, own(troubles, channel)?.until ?? 0))
  return wakes.length === 0 ? null : Math.min(...wakes)
}

/**
 * What a crash left in flight may or may not have left. It becomes `unsure` and waits for a person; it is never sent
 * again blindly. What a clock that was ahead has put off is due. Only the process that leads may call this, before it sends
 * anything.
 */
export const reconcileAtStart = ({ writer, now }: { writer: Writer; now: number }): Promise<void> =>
  writer.write('user', tx => {
    for (const kind of ['message', 'action'] as const) {
      const why = `Sending was cut off when the program ended; ${unsureWords(kind)}.`
      tx.run(
        statement(
          `UPDATE attempt SET ended_at = ?, ending = 'unsure', detail = ?
           WHERE ended_at IS NULL AND outbox_id IN (SELECT id FROM outbox WHERE state = 'sending' AND kind = ?)`,
          [now, why, kind],
        ),
      )
      tx.run(statement("UPDATE outbox SET state = 'unsure', why = ? WHERE state = 'sending' AND kind = ?", [why, kind]))
    }
    dueAfterWrongClock(tx, now)
  })

type ItemRow = Omit<OutboxEntry, 'to' | 'subject' | 'awaySince'> & {
  payload: string
  ahead: string | null
  aheadState: OutboxState
}

/** The last word came from the receiving side, not from a check. */
const isDead = "(SELECT ending FROM attempt WHERE outbox_id = o.id ORDER BY n DESC LIMIT 1) = 'refused'"

// The message that this one's lane stands behind, where that is another one.
const AHEAD = `(SELECT id FROM outbox INDEXED BY outbox_waiting WHERE lane = o.lane AND channel = o.channel
  AND state IN ('waiting', 'sending', 'unsure') AND id < o.id ORDER BY id LIMIT 1)`

const items = (state: OutboxState | undefined, offset: number, limit: number) =>
  query<ItemRow>(
    `SELECT o.id, o.key, o.kind, o.step, o.intervention_id AS interventionId, o.issue_id AS issueId,
       o.account_id AS accountId, a.name AS accountName, o.channel, o.payload, o.state, o.why, o.queued_at AS queuedAt,
       o.not_before AS notBefore, o.attempts, o.sent_at AS sentAt, o.provider_id AS providerId,
       CASE WHEN o.state <> 'refused' THEN NULL WHEN ${isDead} THEN 'provider' ELSE 'preflight' END AS refusedBy,
       w.payload AS ahead, w.state AS aheadState
     FROM outbox o JOIN account a ON a.id = o.account_id
       LEFT JOIN outbox w ON o.state = 'waiting' AND w.id = ${AHEAD}
     ${state ? 'WHERE o.state = $state' : ''} ORDER BY o.id DESC LIMIT $limit OFFSET $offset`,
    state ? { state, limit, offset } : { limit, offset },
  )

/** What stands still says so: a workspace on a fixed clock never comes to the hour that a message waits for. */
export const STANDS_STILL = 'This workspace’s clock does not move, so the message waits until somebody moves it.'

interface Circumstances {
  troubles: Record<string, Outage>
  standsStill: boolean
}

/** Messages and where they stand, newest first. `standsStill`: the workspace's clock does not move. */
export function listOutbox(
  db: ReadDb,
  { state, offset, limit }: { state?: OutboxState | undefined; offset: number; limit: number },
  standsStill = false,
): OutboxEntry[] {
  const now = { troubles: troublesOf(db), standsStill }
  return db.all(items(state, offset, limit)).map(({ payload, ahead, aheadState, ...row }) => ({
    ...row,
    ...shown(payload),
    why: whyNow(row, now) ?? (ahead === null ? null : behind(ahead, aheadState)),
    awaySince: troubleOf(row, now)?.since ?? null,
  }))
}

function shown(payload: string): { to: string; subject: string } {
  try {
    return headline(outgoingOf(payload))
  } catch {
    return { to: '?', subject: '(unreadable)' }
  }
}

const rowOf = (id: number) =>
  query<{ payload: string; interventionId: string }>(
    'SELECT payload, intervention_id AS interventionId FROM outbox WHERE id = ?',
    [id],
  )
const noSuch = fail(
  'not_found',
  'There is no such message or fix.',
  'The message or fix may have been removed.',
  'Check the outbox.',
)

/** One row's message or action, as it would be handed to its channel. */
export function readOutgoing(db: ReadDb, id: number): Result<Outgoing> {
  const row = db.get(rowOf(id))
  return row ? ok(outgoingOf(row.payload)) : noSuch
}

/** The intervention that a message or action belongs to. */
export function interventionOf(db: ReadDb, id: number): Result<string> {
  const row = db.get(rowOf(id))
  return row ? ok(row.interventionId) : noSuch
}

const behind = (payload: string, state: OutboxState): string =>
  `Waits behind “${shown(payload).subject}” to the same person${state === 'unsure' ? ', which may or may not have arrived' : ''}.`

/** While the channel is away that is why everything on it waits, tried or not. */
const troubleOf = ({ state, channel }: Pick<ItemRow, 'state' | 'channel'>, now: Circumstances): Outage | undefined =>
  state === 'waiting' ? own(now.troubles, channel) : undefined

function whyNow(row: Pick<ItemRow, 'state' | 'why' | 'channel' | 'attempts'>, now: Circumstances): string | null {
  const { state, why, attempts } = row
  const trouble = troubleOf(row, now)
  if (trouble) return trouble.why
  // Untried and held by preflight: it waits for the workspace's time. What its server put off waits for machine time.
  const held = state === 'waiting' && attempts === 0 && why !== null && !why.endsWith(STANDS_STILL)
  return now.standsStill && held ? `${why} ${STANDS_STILL}` : why
}

const waitingFor = (channel: string) =>
  query<{ n: number }>(
    `SELECT count(*) AS n FROM outbox INDEXED BY outbox_waiting
     WHERE state IN ('waiting', 'sending', 'unsure') AND state = 'waiting' AND channel = ?`,
    [channel],
  )

function troublesInWords(db: ReadDb): ChannelTrouble[] {
  return Object.entries(troublesOf(db))
    .map(([channel, { since, why, until, asked, missing }]) => ({
      ...{ channel, since, why, until },
      kind: missing ? ('not_ready' as const) : asked ? ('asked' as const) : ('away' as const),
      waiting: db.get(waitingFor(channel))?.n ?? 0,
    }))
    .sort((a, b) => a.since - b.since)
}

/** Those whose last attempt was refused, found from these attempts: most messages that were refused were never tried. */
const deadLetters = query<{ n: number }>(
  `SELECT count(*) AS n FROM attempt t INDEXED BY attempt_refused CROSS JOIN outbox o ON o.id = t.outbox_id
   WHERE t.ending = 'refused' AND o.state = 'refused'
     AND NOT EXISTS (SELECT 1 FROM attempt l WHERE l.outbox_id = t.outbox_id AND l.n > t.n)`,
)

/** What waits, since when, and why. `replay`: whether a workspace on a clock of its own may send for real. */
export function outboxSummary(db: ReadDb, replay: OutboxOverview['replay'] = null): OutboxOverview {
  const counts = Object.fromEntries(OUTBOX_STATES.map(state => [state, 0])) as Record<OutboxState, number>
  const byState = query<{ state: OutboxState; n: number }>('SELECT state, n FROM outbox_count')
  for (const { state, n } of db.all(byState)) counts[state] = n
  const oldest = query<{ at: number }>("SELECT queued_at AS at FROM outbox WHERE state = 'waiting' ORDER BY id LIMIT 1")
  const troubles = troublesInWords(db)
  return {
    counts,
    deadLetters: db.get(deadLetters)?.n ?? 0,
    oldestWaitingAt: db.get(oldest)?.at ?? null,
    paused: pausedOf(db),
    trouble: troubles[0] ?? null,
    troubles,
    replay,
  }
}
