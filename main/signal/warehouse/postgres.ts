import { type Dialect, quoted } from './dialect.ts'
import type { Field, MomentForm } from './sql.ts'

const TYPE = { number: 'double precision', text: 'text', boolean: 'boolean' } as const

/** PostgreSQL and the engines that speak its language; no function that is not in all of them. */
export const postgres: Dialect<string | number | boolean> = {
  placeholder: position => `$${position}`,
  param: value => value,
  type: TYPE,
  field: (field, as) => {
    const name = `${quoted(field.alias)}.${quoted(field.name)}`
    if (field.stored === as) return as === 'number' ? finite(name) : `CAST(${name} AS ${TYPE[as]})`
    if (as === 'number' && isMoment(field)) return milliseconds(field.stored as MomentForm, name)
    return `CAST(NULL AS ${TYPE[as]})`
  },
  key: ({ alias, name, stored }) => {
    const column = `${quoted(alias)}.${quoted(name)}`
    if (stored === 'text') return `NULLIF(CAST(${column} AS text), '')`
    if (stored !== 'number') return 'CAST(NULL AS text)'
    const value = `CAST(${column} AS ${TYPE.number})`
    return `CASE WHEN ${value} = FLOOR(${value}) AND ABS(${value}) <= ${Number.MAX_SAFE_INTEGER}
      THEN CAST(CAST(${value} AS bigint) AS text) END`
  },
  finite: (form, name, side) => {
    if (form === 'unix_s' || form === 'unix_ms') return null
    const type = form === 'timestamptz' ? 'timestamptz' : 'timestamp'
    return side === 'first' ? `${name} >= CAST('0001-01-01' AS ${type})` : `${name} <= CAST('9999-12-31' AS ${type})`
  },
  moment: (form, at, bind) => {
    if (form === 'unix_ms') return `CAST(${bind(at)} AS bigint)`
    // Whole seconds: the first one that does not lie before `at`.
    if (form === 'unix_s') return `CAST(${bind(Math.ceil(at / 1000))} AS bigint)`
    const type = form === 'timestamptz' ? 'timestamptz' : 'timestamp'
    const written = new Date(at).toISOString()
    return `CAST(${bind(form === 'timestamptz' ? written : written.replace('Z', ''))} AS ${type})`
  },
}

/** What is not a number, or has no end, is as if it were not there: in the cache there is no such value either. */
function finite(name: string): string {
  const value = `CAST(${name} AS ${TYPE.number})`
  const odd = ['NaN', 'Infinity', '-Infinity'].map(text => `CAST('${text}' AS ${TYPE.number})`)
  return `CASE WHEN ${value} NOT IN (${odd.join(', ')}) THEN ${value} END`
}

const MOMENTS: readonly string[] = ['timestamptz', 'timestamp', 'date', 'unix_s', 'unix_ms']
const isMoment = (field: Field): boolean => MOMENTS.includes(field.stored)

/** UTC milliseconds of a stored moment, rounded down as everywhere else. */
function milliseconds(form: MomentForm, name: string): string {
  if (form === 'unix_ms') return finite(name)
  if (form === 'unix_s') return `(FLOOR(${finite(name)}) * 1000)`
  const type = form === 'timestamptz' ? 'timestamptz' : 'timestamp'
  const moment = form === 'date' ? `CAST(${name} AS timestamp)` : name
  // Half a microsecond more, because engines that count seconds in binary fractions may fall just short.
  // `infinity` is no moment, as NULL is none.
  return `CASE WHEN ${moment} BETWEEN CAST('0001-01-01' AS ${type}) AND CAST('9999-12-31' AS ${type})
    THEN FLOOR(CAST(EXTRACT(EPOCH FROM ${moment}) * 1000 AS ${TYPE.number}) + 0.0005) END`
}
