import { z } from 'zod'
import { proportionSchema } from '../model/review.ts'
import { ms } from '../model/values.ts'
import { triggerSchema } from './trigger.ts'

/** What to replay. `days`: how far back from the workspace's now. */
export const backtestAskSchema = z.object({
  definition: triggerSchema,
  days: z.int().min(1).max(730).default(180),
})
export type BacktestAsk = z.infer<typeof backtestAskSchema>

/** What a trigger would have done. Shares carry 95 % intervals; `null` where nothing can be told. */
export const backtestSchema = z.object({
  /** Names the measured series for `trigger.backtestMove` and `trigger.backtestAccounts`. */
  id: z.string(),
  /** Which state of the data was read: out of date as soon as `trigger.backtestData` says another one. */
  data: z.int(),
  from: ms,
  to: ms,
  accounts: z.int(),
  /** Events of the replayed kinds that were read; 0 means that there is no history to replay. */
  facts: z.int(),
  firings: z.int(),
  firedAccounts: z.int(),
  /** Accounts of which it was already true when the span begins; no firing of theirs is counted for that. */
  trueAtStart: z.int(),
  /** How often a firing had to wait for the next day because the daily cap was reached. */
  waited: z.int(),
  /** One for each day (UTC) of the span: firings, of these followed by a ticket or by leaving, and not over yet. */
  bars: z.array(z.object({ at: ms, firings: z.int(), followed: z.int(), undecided: z.int() })),
  /** Among the firings whose window is over: how many were followed by a ticket, or by leaving. */
  followed: proportionSchema,
  tickets: z.int(),
  left: z.int(),
  undecided: z.int(),
  /** The same share for the same accounts at any moment of the span. */
  base: z.number().min(0).max(1).nullable(),
  hours: z.number(),
  /** What could not be replayed as it was, in plain words. */
  notes: z.array(z.string()),
})
export type Backtest = z.infer<typeof backtestSchema>

/** Among the newest firings that were looked at, those for which nothing was known in time. */
export const hindsightSchema = z.object({ looked: z.int(), only: z.int() })
export type Hindsight = z.infer<typeof hindsightSchema>

/** A firing behind a bar. */
export const backtestFiringSchema = z.object({
  accountId: z.int(),
  accountName: z.string(),
  at: ms,
  followed: z.enum(['ticket', 'churn']).nullable(),
  /** The window is not over yet. */
  undecided: z.boolean(),
})
export type BacktestFiring = z.infer<typeof backtestFiringSchema>

/** What occurs in the cache, for choosing while building a condition. */
export const triggerWordsSchema = z.object({
  events: z.array(
    z.object({
      kind: z.string(),
      fields: z.array(z.object({ name: z.string(), numeric: z.boolean(), values: z.array(z.string()) })),
    }),
  ),
  objects: z.array(z.object({ kind: z.string(), states: z.array(z.string()) })),
  attributes: z.array(z.string()),
  /** Properties that are kept in minor units, such as cents. */
  minor: z.array(z.string()),
})
export type TriggerWords = z.infer<typeof triggerWordsSchema>

/** How busy a trigger is. */
export const triggerActivitySchema = z.object({
  id: z.string(),
  perWeek: z.number(),
  openIssues: z.int(),
  /** Accounts that its daily cap holds back until the next day (UTC). */
  heldToday: z.int(),
  /** Accounts that its daily cap held back on one of the last seven days or more, today among them. */
  heldThisWeek: z.int(),
})
export type TriggerActivity = z.infer<typeof triggerActivitySchema>
