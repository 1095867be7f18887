import type { DateFormat } from '../../../../../shared/source/cell-format.ts'
import type { StaysRef } from '../../../../../shared/source/record-mapping.ts'
import type { ValueRef } from '../../../../../shared/source/value-ref.ts'
import { refWords } from './mapping-forms.ts'

/** Dated states, as a form shows them. */
export type StaysForm = { kind: 'none' } | { kind: 'columns'; steps: StepForm[] } | { kind: 'list'; list: ListForm }

export interface StepForm {
  /** Null: the state is no fixed text, and is edited as JSON. */
  state: string | null
  column: string
  format: DateFormat
  /** As the mapping has it. */
  ref: { state: ValueRef; since: ValueRef }
}

/** A list within the row, by expressions over the row and over each item. */
export interface ListForm {
  each: string
  state: string
  since: string
}

/** What a form shows of the dated states of a mapping. */
export function staysForm(stays: StaysRef | undefined): StaysForm {
  if (stays === undefined) return { kind: 'none' }
  if (!Array.isArray(stays))
    return { kind: 'list', list: { each: stays.each, state: refWords(stays.state), since: refWords(stays.since) } }
  return {
    kind: 'columns',
    steps: stays.map(ref => {
      const { state, since } = ref
      const isField = typeof since === 'object' && 'field' in since
      return {
        state: typeof state === 'object' && 'const' in state ? String(state.const) : null,
        column: isField ? since.field : refWords(since),
        format: (isField ? since.format : undefined) ?? 'iso',
        ref,
      }
    }),
  }
}

/** A step with another state, column or format. What the form does not show is kept. */
export function changedStep({ ref }: StepForm, change: Partial<Omit<StepForm, 'ref'>>): StepForm['ref'] {
  const { state, column, format } = change
  const before = typeof ref.since === 'object' && 'field' in ref.since ? ref.since : null
  const own = before ?? { field: refWords(ref.since), type: 'date' as const, format: 'iso' as const }
  return {
    state: typeof state === 'string' ? { const: state } : ref.state,
    since:
      column === undefined && format === undefined
        ? ref.since
        : { ...own, ...(column !== undefined && { field: column }), ...(format !== undefined && { format }) },
  }
}

/** A first step, dated by a column. */
export const datedStep = (state: string, column: string, format: DateFormat): StepForm['ref'] => ({
  state: { const: state },
  since: { field: column, type: 'date', format },
})

/** A list as the mapping says it; blank fields keep what a list mostly has. */
export const staysList = ({ each, state, since }: ListForm): StaysRef => ({
  each: each || 'history',
  state: state || 'state',
  since: since || 'at',
})
