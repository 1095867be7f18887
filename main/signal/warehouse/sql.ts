/**
 * A reading statement as data, before it is written in one engine's words. `print.ts` writes it for SQLite and for
 * PostgreSQL; whatever is not in here cannot get into a statement. Numbers are double precision, moments are
 * UTC milliseconds, truth has three values.
 */
export type Expr =
  | { column: [alias: string, name: string] }
  | { bind: string | number | boolean; as: ValueType }
  | { nothing: ValueType }
  /** A parameter that takes the type of what it is compared with: ids of any type, written as text. */
  | { id: string }
  | { op: Operator; left: Expr; right: Expr }
  | { all: Expr[] }
  | { any: Expr[] }
  | { not: Expr }
  | { isNull: Expr }
  /** A stored moment that is NULL, or lies before the first or after the last that there can be. */
  | { noMoment: Field }
  | { oneOf: Expr; values: Expr[] }
  | { when: Expr; give: Expr; otherwise: Expr }
  /** The number that belongs to a text; NULL for any other. */
  | { pick: Expr; from: readonly (readonly [text: string, number: number])[] }
  /** Over the rows of a group for which `only` is true; a count without `of` counts rows. Not `of` NULL. */
  | { aggregate: Aggregate; of: Expr | null; only?: Expr }
  /** 1, 2, 3 … within rows that share `partition`, in this order. */
  | { rowNumber: { partition: Expr[]; order: Order[] } }
  /** How many rows share `partition`. */
  | { rowCount: { partition: Expr[] } }
  | { floor: Expr }
  | { coalesce: Expr; to: Expr }
  /** A field of a customer's table, or of the cache, as this kind of value; NULL where it holds another kind. */
  | { field: Field; as: ValueType }
  /** What relates a row to others, as text: text, or a whole number; NULL where the field holds neither. */
  | { key: Field }
  /** `field` in (after, until], both UTC ms and either one open. Compares the stored form, so that an index on it serves. */
  | { moment: Field; after: number | null; until: number | null }

export type ValueType = 'number' | 'text' | 'boolean'
export type Operator = '+' | '-' | '*' | '/' | '=' | '<>' | '<' | '<=' | '>' | '>='
export type Aggregate = 'count' | 'sum' | 'min' | 'max' | 'countDistinct'
export interface Order {
  by: Expr
  descending?: boolean
}

/** How a value lies in a table. Moments in any form but `unix_ms` are UTC. `json` is an entry of a JSON text (SQLite). */
export interface Field {
  alias: string
  name: string
  stored: Stored
  /** The entry of a JSON object, where `stored` is `json`. */
  entry?: string
}
export type Stored = ValueType | 'json' | MomentForm
export type MomentForm = 'timestamptz' | 'timestamp' | 'date' | 'unix_s' | 'unix_ms'

/** Where rows come from. `query` is a SELECT that the administrator of a mapping wrote. */
export type Relation =
  | { table: string[] }
  | { query: string }
  | { select: Select }
  | { union: Select[] }
  | { named: string }

export interface From {
  relation: Relation
  alias: string
}

export interface Join extends From {
  on: Expr
  /** Keeps the rows on the left that match nothing. */
  left: boolean
}

export interface Select {
  /** Named parts, each visible to those after it. */
  with?: { name: string; select: Select }[]
  columns: { name: string; value: Expr }[]
  from: From
  joins?: Join[]
  where?: Expr[]
  groupBy?: Expr[]
  orderBy?: Order[]
  limit?: number
}

export const column = (alias: string, name: string): Expr => ({ column: [alias, name] })
export const number = (value: number): Expr => ({ bind: value, as: 'number' })
export const text = (value: string): Expr => ({ bind: value, as: 'text' })
export const op = (left: Expr, operator: Operator, right: Expr): Expr => ({ op: operator, left, right })
export const isSet = (value: Expr): Expr => ({ not: { isNull: value } })
export const either = (when: Expr, give: Expr, otherwise: Expr): Expr => ({ when, give, otherwise })
export const bound = (value: string | number | boolean): Expr => ({ bind: value, as: typeOf(value) })
export const typeOf = (value: string | number | boolean): ValueType =>
  typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean'
export const NEVER: Expr = { bind: false, as: 'boolean' }
