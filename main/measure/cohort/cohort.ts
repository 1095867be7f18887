import type { Starts } from './starts.ts'

/** What is known of an account, apart from what was done. `mrr`: monthly, in minor units of `currency`. */
export interface CohortAccount {
  id: number
  plan: string | null
  country: string | null
  seats: number | null
  signedUpAt: number | null
  churnedAt: number | null
  mrrMinor: number | null
  currency: string | null
}

/**
 * Tickets by which accounts contacted us, in columns, by ascending account and moment. `closedAt`: NaN while open. From
 * `signedUpAt` until `churnedAt` the account was a customer; NaN where that is not known, or has not come.
 */
export interface CohortTickets {
  accountId: Float64Array
  openedAt: Float64Array
  closedAt: Float64Array
  signedUpAt: Float64Array
  churnedAt: Float64Array
}

/** Everything that the figures of one period are made of. */
export interface CohortData {
  starts: Starts
  /** Those with a start in the period, or all. */
  accounts: Map<number, CohortAccount>
  tickets: CohortTickets
  /** Whether ghost sends are logged in this workspace. */
  ghosts: boolean
}
