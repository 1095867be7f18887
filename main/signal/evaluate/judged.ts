import type { Evidence } from '../../../shared/model/signal.ts'
import type { CauseRef } from '../../../shared/trigger/trigger.ts'
import type { Cause } from '../language/cause.ts'
import type { Bound, ConditionPlan } from '../language/detect.ts'

/** A trigger that is switched on, made ready for many accounts. `cooldown` in milliseconds. */
export interface TriggerPlan {
  id: string
  version: number
  cooldown: number
  /** The kind of objects that it is asked about, one by one; null where it is asked about accounts. */
  each: string | null
  condition: ConditionPlan
  /** When an open signal is over; null where that is when the condition no longer holds. */
  close: ConditionPlan | null
  /** Most firings a day (UTC) over all accounts; null without limit. */
  dailyCap: number | null
  /** What accounts may share; null where that is the trigger alone. */
  cause: CauseRef | null
  /** Since when it has been watched, UTC ms. */
  since: number
}

export interface Firing {
  accountId: number
  /** When it fired (UTC ms), and when it was over where that was before anybody looked. */
  at: number
  clearedAt: number | null
  triggerId: string
  version: number
  evidence: Evidence
  cause: Cause
  /** When it began to hold by the data's dates (UTC ms); null where that was before anybody watched. */
  beganAt: number | null
}

/** A firing before its events were asked what they say of its cause. */
export interface Fired {
  plan: TriggerPlan
  bound: Bound
  accountId: number
  at: number
  clearedAt: number | null
  evidence: Evidence
}

/** What became of some accounts. `due` lists only accounts whose due time differs from the stored one. */
export interface Judged {
  accounts: number
  fired: Firing[]
  /** Signals that are over, and since when: the moment between two evaluations, or now. */
  cleared: { id: number; at: number }[]
  /** Signals that hold although they fired later than now: the clock was turned back since. */
  early: number[]
  /** Signals that were cleared later than now: the clock was turned back since, and they still hold. */
  reopened: number[]
  due: { accountId: number; at: number | null }[]
  /** Accounts that could not be judged, and what is known of why; they are judged again in an hour. */
  setAside: { accountId: number; why: string }[]
}

/** A signal as it is stored. */
export interface SignalRow {
  id: number
  /** The object that it fired for; null where that is the account. */
  object: number | null
  account_id: number
  trigger_id: string
  fired_at: number
  cleared_at: number | null
}

/** An account, and when it is to be looked at again. */
export interface AccountRow {
  id: number
  churned_at: number | null
  due: number | null
}
