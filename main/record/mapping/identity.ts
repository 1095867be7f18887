import { createHash } from 'node:crypto'
import { bareId } from '../../../shared/source/bare-id.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'
import type { IdRef, ValueRef } from '../../../shared/source/value-ref.ts'
import { Unfit } from '../build-record.ts'
import { missing, placeOf, valueReader } from './read-value.ts'
import type { Shape } from './shape.ts'

type One<Row> = (row: Row) => string | null

/**
 * Makes the function that names a record by its row. Throws `Unfit` where the row does not name it.
 *
 *   17 · contact:17 (a space of its own) · 2024-05|17 (joined) · ~kP3x… (content)
 */
export function idReader<Row>(shape: Shape<Row>, ref: IdRef, what: string): (row: Row) => string {
  const read = reader(shape, ref)
  return row => {
    const id = read(row)
    if (id === null) throw missing(what, isPlain(ref) ? ref : firstPart(ref))
    return id
  }
}

/** Whether nothing but its content names an event, so that one that comes again may be another. */
export const isNamedByContent = (mapping: Mapping): mapping is Mapping & { id: Extract<IdRef, { content: unknown }> } =>
  mapping.record === 'event' && typeof mapping.id === 'object' && 'content' in mapping.id

/** Whether a row that comes again is another event: nothing but its content names it, and nobody says that it is a copy. */
export const isCounted = (mapping: Mapping | undefined): boolean =>
  mapping !== undefined && isNamedByContent(mapping) && mapping.id.repeats !== 'one'

/** What an id made of content has behind it where the same content came before: `~kP3x…~2`. */
export const nthId = (id: string, nth: number): string => (nth === 1 ? id : `${id}~${nth}`)

/** The column or expression that an id stands in, where it is a single one. */
export const idPlace = (ref: IdRef): string | null =>
  isPlain(ref) ? (placeOf(ref)?.name ?? null) : 'id' in ref ? (placeOf(ref.id)?.name ?? null) : null

/** The part that words about a missing id name: the first that is a column. */
function firstPart(ref: IdRef): ValueRef | undefined {
  if (typeof ref === 'string') return ref
  if ('columns' in ref) return ref.columns[0] === undefined ? undefined : { field: ref.columns[0] }
  if ('join' in ref) return ref.join[0]
  return 'id' in ref ? ref.id : undefined
}

const isPlain = (ref: IdRef): ref is Exclude<ValueRef, { first: unknown }> =>
  typeof ref === 'string' || 'const' in ref || 'field' in ref || 'path' in ref

function reader<Row>(shape: Shape<Row>, ref: IdRef): One<Row> {
  if (isPlain(ref)) return textReader(shape, ref)
  if ('first' in ref) {
    const all = ref.first.map(one => reader(shape, one))
    return row => firstOf(all, row)
  }
  if ('id' in ref) return inSpace(ref.space, textReader(shape, ref.id))
  if ('join' in ref) return inSpace(ref.space, joined(shape, ref.join))
  if ('columns' in ref)
    return joined(
      shape,
      ref.columns.map(field => ({ field })),
    )
  if (ref.content === true) return inSpace(ref.space, row => hash(JSON.stringify(shape.json(row))))
  return inSpace(ref.space, hashed(ref.content.map(part => textReader(shape, part))))
}

/** An id is a name: 007 keeps its zeros, whatever type its column has. */
function textReader<Row>(shape: Shape<Row>, ref: Exclude<ValueRef, { first: unknown }>): One<Row> {
  const read = valueReader(shape, typeof ref === 'string' || 'const' in ref ? ref : { ...ref, type: 'text' }, 'id')
  const place = placeOf(ref)?.name ?? null
  const isWhole = typeof ref === 'object' && !('const' in ref) && ref.type === 'integer'
  return row => {
    const value = read(row)
    if (value === null || value === '') return null
    const id = withoutFraction(bareId(String(value)), isWhole)
    if (SHORTENED.test(id))
      throw new Unfit(
        place,
        `“${id}” is a long number that a spreadsheet shortened: its last digits are lost, so it names nobody for certain. Format the column as text and export it again.`,
      )
    return id
  }
}

/** 101.0 of a column of whole numbers is the 101 of other files. */
const withoutFraction = (id: string, isWhole: boolean): string =>
  isWhole && /^\d+\.0$/.test(id) ? id.slice(0, -2) : id

/** How spreadsheets write a number of twelve digits and more; two different ones may look alike. */
const SHORTENED = /^\d(?:[.,]\d+)?E\+\d{2,}$/

function firstOf<Row>(all: readonly One<Row>[], row: Row): string | null {
  for (const read of all) {
    const id = read(row)
    if (id !== null) return id
  }
  return null
}

const inSpace = <Row>(space: string | undefined, read: One<Row>): One<Row> =>
  space === undefined
    ? read
    : row => {
        const id = read(row)
        return id === null ? null : `${space}:${id}`
      }

/** Parts that hold the mark between them are told apart: `a|b` and `c` are not `a` and `b|c`. Some may be blank, not all. */
function joined<Row>(shape: Shape<Row>, parts: readonly Exclude<ValueRef, { first: unknown }>[]): One<Row> {
  const all = parts.map(part => textReader(shape, part))
  return row => {
    const texts = all.map(read => read(row))
    if (texts.every(text => text === null)) return null
    return texts.map(text => (text ?? '').replace(/[\\|]/g, '\\$&')).join('|')
  }
}

const hash = (text: string): string => `~${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`

/** The same values give the same id in every file, on every computer. */
function hashed<Row>(parts: readonly One<Row>[]): One<Row> {
  return row => {
    const texts = parts.map(read => read(row))
    if (texts.every(text => text === null)) return null
    return hash(JSON.stringify(texts))
  }
}
