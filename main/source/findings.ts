import type { ColumnFinding } from '../../shared/source/column-finding.ts'
import type { Mappings } from '../../shared/source/mapping.ts'
import type { ScannedColumn } from '../record/guess.ts'
import { refsOf } from '../record/mapping/fields.ts'
import { isNumber } from '../record/proposal/column-picker.ts'
import { headed } from '../record/proposal/headed.ts'
import { currencyFor } from '../record/proposal/money.ts'
import { type ColumnNote, proposalNotes } from '../record/proposal/notes.ts'

/** What there is to say of columns before anything is kept: cells that do not fit, and what a proposal leaves out. */
export const findingsOf = (columns: readonly ScannedColumn[], told: readonly ColumnNote[]): ColumnFinding[] =>
  columns.flatMap(column => findingOf(column, noteOf(column, told)))

/** A proposal, and every column that it would read as money if only the currency were known. */
export interface Proposed {
  mapping: Mappings | null
  bare: readonly string[]
}

/** ISO 4217's code for no currency. */
const NONE = 'XXX'

/** Proposes twice: with the columns as they are, and as if every amount named a currency. */
export function proposedWith(
  columns: readonly ScannedColumn[],
  propose: (columns: readonly ScannedColumn[]) => Mappings | null,
): Proposed {
  const assumed = columns.map(one => (isNumber(one) && currencyFor(one) === null ? { ...one, currency: NONE } : one))
  const found = propose(assumed)
  const bare = found ? refsOf(found).flatMap(ref => (ref.currency === NONE ? [ref.field] : [])) : []
  return { mapping: propose(columns), bare }
}

/** Notes on the proposal of a system, of whose rows only the first were looked at. */
export function systemFindings(columns: readonly ScannedColumn[], { mapping, bare }: Proposed): ColumnFinding[] {
  if (mapping === null) return []
  const asked = columns.filter(({ question }) => question !== null)
  return findingsOf(columns, [
    ...currencyNotes(columns, bare, ''),
    ...asked.map(({ name, question }) => ({ column: name, note: UNDECIDED[question?.kind ?? 'decimal'] })),
    ...proposalNotes(mapping, headed(columns)),
  ])
}

/** Said of amounts without a currency. Those with a sign that several currencies have, such as kr, are kept with it. `or`: what else helps. */
export const currencyNotes = (columns: readonly ScannedColumn[], bare: readonly string[], or: string): ColumnNote[] =>
  columns
    .filter(({ name }) => bare.includes(name))
    .map(({ name, type }) => ({
      column: name,
      note: `amounts without a currency are kept as ${type === 'money' ? 'text' : 'plain numbers'}. Choose their currency in the mapping${or}`,
    }))

const UNDECIDED = {
  'date-order': 'the first rows do not tell which number is the day. Choose the format of these dates in the mapping',
  decimal: 'the first rows do not tell what the mark before three digits means. Choose it in the mapping',
}

function noteOf({ name, because }: ScannedColumn, told: readonly ColumnNote[]): string | null {
  const notes = [because ?? [], told.flatMap(({ column, note }) => (column === name ? note : []))]
  // A sentence that is followed by another one ends without its stop.
  return (
    notes
      .flat()
      .map((note, at, all) => (at + 1 < all.length ? note.replace(/\.$/, '') : note))
      .join('; ') || null
  )
}

function findingOf({ name, odd, oddExamples, blankWords }: ScannedColumn, note: string | null): ColumnFinding[] {
  return odd + blankWords === 0 && note === null
    ? []
    : [{ column: name, odd, examples: [...oddExamples], blankWords, note }]
}
