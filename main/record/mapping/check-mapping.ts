import { own } from '../../../shared/foreign/own.ts'
import { isCurrency } from '../../../shared/money.ts'
import {
  type ColumnType,
  type Mapping,
  type Mappings,
  mappingsOf,
  type ValueRef,
} from '../../../shared/source/mapping.ts'
import type { ReadRef } from '../../../shared/source/value-ref.ts'
import { WANTS, type Want } from '../build-record.ts'
import { parseDate } from '../dates.ts'
import { compileExpression, rootNames } from './expression.ts'
import { expressionsOf, fieldValues, readsOf } from './fields.ts'
import { fixedPlace, zoneOfPlace } from './zones/place-zones.ts'

/**
 * Why a mapping cannot work, in a sentence; null where it can. `columns`: those that the rows have by name, where that is
 * known. Everything that a schema cannot see is found here, so that nothing is read by a mapping that cannot work.
 */
export function problemOf(mappings: Mappings, columns: readonly string[] | null = null): string | null {
  for (const [n, mapping] of mappingsOf(mappings).entries()) {
    const problem = conditionProblem(mapping) ?? valueProblem(mapping, columns) ?? staysProblem(mapping)
    if (problem !== null)
      return Array.isArray(mappings) && mappings.length > 1 ? `In record ${n + 1}: ${problem}` : problem
  }
  return null
}

/** For rows that have these columns and no others: an expression that reads another one would always find nothing. */
export function unknownName(mappings: Mappings, columns: readonly string[]): string | null {
  for (const [target, text] of expressionsOf(mappings)) {
    const name = rootNames(text).find(one => !columns.includes(one))
    if (name !== undefined)
      return `The expression “${text}” for ${target} reads the column “${name}”, which the file does not have. The file has: ${columns.join(', ')}.`
  }
  return null
}

function conditionProblem(mapping: Mapping): string | null {
  for (const name of ['when', 'deleted', 'mergedInto'] as const) {
    const condition = mapping[name]
    const problem = typeof condition === 'object' ? null : expressionProblem(name, condition)
    if (problem !== null) return problem
  }
  return null
}

function expressionProblem(target: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const compiled = compileExpression(text)
  return compiled.ok ? null : `“${text}” in ${target} is no JMESPath expression: ${compiled.why}`
}

/** A zone that is written outright is no expression, but must be one that settles something. */
function zoneProblem(target: string, zone: string | undefined): string | null {
  const fixed = zone === undefined ? undefined : fixedPlace(zone)
  if (fixed === undefined) return expressionProblem(target, zone)
  return zoneOfPlace(fixed) === null
    ? `The time zone “${fixed}” for ${target} is not known, or is a place with several. Name one such as Europe/Berlin.`
    : null
}

function valueProblem(mapping: Mapping, columns: readonly string[] | null): string | null {
  for (const [target, ref] of fieldValues(mapping)) {
    const problem =
      constantProblem(target, ref) ?? firstProblem(readsOf(ref), read => readProblem(target, read, columns))
    if (problem !== null) return problem
  }
  return null
}

function firstProblem<T>(all: readonly T[], problem: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = problem(one)
    if (found !== null) return found
  }
  return null
}

const wantOf = (target: string): Want | undefined => (target === 'stays.since' ? 'time' : own(WANTS, target))

function constantProblem(target: string, ref: ValueRef): string | null {
  if (typeof ref === 'string' || !('const' in ref) || wantOf(target) !== 'time') return null
  const isDate = typeof ref.const === 'string' && parseDate(ref.const, 'iso') !== null
  return isDate ? null : `${target} is the constant “${ref.const}”, which is no date such as 2024-12-31.`
}

const ALLOWED: Record<Want, readonly ColumnType[]> = {
  text: ['text', 'integer', 'number', 'boolean', 'date', 'money'],
  time: ['date'],
  number: ['integer', 'number', 'money'],
  boolean: ['boolean'],
  money: ['money'],
}

function readProblem(target: string, ref: ReadRef, columns: readonly string[] | null): string | null {
  const name = 'field' in ref ? ref.field : ref.path
  for (const column of ['field' in ref ? ref.field : undefined, ref.currencyField])
    if (column !== undefined && columns !== null && !columns.includes(column))
      return `The mapping reads ${target} from the column “${column}”, which the file does not have. The file has: ${columns.join(', ')}.`
  const broken =
    expressionProblem(target, 'path' in ref ? ref.path : undefined) ??
    expressionProblem(target, ref.currencyPath) ??
    zoneProblem(target, ref.zone)
  if (broken !== null) return broken
  const want = wantOf(target)
  if (want && ref.type !== undefined && !ALLOWED[want].includes(ref.type))
    return `The mapping reads ${target} from “${name}” as ${ref.type}, but needs ${ALLOWED[want].join(' or ')}.`
  if (ref.type === 'date' && ref.format === 'ask')
    return `The dates of “${name}” may be written with the day first or with the month first, and nobody has said which.`
  if (ref.decimal === 'ask')
    return `The numbers of “${name}” have a mark before three digits that may be one of thousands, and nobody has said.`
  if ((ref.type ?? want) !== 'money') return null
  if (ref.currency === undefined)
    return ref.currencyField !== undefined || ref.currencyPath !== undefined
      ? null
      : `The mapping reads “${name}” as money but names no currency.`
  return isCurrency(ref.currency) ? null : `“${ref.currency}” is not a currency.`
}

function staysProblem(mapping: Mapping): string | null {
  if (mapping.record !== 'object' || !mapping.stays || Array.isArray(mapping.stays)) return null
  const { each, state, since } = mapping.stays
  return (
    expressionProblem('stays.each', each) ??
    firstProblem([...readsOf(state), ...readsOf(since)], read =>
      expressionProblem('stays', 'path' in read ? read.path : undefined),
    )
  )
}
