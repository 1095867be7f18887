import type { Period } from '../../../shared/period.ts'
import type { MissedTrouble } from '../../../shared/review/missed.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import {
  causeByDecision,
  causeByReplay,
  type FactReader,
  LOOK_BACK,
  type LookingTrigger,
  type ReplayedTrigger,
  readMissedFacts,
  readTroubles,
  type Trouble,
  type TroubleFacts,
} from '../../measure/door.ts'
import { enabledTriggers, lackingTo, type ReadNearness, replayedNearness, watchedSince } from '../../signal/door.ts'

/** Every ticket and cancellation of a period with its cause, in no order, and from when the console watched. */
export interface JudgedPeriod {
  troubles: MissedTrouble[]
  watchedFrom: number | null
}

interface Replaying {
  progress: (done: number, total: number) => void
  nearness: ReadNearness
}

interface Waiting {
  place: number
  trouble: Trouble
  facts: TroubleFacts
}

/**
 * Gives each trouble of a period its cause. Decisions are looked at first; only what they do not explain is replayed,
 * trigger by trigger. It stands here because neither stage knows the other. `progress` hears how many triggers are done;
 * `nearness` replays, or knows from before.
 */
export function judgeMissed(
  db: ReadDb,
  period: Period,
  now: number,
  { progress = () => {}, nearness = replayedNearness(db) }: Partial<Replaying> = {},
): JudgedPeriod {
  const triggers = lookingTriggers(db)
  const reader: FactReader = readMissedFacts(db, period, triggers)
  const waiting: Waiting[] = []
  const troubles = readTroubles(db, period, now).map((trouble, place): MissedTrouble => {
    const facts = reader.factsOf(trouble)
    const judged = causeByDecision(facts)
    if (!judged) waiting.push({ place, trouble, facts })
    return { ...trouble, ...(judged ?? causeByReplay(facts, [])) }
  })
  const replayed = replay(db, triggers, waiting, { progress, nearness })
  for (const [at, { place, trouble, facts }] of waiting.entries())
    troubles[place] = { ...trouble, ...causeByReplay(facts, replayed[at] ?? []) }
  return { troubles, watchedFrom: reader.watchedFrom }
}

/** The triggers that are on. */
function lookingTriggers(db: ReadDb): LookingTrigger[] {
  const since = watchedSince(db)
  return enabledTriggers(db).map(({ definition }) => ({
    id: definition.id,
    title: definition.title,
    category: definition.category,
    isSupplied: lackingTo(db, definition).size === 0,
    since: since.get(definition.id) ?? null,
  }))
}

/** The last firing before a moment of which the console knew by then, and which is no older than `from` or still holds. */
const firingOf = (trigger: string, account: number, from: number, to: number) =>
  query<NonNullable<ReplayedTrigger['fired']>>(
    `SELECT i.id, i.closed_at AS closedAt, i.closed_because AS closedBecause
     FROM signal s JOIN issue i ON i.id = s.issue_id
     WHERE s.account_id = $account AND s.trigger_id = $trigger AND s.fired_at < $to AND i.opened_at < $to
       AND (s.fired_at >= $from OR s.cleared_at IS NULL OR s.cleared_at >= $from)
       AND (s.cleared_at IS NULL OR s.cleared_at >= s.fired_at)
     ORDER BY s.fired_at DESC, s.id DESC LIMIT 1`,
    { account, trigger, from, to },
  )

/** What each trigger says about the look-back of each trouble; those that held come first. */
function replay(
  db: ReadDb,
  triggers: readonly LookingTrigger[],
  waiting: readonly Waiting[],
  { progress, nearness }: Replaying,
): ReplayedTrigger[][] {
  const found: ReplayedTrigger[][] = waiting.map(() => [])
  const stored = new Map(enabledTriggers(db).map(trigger => [trigger.definition.id, trigger]))
  for (const [done, { id, title, category, since }] of triggers.entries()) {
    const trigger = stored.get(id)
    const places = [...waiting.keys()].filter(at => concerns(waiting[at]?.trouble, category))
    if (!trigger || places.length === 0) continue
    const asked = places.map(at => stretchBefore((waiting[at] as Waiting).trouble))
    const cooldown = parseDuration(trigger.definition.cooldown) ?? 0
    for (const [k, was] of nearness(trigger, asked).entries()) {
      const [place, stretch] = [places[k] as number, asked[k] as ReturnType<typeof stretchBefore>]
      if (was === null) continue
      const from = stretch.to - Math.max(LOOK_BACK, cooldown)
      const fired = was !== 'near' ? (db.get(firingOf(id, stretch.account, from, stretch.to)) ?? null) : null
      found[place]?.push({ title, was, watched: since !== null && since <= stretch.to, fired })
    }
    progress(done + 1, triggers.length)
  }
  return found
}

const concerns = (trouble: Trouble | undefined, category: LookingTrigger['category']): boolean =>
  trouble !== undefined && (trouble.category === null || trouble.category === category)

const stretchBefore = ({ accountId, at }: Trouble) => ({ account: accountId, from: at - LOOK_BACK, to: at })
