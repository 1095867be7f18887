/** The closed lists of the product's words. Code, database, contract and screens all read them from here. */

/** What kind of problem is expected. Each has a shape and a colour of its own on screen. */
export const CATEGORIES = ['fulfilment', 'billing', 'access', 'usage', 'reliability'] as const
export type Category = (typeof CATEGORIES)[number]

/** Life of a predicted issue: in the queue, out until a date, being acted upon, over. */
export const ISSUE_STATES = ['open', 'snoozed', 'acting', 'closed'] as const
export type IssueState = (typeof ISSUE_STATES)[number]

/** Why a person closed an issue without acting. */
export const DISMISSALS = ['false_positive', 'known', 'not_worth_it', 'wrong_account'] as const
export type Dismissal = (typeof DISMISSALS)[number]

/** How near the moment is at which it would be too late: within a day, within a week, or further off. */
export const BANDS = ['today', 'week', 'later'] as const
export type Band = (typeof BANDS)[number]

/**
 * Where an outbox row stands. `held`: a second person must release it. `unsure`: it was in flight when the process died;
 * a person or the provider decides.
 */
export const OUTBOX_STATES = ['held', 'waiting', 'sending', 'sent', 'refused', 'unsure', 'cancelled'] as const
export type OutboxState = (typeof OUTBOX_STATES)[number]

/** Fixed for good by a hash when an account becomes eligible. */
export const ARMS = ['treatment', 'control'] as const
export type Arm = (typeof ARMS)[number]

/** What followed an intervention, as proposed from later facts or judged by a person. */
export const OUTCOMES = [
  'avoided',
  'quiet',
  'contacted',
  'too_late',
  'needless',
  'unreachable',
  'left',
  'false_positive',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** The checks that every outreach passes before it leaves, in the order in which they are shown. */
export const CHECKS = [
  'condition',
  'issue_open',
  'arm',
  'address',
  'consent',
  'suppression',
  'frequency_cap',
  'quiet_hours',
  'open_ticket',
  'recent_contact',
  'duplicate',
  'known_harm',
  'approval',
] as const
export type Check = (typeof CHECKS)[number]

/** What a record of a source becomes in the cache. A ticket is an object of kind `ticket`. */
export const RECORD_KINDS = ['account', 'contact', 'event', 'object'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export const QUEUE_VIEWS = ['now', 'mine', 'unclaimed', 'snoozed', 'acting', 'confirm', 'undisturbed'] as const
export type QueueView = (typeof QUEUE_VIEWS)[number]
