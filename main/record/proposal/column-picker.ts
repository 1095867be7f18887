import type { ValueRef } from '../../../shared/source/mapping.ts'
import { LONGEST_PROPERTY } from '../../../shared/source/record-mapping.ts'
import { LONGEST_COLUMN, type SingleRef } from '../../../shared/source/value-ref.ts'
import { type GuessedColumn, snake } from '../guess.ts'
import { zoneOfHeading } from '../scan/heading-zone.ts'
import type { HeadedColumn } from './headed.ts'

/** Columns that a mapping names content by, at most. */
const MOST_CONTENT = 20

export type Fits = (column: HeadedColumn) => boolean

/** Hands out columns, each once; what nobody took becomes a property. */
export class Picker {
  private readonly columns: readonly HeadedColumn[]
  private readonly left: HeadedColumn[]
  constructor(columns: readonly HeadedColumn[]) {
    // What no mapping can name is left to the person.
    this.columns = columns.filter(({ name }) => name !== '' && name.length <= LONGEST_COLUMN)
    this.left = [...this.columns]
  }

  take(test: Fits): HeadedColumn | undefined {
    const at = this.left.findIndex(test)
    return at === -1 ? undefined : this.left.splice(at, 1)[0]
  }

  /** The first column whose name fits the earliest of these patterns. */
  named(patterns: readonly RegExp[], fits: Fits = () => true): HeadedColumn | undefined {
    for (const pattern of patterns) {
      const found = this.take(column => pattern.test(column.head) && fits(column))
      if (found) return found
    }
    return undefined
  }

  /** A column of such a name, left where it is. */
  find(patterns: readonly RegExp[], fits: Fits = () => true): HeadedColumn | undefined {
    return this.left.find(column => patterns.some(pattern => pattern.test(column.head)) && fits(column))
  }

  hasGaps(name: string): boolean {
    return this.columns.some(column => column.name === name && column.blank > 0)
  }

  /** Every column, for what is named by its content. */
  all(): { field: string }[] {
    return this.columns.slice(0, MOST_CONTENT).map(({ name }) => ({ field: name }))
  }

  properties(): Record<string, ValueRef> {
    const properties: Record<string, ValueRef> = {}
    for (const [place, column] of this.left.entries()) {
      const name = propertyOf(column, place)
      // `Size (cm)` and `Size [cm]` are two columns: neither may take the other's place.
      properties[Object.hasOwn(properties, name) ? numbered(name, place) : name] = refTo(column)
    }
    return properties
  }
}

/** The head of a column may be a whole sentence. Its beginning is enough, with its place to tell it from others. */
function propertyOf({ name }: GuessedColumn, place: number): string {
  const whole = snake(name) || name
  return whole.length <= LONGEST_PROPERTY ? whole : numbered(whole, place)
}

function numbered(name: string, place: number): string {
  const ending = `_${place + 1}`
  return name.slice(0, LONGEST_PROPERTY - ending.length).toWellFormed() + ending
}

/** Where the clocks of a column hang, as its heading says. */
export function clockOf(name: string): { zone?: string; assumes?: string } {
  const found = zoneOfHeading(name)
  return found ? { zone: `'${found.zone}'`, ...(found.assumes !== null && { assumes: found.assumes }) } : {}
}

/** How a column's cells are read. Amounts that name their currency are money only where a field says so. */
export const refTo = ({ name, type, format, decimal, floated }: GuessedColumn): SingleRef =>
  floated && type === 'text'
    ? { field: name, type: 'integer' }
    : type === 'money'
      ? { field: name, type: 'text' }
      : {
          field: name,
          type,
          ...(format && { format }),
          ...(decimal && { decimal }),
          ...(type === 'date' && clockOf(name)),
        }
export const textOf = (column: GuessedColumn): SingleRef => ({ field: column.name, type: 'text' })
/** An id is a name, but for whole numbers that a program wrote with a fraction: 101.0 is the 101 of other files. */
export const idRefOf = (column: GuessedColumn): { field: string; type: 'text' | 'integer' } => ({
  field: column.name,
  type: column.floated ? 'integer' : 'text',
})
export const isDate = (column: GuessedColumn): boolean => column.type === 'date'
export const isNumber = ({ type }: Pick<GuessedColumn, 'type'>): boolean =>
  type === 'integer' || type === 'number' || type === 'money'
export const isText = (column: GuessedColumn): boolean => column.type === 'text'
