import type { FeatureColumn } from '../learn/data/feature-table.ts'

/** A column to which one row after the other is added. `fewest`: accounts that a category needs. */
export interface GrowingColumn {
  finish(fewest: number): FeatureColumn
}

/** Numbers as 32-bit ones: what is kept of a row is then exactly what was learned from. */
export class GrowingNumbers implements GrowingColumn {
  readonly name: string
  private readonly values: number[] = []

  constructor(name: string) {
    this.name = name
  }

  /** NaN: nothing. */
  add(value: number): void {
    this.values.push(Math.fround(value))
  }

  finish(): FeatureColumn {
    return { name: this.name, kind: 'number', values: Float64Array.from(this.values) }
  }
}

/** More categories than this are a name for everybody rather than something to learn from; the others count as none. */
const MOST_CATEGORIES = 200

/** Categories by name. */
export class GrowingCategories implements GrowingColumn {
  readonly name: string
  private readonly codes: number[] = []
  private readonly places = new Map<string, number>()
  /** By place: the last account that was of it, and how many were. */
  private readonly lastAccounts: number[] = []
  private readonly accounts: number[] = []

  constructor(name: string) {
    this.name = name
  }

  /** Null: nothing. Rows of one account come one after the other. */
  add(category: string | null, account: number): void {
    if (category === null) {
      this.codes.push(-1)
      return
    }
    const known = this.places.get(category)
    const place = known ?? (this.places.size < MOST_CATEGORIES ? this.places.size : -1)
    if (known === undefined && place >= 0) this.places.set(category, place)
    if (place >= 0 && this.lastAccounts[place] !== account) {
      this.lastAccounts[place] = account
      this.accounts[place] = (this.accounts[place] ?? 0) + 1
    }
    this.codes.push(place)
  }

  /** Categories of fewer than `fewest` accounts count as none: a model must not keep the words of a single customer. */
  finish(fewest: number): FeatureColumn {
    const kept = [...this.places.keys()].filter((_, place) => (this.accounts[place] ?? 0) >= fewest)
    const byPlace = [...this.places.keys()].map(name => kept.indexOf(name))
    const codes = Int32Array.from(this.codes, place => byPlace[place] ?? -1)
    return { name: this.name, kind: 'category', codes, names: kept }
  }
}
