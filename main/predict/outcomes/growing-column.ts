import type { FeatureColumn } from '../learn/data/feature-table.ts'

/** A column to which one row after the other is added. */
export interface GrowingColumn {
  finish(): FeatureColumn
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

  constructor(name: string) {
    this.name = name
  }

  /** Null: nothing. */
  add(category: string | null): void {
    if (category === null) {
      this.codes.push(-1)
      return
    }
    const known = this.places.get(category)
    const place = known ?? (this.places.size < MOST_CATEGORIES ? this.places.size : -1)
    if (known === undefined && place >= 0) this.places.set(category, place)
    this.codes.push(place)
  }

  finish(): FeatureColumn {
    return { name: this.name, kind: 'category', codes: Int32Array.from(this.codes), names: [...this.places.keys()] }
  }
}
