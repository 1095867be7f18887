import { own } from '../../../shared/foreign/own.ts'
import {
  type ColumnType,
  type Mapping,
  type Mappings,
  mappingsOf,
  type ValueRef,
} from '../../../shared/source/mapping.ts'
import type { ColumnRef, IdRef, ReadRef } from '../../../shared/source/value-ref.ts'
import { WANTS, type Want } from '../build-record.ts'
import type { ColumnUse } from '../scan/report.ts'
import { accountIdOf } from './compile-record.ts'
import { isPlainPath, rootNames } from './expression.ts'
import { idPlace } from './identity.ts'
import { placeOf } from './read-value.ts'
import { fixedPlace } from './zones/place-zones.ts'

const CONDITIONS = ['when', 'deleted', 'mergedInto'] as const
/** What is never a value of its own. */
const ONLY_EXPRESSIONS = new Set<string>([...CONDITIONS, 'stays'])
/** Before the field whose times are read in the zone that an expression names. */
const ZONE_OF = 'time zone of '
const WORDS = new Set(['record', 'when', 'deleted', 'mergedInto', 'account', 'properties', 'stays'])

/** The values of a mapping with the field that each fills: `mrr`, `properties.seats`, `stays`. */
export function fieldValues(mapping: Mapping): [target: string, ref: ValueRef][] {
  const { properties, id, ...rest } = mapping
  const fields: [string, ValueRef][] = [...idRefs(id).map((ref): [string, ValueRef] => ['id', ref])]
  if (mapping.record !== 'account')
    for (const ref of idRefs(accountIdOf(mapping.account).id)) fields.push(['account', ref])
  for (const [target, ref] of Object.entries(rest))
    if (!WORDS.has(target) && !(mapping.record === 'object' && target === 'kind'))
      fields.push([target, ref as ValueRef])
  if (mapping.record === 'object' && Array.isArray(mapping.stays))
    for (const { state, since } of mapping.stays) fields.push(['stays.state', state], ['stays.since', since])
  if (typeof mapping.deleted === 'object') fields.push(['deleted', mapping.deleted])
  for (const [name, ref] of Object.entries(properties)) fields.push([`properties.${name}`, ref])
  return fields
}

/** The values that an id is made of. */
function idRefs(id: IdRef): ValueRef[] {
  if (typeof id === 'string' || 'const' in id || 'field' in id || 'path' in id) return [id]
  if ('first' in id) return id.first.flatMap(idRefs)
  if ('id' in id) return [id.id]
  if ('join' in id) return id.join
  if ('columns' in id) return id.columns.map(field => ({ field }))
  return id.content === true ? [] : id.content
}

/** A value's parts that are read from a row. */
export function readsOf(ref: ValueRef): ReadRef[] {
  if (typeof ref === 'string') return [{ path: ref }]
  if ('first' in ref) return ref.first.flatMap(readsOf)
  return 'const' in ref ? [] : [ref]
}

/** The fields of records with the columns that each is read from, currencies included. */
function columnReads(mappings: Mappings): [target: string, ref: ColumnRef][] {
  return mappingsOf(mappings)
    .flatMap(fieldValues)
    .flatMap(([target, ref]) => readsOf(ref).map(read => [target, read] as const))
    .flatMap(([target, read]): [string, ColumnRef][] => [
      ...('field' in read ? [[target, { ...read, type: read.type ?? typeFor(target) }] as [string, ColumnRef]] : []),
      ...(read.currencyField === undefined
        ? []
        : [[`currency of ${target}`, { field: read.currencyField, type: 'text' }] as [string, ColumnRef]]),
    ])
}

const TYPES: Record<Want, ColumnType> = {
  text: 'text',
  time: 'date',
  number: 'number',
  boolean: 'boolean',
  money: 'money',
}
const typeFor = (target: string): ColumnType =>
  TYPES[target === 'stays.since' ? 'time' : (own(WANTS, target) ?? 'text')]

/** Every column that mappings read by name, and how; each reading of it once. */
export const refsOf = (mappings: Mappings): ColumnRef[] => columnReads(mappings).map(([, ref]) => ref)

/** The columns that mappings read by name, each once. */
export const columnsOf = (mappings: Mappings): string[] => [...new Set(refsOf(mappings).map(({ field }) => field))]

/** What every column is read for, by its name or in an expression. */
export const usesOf = (mappings: Mappings): ColumnUse[] => [
  ...columnReads(mappings).map(([target, ref]) => ({ column: ref.field, target, ref })),
  ...mappingsOf(mappings).flatMap(fieldValues).flatMap(pathUses),
  ...expressionsOf(mappings).flatMap(expressionUses),
]

/** The fields that an expression takes part of; a path alone that fills a field is told by `pathUses`. */
function expressionUses([target, text]: [target: string, text: string]): ColumnUse[] {
  if (!isPlainPath(text)) return rootNames(text).map(column => ({ column, target, ref: null }))
  const isAlone = ONLY_EXPRESSIONS.has(target) || target.startsWith(ZONE_OF)
  return isAlone ? [{ column: text, target, ref: null }] : []
}

/** An expression that is a path stands for its field; any other one is no column, but may meet cells that do not fit. */
function pathUses([target, ref]: [target: string, ref: ValueRef]): ColumnUse[] {
  return readsOf(ref).flatMap((read): ColumnUse[] => {
    if (!('path' in read)) return []
    const { path, ...how } = read
    const use = { column: path, target, ref: { ...how, field: path, type: read.type ?? typeFor(target) } }
    return [isPlainPath(path) ? use : { ...use, isExpression: true }]
  })
}

/** Every expression of mappings, with what it is for. */
export function expressionsOf(mappings: Mappings): [target: string, text: string][] {
  return mappingsOf(mappings).flatMap(mapping => [
    ...CONDITIONS.flatMap((name): [string, string][] => {
      const condition = mapping[name]
      return typeof condition === 'string' ? [[name, condition]] : []
    }),
    ...fieldValues(mapping).flatMap(([target, ref]) =>
      readsOf(ref).flatMap((read): [string, string][] => [
        ...('path' in read ? [[target, read.path] as [string, string]] : []),
        ...(read.currencyPath === undefined ? [] : [[`currency of ${target}`, read.currencyPath] as [string, string]]),
        ...(read.zone === undefined || fixedPlace(read.zone) !== undefined
          ? []
          : [[`${ZONE_OF}${target}`, read.zone] as [string, string]]),
      ]),
    ),
    ...(mapping.record === 'object' && mapping.stays && !Array.isArray(mapping.stays)
      ? [['stays', mapping.stays.each] as [string, string]]
      : []),
  ])
}

/** The column or expression behind a field of a record, where there is a single one. */
export function columnOf(mapping: Mapping, target: string): string | null {
  if (target === 'id') return idPlace(mapping.id)
  if (target === 'account') return mapping.record === 'account' ? null : idPlace(accountIdOf(mapping.account).id)
  return placeOf(fieldValues(mapping).find(([name]) => name === target)?.[1])?.name ?? null
}

const NOT_FIELDS = new Set(['record', 'when', 'deleted', 'mergedInto'])

/** The fields of a record that a mapping fills, in the cache's words; what it leaves out, it must not overwrite. */
export function fillsOf(mapping: Mapping): ReadonlySet<string> {
  const fills = new Set(Object.keys(mapping).filter(name => !NOT_FIELDS.has(name)))
  if (Object.keys(mapping.properties).length === 0) fills.delete('properties')
  // The last step that has come is the state, where no column says it.
  if (fills.has('stays')) fills.add('state')
  return fills
}
