import { z } from 'zod'
import { id, moment, share } from '../model/values.ts'
import { BANDS, CATEGORIES } from '../vocabulary.ts'
import { LONGEST_STRETCH } from './hours.ts'

/** How soon a deadline is: passed, within the hour, the next day or the next 7 days, or there is none. */
export const DUE_SPANS = ['overdue', 'hour', 'day', 'week', 'none'] as const
export type DueSpan = (typeof DUE_SPANS)[number]

/** What preflight says about starting the playbook of an issue now. */
export const REACHES = ['now', 'later', 'held', 'held_out', 'refused'] as const
export type Reach = (typeof REACHES)[number]

/** The states that a filter may ask for instead of those of its view. */
export const PICKED_STATES = ['open', 'snoozed', 'acting'] as const

/** Who has nobody: the name of no colleague. */
export const NOBODY = ''

const names = z.array(z.string().max(300)).min(1).max(100)
const amount = z.int().min(0)

/**
 * The conditions of a filter. All of them must hold, and of each list one value. What is not known is not true: an
 * account without a country is in none, and a value that was not stated is above no amount. Money in minor units of the
 * currency that the workspace reckons in.
 */
export const pickSchema = z.strictObject({
  categories: z.array(z.enum(CATEGORIES)).min(1).optional(),
  triggers: names.optional(),
  bands: z.array(z.enum(BANDS)).min(1).optional(),
  deadlines: z.array(z.enum(DUE_SPANS)).min(1).optional(),
  riskFrom: share.optional(),
  riskTo: share.optional(),
  valueFrom: amount.optional(),
  valueTo: amount.optional(),
  minutesTo: z.number().min(0).optional(),
  state: z.enum(PICKED_STATES).optional(),
  /** Names of colleagues; `NOBODY` for issues that nobody has claimed. */
  claimedBy: names.optional(),
  plans: names.optional(),
  countries: names.optional(),
  reach: z.array(z.enum(REACHES)).min(1).optional(),
  /** Opened within so many ms. */
  openedWithin: moment.optional(),
  /** Acting is known to make it worse. */
  harmful: z.literal(true).optional(),
  accountId: id.optional(),
  /** Just these, such as the work that was picked for an hour. */
  issueIds: z.array(id).max(LONGEST_STRETCH).optional(),
})
export type QueuePick = z.infer<typeof pickSchema>
export type PickField = keyof QueuePick

/** What a view keeps of a filter: nothing that names a row of one computer. */
export const keptPickSchema = pickSchema.omit({ accountId: true, issueIds: true })
export type KeptPick = z.infer<typeof keptPickSchema>

export const SORTS = ['priority', 'risk', 'treatability', 'value', 'urgency', 'minutes', 'age', 'account'] as const
export type SortBy = (typeof SORTS)[number]

/** What puts the list in order, and whether that order is turned round. */
export const sortSchema = z.strictObject({ by: z.enum(SORTS), turned: z.boolean().default(false) })
export type QueueSort = z.infer<typeof sortSchema>

/** `account`: all issues of a customer are one row, at the place of the first of them. */
export const GROUPINGS = ['account'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** Whether a list is more than a view by priority, which counters and indexes answer at once. */
export const isShaped = (of: {
  pick?: QueuePick | undefined
  sort?: QueueSort | undefined
  group?: Grouping | undefined
}): boolean =>
  Object.values(of.pick ?? {}).some(value => value !== undefined) ||
  of.group !== undefined ||
  (of.sort !== undefined && (of.sort.by !== 'priority' || of.sort.turned))

/** Whether the list is cut into sections by due date: only where nothing else decides the order. */
export const isByPriority = (of: { sort?: QueueSort | undefined; group?: Grouping | undefined }): boolean =>
  of.group === undefined && (of.sort === undefined || (of.sort.by === 'priority' && !of.sort.turned))
