import { z } from 'zod'
import { reportCardSchema } from '../../../shared/predict/report-card.ts'
import { TRIGGER_ANSWERS, TRIGGER_FINDINGS, type TriggerDecision } from '../../../shared/predict/trigger-card.ts'
import { THEIRS, TOLD_CATEGORY } from '../../cache/asked/tickets.ts'
import { anyTroubleWithin, troubleWithin } from '../../cache/asked/trouble.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { readStored } from '../../cache/stored.ts'

/** Enough to know a share within a few points; more would only make people wait. */
const MOST_FIRINGS = 1_000
/** What a clock that was set back undid is no firing. */
const REAL = '(s.cleared_at IS NULL OR s.cleared_at >= s.fired_at)'

/** How many of some firings were followed by trouble. */
interface Followed {
  n: number
  k: number
}

/** The newest firings that nobody acted on and whose window has closed. */
const leftAlone = (trigger: string, category: string, window: number, now: number) =>
  query<Followed>(
    `SELECT count(*) AS n, ifnull(sum(bad), 0) AS k FROM (
       SELECT ${troubleWithin('s.fired_at', '@window', '@category')} AS bad
       FROM signal s CROSS JOIN account a ON a.id = s.account_id
       WHERE s.trigger_id = @trigger AND s.fired_at <= @now - @window AND ${REAL}
         AND NOT EXISTS (SELECT 1 FROM intervention i WHERE i.issue_id = s.issue_id AND i.arm = 'treatment'
           AND i.recalled_at IS NULL)
       ORDER BY s.fired_at DESC LIMIT ${MOST_FIRINGS})`,
    { trigger, category, window, now },
  )

/** All firings of a span, with the label of the model. */
const firedWithin = (trigger: string, from: number, to: number, window: number) =>
  query<Followed>(
    `SELECT count(*) AS n, ifnull(sum(bad), 0) AS k FROM (
       SELECT ${anyTroubleWithin('s.fired_at', '@window')} AS bad
       FROM signal s CROSS JOIN account a ON a.id = s.account_id
       WHERE s.trigger_id = @trigger AND s.fired_at >= @from AND s.fired_at <= @to AND ${REAL}
       ORDER BY s.fired_at DESC LIMIT ${MOST_FIRINGS})`,
    { trigger, from, to, window },
  )

const NONE: Followed = { n: 0, k: 0 }

/** Firings of a trigger that nobody acted on, and what followed within its window. */
export const followedLeftAlone = (
  db: ReadDb,
  { id, category, window }: { id: string; category: string; window: number },
  now: number,
): Followed => db.get(leftAlone(id, category, window, now)) ?? NONE

/** Firings of a trigger in the time by which a model was judged, and what followed within its horizon. */
export const followedWithin = (
  db: ReadDb,
  id: string,
  { from, to, horizon }: { from: number; to: number; horizon: number },
): Followed => db.get(firedWithin(id, from, to, horizon)) ?? NONE

const newestRates = query<{ body: string }>("SELECT body FROM model WHERE kind = 'base-rate' ORDER BY id DESC LIMIT 1")
const ratesSchema = z.object({ triggers: z.record(z.string(), z.object({ base: z.number() })) })

/** How often any account meets the trouble of each trigger, as it was last counted. */
export function baseRatesOf(db: ReadDb): ReadonlyMap<string, number> {
  const row = db.get(newestRates)
  if (!row) return new Map()
  return new Map(Object.entries(ratesSchema.parse(JSON.parse(row.body)).triggers).map(([id, { base }]) => [id, base]))
}

const cards = query<{ id: number; card: string | null }>(
  `SELECT id, CASE WHEN json_valid(body) THEN body -> '$.card' END AS card FROM model
   WHERE kind = 'learned' ORDER BY id DESC`,
)

/** The card of the model in use, otherwise the newest one that can be read; null where there is none. */
export function cardToCompare(db: ReadDb) {
  const all = db.all(cards).flatMap(({ id, card }) => {
    const { value } = readStored(reportCardSchema, card)
    return value === null ? [] : [{ id, card: value }]
  })
  return all.find(({ card }) => card.chosen) ?? all[0] ?? null
}

interface DecisionRow extends Omit<TriggerDecision, 'answer' | 'finding'> {
  triggerId: string
  answer: string
  finding: string
}

const decisions = query<DecisionRow>(
  `SELECT id, trigger_id AS triggerId, answer, finding, reason, decided_by AS decidedBy, decided_at AS decidedAt,
     look_at AS lookAt
   FROM trigger_decision ORDER BY decided_at, id`,
)

/** The newest decision about each trigger. */
export function newestDecisions(db: ReadDb): ReadonlyMap<string, TriggerDecision> {
  return new Map(
    db
      .all(decisions)
      .map(({ triggerId, answer, finding, ...row }) => [
        triggerId,
        { ...row, answer: z.enum(TRIGGER_ANSWERS).parse(answer), finding: z.enum(TRIGGER_FINDINGS).parse(finding) },
      ]),
  )
}

const told = query<{ all: number; told: number }>(
  `SELECT count(*) AS "all", count(${TOLD_CATEGORY}) AS told
   FROM account a CROSS JOIN object o INDEXED BY object_account ON o.account_id = a.id AND o.kind = 'ticket'
   WHERE a.merged_into IS NULL AND ${THEIRS}`,
)

/** How many tickets there are, and how many tell what they are about. */
export const toldTickets = (db: ReadDb): { all: number; told: number } => db.get(told) ?? { all: 0, told: 0 }
