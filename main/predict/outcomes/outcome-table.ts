import { DAY } from '../../../shared/trigger/duration.ts'
import type { Examples, FeatureColumn } from '../learn/data/feature-table.ts'
import type { FeatureMeasure } from './feature-measures.ts'
import type { RowOrigin } from './landmarks.ts'

/** What was measured of some accounts: values of each measure, account after account, moment after moment. */
export interface MeasuredAccounts {
  ids: Float64Array
  values: readonly Float64Array[]
  /** When an account began and left, UTC ms; −∞ and NaN where that is not known. */
  began: Float64Array
  churned: Float64Array
  /** Moments of contacts in order, those of account k from `offsets[k]` to `offsets[k + 1]`. */
  contacts: Float64Array
  offsets: Uint32Array
}

/** Rows of accounts at moments, with what followed within the horizon. */
export interface OutcomeTable extends RowOrigin {
  examples: Examples
}

/** How far back contacts are counted. */
const CONTACTS_BACK = 90 * DAY
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** Columns that come from the outcomes themselves and the calendar, beside the measures. */
const CONTACTS = 'contacts in 90 days'
const SINCE_CONTACT = 'days since the last contact'
const WEEKDAY = 'day of the week'

/** Collects rows of accounts that were customers at a moment. */
export class OutcomeRows {
  private readonly measures: readonly FeatureMeasure[]
  private readonly moments: Float64Array
  private readonly horizon: number
  private readonly values: number[][]
  private readonly contacts: number[] = []
  private readonly since: number[] = []
  private readonly weekdays: number[] = []
  private readonly labels: number[] = []
  private readonly accounts: number[] = []
  private readonly times: number[] = []

  constructor(measures: readonly FeatureMeasure[], moments: Float64Array, horizon: number) {
    this.measures = measures
    this.moments = moments
    this.horizon = horizon
    this.values = measures.map(() => [])
  }

  add(part: MeasuredAccounts): void {
    const { moments } = this
    for (let unit = 0; unit < part.ids.length; unit++) {
      const churned = part.churned[unit] as number
      const contacts = part.contacts.subarray(part.offsets[unit], part.offsets[unit + 1])
      for (let at = 0; at < moments.length; at++) {
        const t = moments[at] as number
        if ((part.began[unit] as number) > t || churned <= t) continue
        this.accounts.push(part.ids[unit] as number)
        this.times.push(t)
        for (const [m, { unit: size }] of this.measures.entries())
          this.values[m]?.push((part.values[m]?.[unit * moments.length + at] ?? Number.NaN) / size)
        this.addContacts(contacts, t)
        this.weekdays.push(new Date(t).getUTCDay())
        const isContact = contacts.some(one => one > t && one <= t + this.horizon)
        this.labels.push(isContact || (churned > t && churned <= t + this.horizon) ? 1 : 0)
      }
    }
  }

  private addContacts(contacts: Float64Array, t: number): void {
    let [count, last] = [0, Number.NaN]
    for (const at of contacts) {
      if (at > t) break
      last = at
      if (at > t - CONTACTS_BACK) count++
    }
    this.contacts.push(count)
    // Beyond what is counted, the history may not have been read.
    this.since.push(t - last <= CONTACTS_BACK ? (t - last) / DAY : Number.NaN)
  }

  finish(): OutcomeTable {
    const number = (name: string, values: readonly number[]): FeatureColumn => ({
      ...{ name, kind: 'number', values: Float64Array.from(values) },
    })
    const columns: FeatureColumn[] = [
      ...this.measures.map(({ name }, m) => number(name, this.values[m] ?? [])),
      number(CONTACTS, this.contacts),
      number(SINCE_CONTACT, this.since),
      { name: WEEKDAY, kind: 'category', codes: Int32Array.from(this.weekdays), names: WEEKDAYS },
    ]
    return {
      examples: { table: { rows: this.labels.length, columns }, labels: Uint8Array.from(this.labels) },
      accounts: Float64Array.from(this.accounts),
      times: Float64Array.from(this.times),
    }
  }
}

/** How long before the first moment the history is needed, ms. */
export const HISTORY_NEEDED = CONTACTS_BACK
