/** What happens to a row that belongs to somebody who is erased: it goes, or these columns get these values (SQL). */
export type Fate = 'removed' | Readonly<Record<string, string>>

/**
 * What happens where a text names somebody who is erased, although the row belongs to somebody else. `prose replaced`: of a
 * definition, whose ids would no longer be ids, only what has a space or an address in it.
 */
export type Mention = 'replaced' | 'prose replaced' | 'row removed' | 'set to null'

/** Where personal data lie in one table. Conditions may use `@account`, `@contact`, `@addresses` (JSON list), `@now`. */
export interface Place {
  table: string
  /** In words, as a person reads what will go; empty for what tells a reader nothing. */
  what: string
  key?: readonly string[]
  /** Finds the rows of an account. */
  ofAccount?: string
  /** Finds the rows of a contact. */
  ofContact?: string
  fate: Fate
  /** Columns whose text may name anybody. */
  mentions?: Readonly<Record<string, Mention>>
  /** Columns of text that name nobody outside of the rows above, and why. */
  plain?: Readonly<Record<string, string>>
}

/** Why a column of text names nobody. */
export const OURS = 'ids and words of Forestall'
export const COLLEAGUE = 'a colleague, not a customer'
/** Rows of an account. */
export const BY_ACCOUNT = 'account_id = @account'
