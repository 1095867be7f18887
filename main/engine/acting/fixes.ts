import type { Clock } from '../../../shared/clock.ts'
import { type FixEvidence, judgeFix } from '../../../shared/outbox/action-manifest.ts'
import { type OutgoingAction, outgoingOf } from '../../../shared/outbox/outgoing.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { query, statement } from '../../cache/db.ts'
import { specOf, systemOf } from '../../outbox/door.ts'
import { type ChannelDeps, openSystem } from './channels.ts'

interface Unjudged {
  id: number
  channel: string
  payload: string
  sentAt: number
  leftAt: number
}

/** Fixes that were carried out and of which nobody knows yet whether they worked. `leftAt`: machine time, UTC ms. */
export const unjudged = query<Unjudged>(
  `SELECT o.id, o.channel, o.payload, o.sent_at AS sentAt,
     (SELECT max(started_at) FROM attempt a WHERE a.outbox_id = o.id) AS leftAt
   FROM resolution r INDEXED BY resolution_unjudged CROSS JOIN outbox o ON o.id = r.outbox_id
   WHERE r.verdict IS NULL AND o.state = 'sent' ORDER BY r.outbox_id`,
)

type Deps = ChannelDeps & { clock: Clock }

/** How often it is looked whether there is anything to look at, in ms. */
const PAUSE = 2_000

export interface Fixes {
  /** Begins to look at what was fixed, where that is due; waits for no system. */
  lookIfDue(): void
  /** The same at once, for a person who waits. */
  look(): Promise<number>
  /** Breaks off the looks that are under way. */
  close(): Promise<void>
}

/**
 *   carried out ─▶ look at the thing ─▶ worked │ failed │ not to be told yet ─▶ again, until the time is up: failed
 *                  └─ nobody answers ─▶ again, until the time is up and some looks in a row were in vain: failed
 *
 * The verdict lets its run go on: a fix that worked closes the issue, one that did not gives the next step its turn.
 */
export function createFixes(deps: Deps): Fixes {
  const nextLook = new Map<number, number>()
  const inVain = new Map<number, number>()
  let running: Promise<number> = Promise.resolve(0)
  let last = Number.NEGATIVE_INFINITY
  const stop = new AbortController()

  const once = async (): Promise<number> => {
    const wall = deps.clock.wall()
    last = wall
    const due = deps.read.all(unjudged).filter(({ id }) => (nextLook.get(id) ?? 0) <= wall)
    // A system that hangs holds up the looks at its own things only.
    const judged = await Promise.all(
      [...Map.groupBy(due, ({ channel }) => channel).values()].map(ofSystem => lookAtAll(ofSystem, wall)),
    )
    return judged.reduce((sum, n) => sum + n, 0)
  }
  const lookAtAll = async (fixes: readonly Unjudged[], wall: number): Promise<number> => {
    let judged = 0
    for (const fix of fixes) {
      if (stop.signal.aborted) break
      const every = await judgeOne(deps, fix, inVain, stop.signal)
      if (every === null) judged++
      else nextLook.set(fix.id, wall + every)
    }
    return judged
  }
  let looks = 0
  const look = () => {
    looks++
    running = running.then(once, once).finally(() => looks--)
    return running
  }
  return {
    lookIfDue: () => {
      // What goes wrong is told where it matters: at the fix.
      if (looks === 0 && deps.clock.wall() - last >= PAUSE) look().catch(() => {})
    },
    look,
    close: async () => {
      stop.abort()
      await running.catch(() => {})
    },
  }
}

/** Looks that nobody answered, in a row, before a fix counts as failed: a computer that was asleep has not asked yet. */
const VAIN_LOOKS = 3

/** Null: judged. Otherwise after how many ms to look again. */
async function judgeOne(
  deps: Deps,
  fix: Unjudged,
  inVain: Map<number, number>,
  signal: AbortSignal,
): Promise<number | null> {
  const out = outgoingOf(fix.payload)
  const manifest = systemOf(deps.dir, fix.channel)
  const spec = manifest && out.type === 'action' ? specOf(manifest, out.action) : undefined
  if (out.type !== 'action' || !spec) return keepVerdict(deps, fix, 'failed', { note: 'The action no longer exists.' })
  const every = parseDuration(spec.every) ?? 0
  const late = deps.clock.wall() - fix.leftAt >= (parseDuration(spec.giveUpAfter) ?? 0)
  const seen = spec.look ? await lookThere(deps, fix.channel, out, signal) : null
  if (seen && 'unreachable' in seen) {
    // Ended from outside, so this look says nothing about the system.
    if (signal.aborted) return every
    const looks = (inVain.get(fix.id) ?? 0) + 1
    inVain.set(fix.id, looks)
    const note = `Nobody knows whether the fix worked: the system could not be checked in time. ${seen.unreachable}`
    return late && looks >= VAIN_LOOKS ? keepVerdict(deps, fix, 'failed', { note }) : every
  }
  inVain.delete(fix.id)
  const verdict = judgeFix(spec, seen?.evidence ?? null)
  if (verdict) return keepVerdict(deps, fix, verdict, seen?.evidence ?? {})
  const note = 'Nothing had changed by the end of the allowed time.'
  return late ? keepVerdict(deps, fix, 'failed', { ...seen?.evidence, note }) : every
}

type FixLook = { evidence: FixEvidence } | { unreachable: string }

async function lookThere(
  deps: ChannelDeps,
  system: string,
  out: OutgoingAction,
  signal: AbortSignal,
): Promise<FixLook> {
  const channel = await openSystem(deps, system)
  if ('missing' in channel) return { unreachable: channel.missing }
  try {
    const seen = await channel.look(out, signal)
    if (!seen) return { unreachable: 'The system cannot be checked.' }
    return seen.ok ? { evidence: seen.evidence } : { unreachable: seen.meaning.why }
  } finally {
    await channel.close()
  }
}

async function keepVerdict(
  { writer, clock }: Deps,
  { id, sentAt }: Unjudged,
  verdict: 'worked' | 'failed',
  after: object,
): Promise<null> {
  const now = clock.now()
  await writer.write('user', tx =>
    tx.run(
      statement(
        `UPDATE resolution SET verdict = ?, judged_at = ?, applied_at = ?, evidence_after = ?
         WHERE outbox_id = ? AND verdict IS NULL`,
        [verdict, now, sentAt, JSON.stringify({ ...after, at: now }), id],
      ),
    ),
  )
  return null
}
