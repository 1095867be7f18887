import { mayBeAbout, THEIRS } from './tickets.ts'

/** A source may tell of churn by an event instead of a date on the account. */
export const CHURN = "('churned', 'churn')"

/** SQL: account `a` contacted us about a category, or left, within `window` ms after moment `at`; all are expressions. */
export const troubleWithin = (at: string, window: string, category: string): string =>
  trouble(at, window, `${THEIRS} AND ${mayBeAbout(category)}`)

/** SQL: the same with a ticket about anything. */
export const anyTroubleWithin = (at: string, window: string): string => trouble(at, window, THEIRS)

const trouble = (at: string, window: string, ticket: string): string => `(
  EXISTS (SELECT 1 FROM object o WHERE o.account_id = a.id AND ${ticket}
    AND o.opened_at > ${at} AND o.opened_at <= ${at} + ${window})
  OR ifnull(a.churned_at > ${at} AND a.churned_at <= ${at} + ${window}, 0)
  OR EXISTS (SELECT 1 FROM event e WHERE e.account_id = a.id AND e.kind IN ${CHURN}
    AND e.at > ${at} AND e.at <= ${at} + ${window}))`
