import { DAY } from '../../../shared/trigger/duration.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import type { Examples } from '../learn/data/feature-table.ts'
import type { DatedFacts, OwnFacts } from './account-facts.ts'
import { type CategoryRows, GrowingCategoryRows } from './category-rows.ts'
import type { FeatureMeasure } from './feature-measures.ts'
import { GrowingCategories, GrowingNumbers } from './growing-column.ts'
import type { RowOrigin } from './landmarks.ts'
import type { ToldContacts } from './told-contacts.ts'

/** What was measured of some accounts: values of each measure, account after account, moment after moment. */
export interface MeasuredAccounts {
  /** Ascending. */
  ids: Float64Array
  values: readonly Float64Array[]
  /** What the values of a measure stand for, where they are no numbers but places in a list of words. */
  words: readonly (readonly string[] | null)[]
  /** When an account began and left, UTC ms; −∞ and NaN where that is not known. */
  began: Float64Array
  churned: Float64Array
  contacts: ToldContacts
  own: OwnFacts
}

/** Rows of accounts at moments, with what followed within the horizon. */
export interface OutcomeTable extends RowOrigin {
  examples: Examples
  categories: readonly CategoryRows[]
  /** Contacts after the first moment, and how many of them tell what they were about. */
  contacts: { all: number; told: number }
}

/** How far back contacts and messages are counted. */
const COUNTED_BACK = 90 * DAY
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
/** Columns that tell the day alone: between a training and now they always differ. */
export const CALENDAR: ReadonlySet<string> = new Set(['day of the month', 'day of the week'])
/** Measures of how long a kind of event has not been met. */
const isAbsence = ({ measure }: FeatureMeasure): boolean => measure.type === 'since'

/** Collects rows of accounts that were customers at a moment. The one definition of features, for training and scoring. */
export class OutcomeRows {
  private readonly measures: readonly FeatureMeasure[]
  private readonly moments: Float64Array
  private readonly horizon: number
  private readonly measured: (GrowingNumbers | GrowingCategories)[]
  /** Columns that come from what the console knows and did, and from the calendar, beside the measures. */
  private readonly beside = {
    anything: new GrowingNumbers('days without any event'),
    contacts: new GrowingNumbers('contacts in 90 days'),
    sinceContact: new GrowingNumbers('days since the last contact'),
    signals: new GrowingNumbers('signals that hold'),
    firings: new GrowingNumbers('signals in 90 days'),
    messages: new GrowingNumbers('our messages in 90 days'),
    sinceMessage: new GrowingNumbers('days since our last message'),
    dismissals: new GrowingNumbers('issues dismissed so far'),
    sinceDismissal: new GrowingNumbers('days since an issue was dismissed'),
    dismissedAs: new GrowingCategories('why the last one was dismissed'),
    monthDay: new GrowingNumbers('day of the month'),
    weekday: new GrowingCategories('day of the week'),
  }
  private readonly labels: number[] = []
  private readonly categories = CATEGORIES.map(category => new GrowingCategoryRows(category))
  private readonly contacts = { all: 0, told: 0 }
  private readonly accounts: number[] = []
  private readonly times: number[] = []

  constructor(measures: readonly FeatureMeasure[], moments: Float64Array, horizon: number) {
    this.measures = measures
    this.moments = moments
    this.horizon = horizon
    this.measured = measures.map(({ name, isWord }) =>
      isWord ? new GrowingCategories(name) : new GrowingNumbers(name),
    )
  }

  add(part: MeasuredAccounts): void {
    for (let unit = 0; unit < part.ids.length; unit++) {
      const churned = part.churned[unit] as number
      const contacts = ofUnit(part.contacts, unit)
      const about = part.contacts.about.subarray(part.contacts.offsets[unit], part.contacts.offsets[unit + 1])
      this.countTold(contacts, about)
      for (const [at, t] of this.moments.entries()) {
        if ((part.began[unit] as number) > t || churned <= t) continue
        this.accounts.push(part.ids[unit] as number)
        this.times.push(t)
        this.addMeasured(part, unit, at)
        this.addBeside(part, unit, contacts, t)
        const follows = (one: number) => one > t && one <= t + this.horizon
        const isLeaving = follows(churned)
        const followed = about.filter((_, k) => follows(contacts[k] as number))
        this.labels.push(followed.length > 0 || isLeaving ? 1 : 0)
        for (const rows of this.categories) rows.add(followed, isLeaving)
      }
    }
  }

  private countTold(contacts: Float64Array, about: Int8Array): void {
    for (const [at, moment] of contacts.entries()) {
      if (moment <= (this.moments[0] ?? Number.NaN)) continue
      this.contacts.all++
      if ((about[at] as number) >= 0) this.contacts.told++
    }
  }

  private addMeasured({ ids, values, words }: MeasuredAccounts, unit: number, at: number): void {
    const place = unit * this.moments.length + at
    let least = Number.NaN
    for (const [m, measure] of this.measures.entries()) {
      const value = values[m]?.[place] ?? Number.NaN
      const column = this.measured[m]
      if (column instanceof GrowingCategories) column.add(words[m]?.[value] ?? null, ids[unit] as number)
      else column?.add(value / measure.unit)
      if (isAbsence(measure) && (value / measure.unit < least || Number.isNaN(least))) least = value / measure.unit
    }
    this.beside.anything.add(least)
  }

  private addBeside({ ids, own }: MeasuredAccounts, unit: number, contacts: Float64Array, t: number): void {
    const { beside } = this
    const contacted = countedBack(contacts, t)
    beside.contacts.add(contacted.count)
    beside.sinceContact.add(contacted.days)
    const fired = countedBack(ofUnit(own.fired, unit), t)
    const isWatched = t >= own.watchedFrom
    beside.signals.add(isWatched ? holdingAt(own, unit, t) : Number.NaN)
    beside.firings.add(isWatched ? fired.count : Number.NaN)
    const written = countedBack(ofUnit(own.sent, unit), t)
    beside.messages.add(written.count)
    beside.sinceMessage.add(written.days)
    this.addDismissals(own, unit, t, ids[unit] as number)
    const date = new Date(t)
    beside.monthDay.add(date.getUTCDate())
    beside.weekday.add(WEEKDAYS[date.getUTCDay()] ?? null, ids[unit] as number)
  }

  /** A person’s judgement of an account does not expire: all dismissals count, however long ago. */
  private addDismissals({ dismissed, dismissals, watchedFrom }: OwnFacts, unit: number, t: number, account: number) {
    const { beside } = this
    const from = dismissed.offsets[unit] as number
    const count = ofUnit(dismissed, unit).filter(at => at <= t).length
    const last = count === 0 ? Number.NaN : (dismissed.at[from + count - 1] as number)
    beside.dismissals.add(t >= watchedFrom ? count : Number.NaN)
    beside.sinceDismissal.add((t - last) / DAY)
    beside.dismissedAs.add(count === 0 ? null : (dismissals[from + count - 1] ?? null), account)
  }

  /** `fewest`: accounts that a category needs to count; for training. A row that is scored keeps its category. */
  finish(fewest = 1): OutcomeTable {
    const columns = [...this.measured, ...Object.values(this.beside)].map(column => column.finish(fewest))
    return {
      examples: { table: { rows: this.labels.length, columns }, labels: Uint8Array.from(this.labels) },
      accounts: Float64Array.from(this.accounts),
      times: Float64Array.from(this.times),
      categories: this.categories.map(rows => rows.finish()),
      contacts: this.contacts,
    }
  }
}

const ofUnit = ({ at, offsets }: DatedFacts, unit: number): Float64Array =>
  at.subarray(offsets[unit], offsets[unit + 1])

/** How many of some moments lie in the 90 days before one, and how many days ago the last of them was. */
function countedBack(moments: Float64Array, t: number): { count: number; days: number } {
  let [count, last] = [0, Number.NaN]
  for (const at of moments) {
    if (at > t) break
    last = at
    if (at > t - COUNTED_BACK) count++
  }
  // Beyond what is counted, the history may not have been read.
  return { count, days: t - last <= COUNTED_BACK ? (t - last) / DAY : Number.NaN }
}

function holdingAt({ fired, cleared }: OwnFacts, unit: number, t: number): number {
  let holding = 0
  for (let k = fired.offsets[unit] as number; k < (fired.offsets[unit + 1] as number); k++)
    if ((fired.at[k] as number) <= t && (cleared[k] as number) > t) holding++
  return holding
}

/** How long before the first moment the history is needed, ms. */
export const HISTORY_NEEDED = COUNTED_BACK
