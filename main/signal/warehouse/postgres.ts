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
    if (field.stored === as) return `CAST(${name} AS ${TYPE[as]})`
    if (as === 'number' && isMoment(field)) return milliseconds(field.stored as MomentForm, name)
    return `CAST(NULL AS ${TYPE[as]})`
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

const MOMENTS: readonly string[] = ['timestamptz', 'timestamp', 'date', 'unix_s', 'unix_ms']
const isMoment = (field: Field): boolean => MOMENTS.includes(field.stored)

/** UTC milliseconds of a stored moment, rounded down as everywhere else. */
function milliseconds(form: MomentForm, name: string): string {
  if (form === 'unix_ms') return `CAST(${name} AS ${TYPE.number})`
  if (form === 'unix_s') return `(FLOOR(CAST(${name} AS ${TYPE.number})) * 1000)`
  const moment = form === 'date' ? `CAST(${name} AS timestamp)` : name
  // Half a microsecond more, because engines that count seconds in binary fractions may fall just short.
  return `FLOOR(CAST(EXTRACT(EPOCH FROM ${moment}) * 1000 AS ${TYPE.number}) + 0.0005)`
}
