import { type Dialect, quoted } from './dialect.ts'
import type { ValueType } from './sql.ts'

const TYPE = { number: 'REAL', text: 'TEXT', boolean: 'INTEGER' } as const
/** What `json_each` calls the values of each kind. */
const JSON_TYPES: Record<ValueType, string> = {
  number: `'integer', 'real'`,
  text: `'text'`,
  boolean: `'true', 'false'`,
}

/** Numbers in a JSON text may be written `1001` or `1001.0`, and are one. */
const textKey = (value: string, type: string): string =>
  `CASE WHEN ${type} = 'text' THEN NULLIF(${value}, '')
    WHEN ${type} IN ('integer', 'real') AND ${value} = CAST(${value} AS INTEGER) AND abs(${value}) <= ${Number.MAX_SAFE_INTEGER}
    THEN CAST(CAST(${value} AS INTEGER) AS TEXT) END`

/** The cache's own engine. Its moments are UTC milliseconds, its truth values 1 and 0. */
export const sqlite: Dialect<string | number> = {
  placeholder: () => '?',
  param: value => (typeof value === 'boolean' ? Number(value) : value),
  type: TYPE,
  field: (field, as, bind) => {
    const name = `${quoted(field.alias)}.${quoted(field.name)}`
    if (field.stored === 'json')
      // By key rather than by path, so that any name is found whatever characters it has.
      return `(SELECT CAST(j.value AS ${TYPE[as]}) FROM json_each(${name}) j
        WHERE j.key = ${bind(field.entry ?? '')} AND j.type IN (${JSON_TYPES[as]}))`
    const held = field.stored === 'unix_ms' ? 'number' : field.stored
    return held === as ? `CAST(${name} AS ${TYPE[as]})` : 'NULL'
  },
  key: ({ alias, name, stored, entry }, bind) => {
    const column = `${quoted(alias)}.${quoted(name)}`
    if (stored === 'json')
      return `(SELECT ${textKey('j.value', 'j.type')} FROM json_each(${column}) j WHERE j.key = ${bind(entry ?? '')})`
    return textKey(column, `typeof(${column})`)
  },
  moment: (_form, at, bind) => bind(at),
}
