import { type Bind, type Dialect, quoted } from './dialect.ts'
import { postgres } from './postgres.ts'
import {
  type Expr,
  type Field,
  type From,
  type Join,
  type MomentForm,
  number,
  type Order,
  type Relation,
  type Select,
  text,
  type ValueType,
} from './sql.ts'
import { sqlite } from './sqlite.ts'

/** A statement as an engine takes it. Every value of a trigger or a mapping is in `params`, none in `sql`. */
export interface Printed<Param> {
  sql: string
  params: Param[]
}

export const printSqlite = (select: Select): Printed<string | number> => print(select, sqlite)
export const printPostgres = (select: Select): Printed<string | number | boolean> => print(select, postgres)

function print<Param>(select: Select, dialect: Dialect<Param>): Printed<Param> {
  const params: Param[] = []
  const bind: Bind = value => dialect.placeholder(params.push(dialect.param(value)))
  return { sql: printSelect({ dialect, bind }, select), params }
}

interface Pen {
  dialect: Pick<Dialect<unknown>, 'type' | 'field' | 'key' | 'finite' | 'moment'>
  bind: Bind
}

function printSelect(pen: Pen, select: Select): string {
  const parts: string[] = []
  // In the order of the text, because SQLite numbers its parameters as they appear.
  if (select.with && select.with.length > 0)
    parts.push(
      `WITH ${select.with.map(part => `${quoted(part.name)} AS (\n${printSelect(pen, part.select)}\n)`).join(', ')}`,
    )
  const columns = select.columns.map(({ name, value }) => `${expr(pen, value)} AS ${quoted(name)}`)
  parts.push(`SELECT ${columns.join(', ')}`)
  parts.push(`FROM ${printFrom(pen, select.from)}`)
  for (const join of select.joins ?? []) parts.push(printJoin(pen, join))
  if (select.where && select.where.length > 0)
    parts.push(`WHERE ${select.where.map(part => expr(pen, part)).join(' AND ')}`)
  if (select.groupBy) parts.push(`GROUP BY ${select.groupBy.map(part => expr(pen, part)).join(', ')}`)
  if (select.orderBy) parts.push(`ORDER BY ${printOrder(pen, select.orderBy)}`)
  if (select.limit !== undefined) parts.push(`LIMIT ${pen.bind(select.limit)}`)
  return parts.join('\n')
}

function printFrom(pen: Pen, { relation, alias }: From): string {
  return `${printRelation(pen, relation)} AS ${quoted(alias)}`
}

function printRelation(pen: Pen, relation: Relation): string {
  if ('table' in relation) return relation.table.map(quoted).join('.')
  if ('named' in relation) return quoted(relation.named)
  // On a line of its own, so that a comment at the end of the query ends before the bracket.
  if ('query' in relation) return `(\n${relation.query}\n)`
  const selects = 'union' in relation ? relation.union : [relation.select]
  return `(\n${selects.map(select => printSelect(pen, select)).join('\nUNION ALL\n')}\n)`
}

const printJoin = (pen: Pen, join: Join): string =>
  `${join.left ? 'LEFT ' : ''}JOIN ${printFrom(pen, join)} ON ${expr(pen, join.on)}`

const printOrder = (pen: Pen, order: readonly Order[]): string =>
  order.map(({ by, descending }) => `${expr(pen, by)}${descending ? ' DESC' : ''}`).join(', ')

const typed = (pen: Pen, sql: string, as: ValueType): string => `CAST(${sql} AS ${pen.dialect.type[as]})`

function expr(pen: Pen, of: Expr): string {
  const inner = (part: Expr) => expr(pen, part)
  if ('column' in of) return `${quoted(of.column[0])}.${quoted(of.column[1])}`
  if ('bind' in of) return typed(pen, pen.bind(of.bind), of.as)
  if ('id' in of) return pen.bind(of.id)
  if ('nothing' in of) return typed(pen, 'NULL', of.nothing)
  // Division by zero is an error in one engine and NULL in the other: NULL in both.
  if ('op' in of && of.op === '/') return `(${inner(of.left)} / NULLIF(${inner(of.right)}, 0))`
  if ('op' in of) return `(${inner(of.left)} ${of.op} ${inner(of.right)})`
  if ('all' in of) return `(${of.all.map(inner).join(' AND ')})`
  if ('any' in of) return `(${of.any.map(inner).join(' OR ')})`
  if ('not' in of) return `(NOT ${inner(of.not)})`
  if ('isNull' in of) return `(${inner(of.isNull)} IS NULL)`
  if ('noMoment' in of) return printNoMoment(pen, of.noMoment)
  if ('oneOf' in of) return `(${inner(of.oneOf)} IN (${of.values.map(inner).join(', ')}))`
  if ('when' in of) return `CASE WHEN ${inner(of.when)} THEN ${inner(of.give)} ELSE ${inner(of.otherwise)} END`
  if ('pick' in of) return printPick(pen, of)
  if ('coalesce' in of) return `COALESCE(${inner(of.coalesce)}, ${inner(of.to)})`
  if ('floor' in of) return `FLOOR(${inner(of.floor)})`
  if ('field' in of) return pen.dialect.field(of.field, of.as, pen.bind)
  if ('key' in of) return pen.dialect.key(of.key, pen.bind)
  if ('moment' in of) return printMoment(pen, of)
  return printOverRows(pen, of)
}

function printPick(pen: Pen, { pick, from }: Extract<Expr, { pick: unknown }>): string {
  if (from.length === 0) return typed(pen, 'NULL', 'number')
  // The text comes first, because SQLite numbers its parameters as they appear.
  const subject = expr(pen, pick)
  const cases = from.map(([one, give]) => `WHEN ${expr(pen, text(one))} THEN ${expr(pen, number(give))}`)
  return `CASE ${subject} ${cases.join(' ')} END`
}

function printOverRows(
  pen: Pen,
  of: Extract<Expr, { aggregate: unknown } | { rowNumber: unknown } | { rowCount: unknown }>,
) {
  const inner = (part: Expr) => expr(pen, part)
  if ('rowNumber' in of) {
    const { partition, order } = of.rowNumber
    const by = `PARTITION BY ${partition.map(inner).join(', ')} ORDER BY ${printOrder(pen, order)}`
    return typed(pen, `ROW_NUMBER() OVER (${by})`, 'number')
  }
  if ('rowCount' in of)
    return typed(pen, `COUNT(*) OVER (PARTITION BY ${of.rowCount.partition.map(inner).join(', ')})`, 'number')
  // CASE rather than FILTER, which Redshift does not know.
  const only = of.only ? inner(of.only) : null
  const value = of.of === null ? '1' : inner(of.of)
  const rows = only === null ? value : `CASE WHEN ${only} THEN ${value} END`
  if (of.aggregate === 'count') return typed(pen, `COUNT(${rows})`, 'number')
  if (of.aggregate === 'countDistinct') return typed(pen, `COUNT(DISTINCT ${rows})`, 'number')
  return `${of.aggregate.toUpperCase()}(${rows})`
}

function printNoMoment({ dialect }: Pen, { alias, name, stored }: Field): string {
  const column = `${quoted(alias)}.${quoted(name)}`
  const sides = ['first', 'last'] as const
  const outside = sides.flatMap(side => {
    const within = dialect.finite?.(stored as MomentForm, column, side)
    return within ? [`NOT (${within})`] : []
  })
  return `(${[`${column} IS NULL`, ...outside].join(' OR ')})`
}

/** In whole milliseconds `at > after` is `at >= after + 1`, which holds for stored forms that are finer, too. */
function printMoment({ dialect, bind }: Pen, of: Extract<Expr, { moment: unknown }>): string {
  const form = of.moment.stored as MomentForm
  const name = `${quoted(of.moment.alias)}.${quoted(of.moment.name)}`
  const parts: string[] = []
  const pushSet = (part: string | null | undefined) => part && parts.push(part)
  if (of.after !== null) parts.push(`${name} >= ${dialect.moment(form, Math.floor(of.after) + 1, bind)}`)
  // One side open: what has no end at all is no moment.
  if (of.after === null) pushSet(dialect.finite?.(form, name, 'first'))
  if (of.until === null) pushSet(dialect.finite?.(form, name, 'last'))
  if (of.until !== null) parts.push(`${name} < ${dialect.moment(form, Math.floor(of.until) + 1, bind)}`)
  return parts.length === 0 ? `${name} IS NOT NULL` : `(${parts.join(' AND ')})`
}
