import { z } from 'zod'
import { id, ms, optionalMs, optionalText, text } from '../model/values.ts'

/** Kind of the objects that say which accounts a declared outage affects. */
export const SERVICE_OUTAGE = 'service_outage'
/** The playbooks of an outage: the notice, and the news that it is over. */
export const OUTAGE_PLAYBOOKS = { notice: 'service-notice', over: 'service-restored' } as const

/** The dimension of a source that fails: its accounts may be affected, and nothing new is known of them. */
export const SOURCE_DIMENSION = 'source'
/** The dimension of what a person has declared (`resources/triggers/declared-outage.json`). */
export const OUTAGE_DIMENSION = 'outage'

/** So many open incidents at most, and so many causes of signals, are offered as what may be failing. */
export const MOST_SUSPECTED = 50

/** How sure it is that an account uses a component, the surest first. */
export const SURENESS = ['certain', 'probable', 'unknown'] as const
export type Sureness = (typeof SURENESS)[number]

/** Declared; over, with the good news still to be sent; closed. */
export const OUTAGE_STATES = ['open', 'over', 'closed'] as const
export type OutageState = (typeof OUTAGE_STATES)[number]

/** What names a component: `{ dimension: 'carrier', component: 'DHL' }`. */
export const componentSchema = z.object({
  dimension: z.string().trim().min(1).max(60),
  component: z.string().trim().min(1).max(200),
})
export type Component = z.infer<typeof componentSchema>

/** Why a component is thought to be failing. */
const SUSPICIONS = ['incident', 'errors', 'source'] as const

export const componentViewSchema = componentSchema.extend({
  /** Null where nothing says that it is failing. */
  suspicion: z.enum(SUSPICIONS).nullable(),
  /** In words: `Open incident: 9 accounts since 08:40`. */
  because: text,
  /** When its trouble began, as far as the data say, UTC ms. */
  since: optionalMs,
  /** Accounts in which it shows now. */
  failing: z.int(),
  /** The incident and the outage of it that are open. */
  incidentId: id.nullable(),
  outageId: id.nullable(),
})
export type ComponentView = z.infer<typeof componentViewSchema>

const sums = z.object({ certain: z.int(), probable: z.int(), unknown: z.int() })

export const componentUserSchema = z.object({
  accountId: id,
  accountName: text,
  sure: z.enum(SURENESS),
  /** The newest fact in which the account used the component, UTC ms; null where none names it. */
  seenAt: optionalMs,
  /** A signal of the component holds for it now. */
  failing: z.boolean(),
  /** Monthly value in minor units of the currency of the whole answer; null without a rate. */
  valueMinor: z.int().nullable(),
})
export type ComponentUser = z.infer<typeof componentUserSchema>

export const affectedSchema = componentSchema.extend({
  sums,
  /** Active accounts that are known to use something else, or of which nothing in the data concerns the component. */
  others: z.int(),
  currency: text,
  /** Monthly value of those that use it for certain or probably. */
  valueMinor: z.int(),
  /** How old the newest data of any source are, UTC ms; null where there are none. */
  newestAt: optionalMs,
  /** Highest value first, the failing ones before; at most `SHOWN_ACCOUNTS`. */
  accounts: z.array(componentUserSchema),
})
export type Affected = z.infer<typeof affectedSchema>

/** Accounts that an answer lists; sums count all. */
export const SHOWN_ACCOUNTS = 500

export const outageSchema = componentSchema.extend({
  id,
  state: z.enum(OUTAGE_STATES),
  sure: z.array(z.enum(SURENESS)),
  beganAt: ms,
  declaredAt: ms,
  declaredBy: text,
  overAt: optionalMs,
  closedAt: optionalMs,
  /** All affected accounts have their issue; false while that is under way. */
  ready: z.boolean(),
  accounts: z.int(),
})
export type DeclaredOutage = z.infer<typeof outageSchema>

/** How many accounts a message of the outage has reached, or why not. */
export const reachSchema = z.object({
  /** Nobody has started it for them. */
  none: z.int(),
  waiting: z.int(),
  held: z.int(),
  sent: z.int(),
  unsure: z.int(),
  refused: z.int(),
  recalled: z.int(),
  heldOut: z.int(),
})
export type Reach = z.infer<typeof reachSchema>

export const outageAccountSchema = componentUserSchema.omit({ failing: true }).extend({
  issueId: id.nullable(),
  notice: z.enum(Object.keys(reachSchema.shape) as [keyof Reach, ...(keyof Reach)[]]),
  /** Why its notice waits or does not leave. */
  why: optionalText,
})
export type OutageAccount = z.infer<typeof outageAccountSchema>

export const outageDetailSchema = outageSchema.extend({
  currency: text,
  sums,
  notice: reachSchema,
  /** Whom the news that it is over reached, among those who were told of it. */
  over: reachSchema,
  /** Accounts that have no issue of it yet, because they are still to be evaluated. */
  coming: z.int(),
  /** Open issues that the notice, and the good news, can still be started for. */
  toTell: z.array(id),
  toTellOver: z.array(id),
  /** What followed the notices so far, by outcome. */
  outcomes: z.record(z.string(), z.int()),
  list: z.array(outageAccountSchema),
})
export type OutageDetail = z.infer<typeof outageDetailSchema>

/** A line of the call list. */
const callLineSchema = z.object({
  accountId: id,
  accountName: text,
  valueMinor: z.int().nullable(),
  contactName: optionalText,
  role: optionalText,
  phone: optionalText,
  email: optionalText,
  timeZone: optionalText,
  sure: z.enum(SURENESS),
  /** What has become of the written notice. */
  notice: outageAccountSchema.shape.notice,
})
export type CallLine = z.infer<typeof callLineSchema>

/** At most `SHOWN_ACCOUNTS` lines; `of`: how many accounts the outage affects. */
export const callListSchema = z.object({ currency: text, of: z.int(), lines: z.array(callLineSchema) })
export type CallList = z.infer<typeof callListSchema>
