import type { Field, MomentForm, ValueType } from './sql.ts'

/** What differs between the engines. `bind` adds a parameter and gives the text that stands for it. */
export interface Dialect<Param> {
  placeholder(position: number): string
  param(value: string | number | boolean): Param
  type: Record<ValueType, string>
  field(field: Field, as: ValueType, bind: Bind): string
  /** What relates a row to others, as text: text, or a whole number; NULL where the field holds neither. */
  key(field: Field, bind: Bind): string
  /** Keeps out moments before the first or after the last that there can be, where the engine has such. */
  finite?(form: MomentForm, name: string, side: 'first' | 'last'): string | null
  /** The stored form of a moment, for comparing with a column of that form. */
  moment(form: MomentForm, at: number, bind: Bind): string
}
export type Bind = (value: string | number | boolean) => string

/** A name in double quotes: in SQL an identifier whatever it contains. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
