import type { Field, MomentForm, ValueType } from './sql.ts'

/** What differs between the engines. `bind` adds a parameter and gives the text that stands for it. */
export interface Dialect<Param> {
  placeholder(position: number): string
  param(value: string | number | boolean): Param
  type: Record<ValueType, string>
  field(field: Field, as: ValueType, bind: Bind): string
  /** The stored form of a moment, for comparing with a column of that form. */
  moment(form: MomentForm, at: number, bind: Bind): string
}
export type Bind = (value: string | number | boolean) => string

/** A name in double quotes: in SQL an identifier whatever it contains. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
