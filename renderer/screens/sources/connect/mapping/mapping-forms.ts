import type { AccountRef, Mapping, Mappings, ValueRef } from '../../../../../shared/source/mapping.ts'
import { mappingsOf } from '../../../../../shared/source/mapping.ts'
import type { IdRef, SingleRef } from '../../../../../shared/source/value-ref.ts'

/** How a record is named, as far as the form can say it; `other` is edited as JSON. */
export type IdForm =
  | { kind: 'column'; columns: [string] }
  | { kind: 'join' | 'content'; columns: string[] }
  | { kind: 'other'; words: string }

const columnName = (ref: SingleRef): string | null => (typeof ref === 'object' && 'field' in ref ? ref.field : null)

/** How a mapping names its records. */
export function idForm(id: IdRef): IdForm {
  if (typeof id === 'object') {
    if ('field' in id) return { kind: 'column', columns: [id.field] }
    for (const kind of ['join', 'content'] as const) {
      const parts = kind in id ? (id as Record<typeof kind, SingleRef[]>)[kind].map(columnName) : null
      if (parts && !('space' in id && id.space) && parts.every(part => part !== null)) return { kind, columns: parts }
    }
  }
  return { kind: 'other', words: refWords(id) }
}

/** The id that a form says; null where it says none. */
export function idOf(kind: 'column' | 'join' | 'content', columns: readonly string[]): IdRef | null {
  const [first] = columns
  if (first === undefined) return null
  if (kind === 'column') return { field: first, type: 'text' }
  const parts = columns.map(field => ({ field }))
  return kind === 'join' ? { join: parts } : { content: parts }
}

/** How a mapping names the account of its records, as far as the form can say it. */
export interface OwnerForm {
  /** Empty: by the account's own id; otherwise through an object of this kind. */
  through: string
  column: string
  /** A column that names a person where the first one is blank, whose ids have a space of their own. */
  orElse: string
}

/** Null where the account is named in a way that is edited as JSON. */
export function ownerForm(account: AccountRef): OwnerForm | null {
  if (typeof account === 'string') return null
  if ('by' in account) return { through: account.by === 'id' ? '' : account.kind, column: account.field, orElse: '' }
  if ('field' in account) return { through: '', column: account.field, orElse: '' }
  if ('object' in account) {
    const form = idForm(account.id)
    return form.kind === 'column' ? { through: account.object, column: form.columns[0], orElse: '' } : null
  }
  if (!('first' in account) || account.first.length !== 2) return null
  const [one, other] = account.first
  if (typeof one !== 'object' || !('field' in one) || typeof other !== 'object' || !('id' in other)) return null
  const orElse = columnName(other.id)
  return orElse !== null && other.space === PERSON ? { through: '', column: one.field, orElse } : null
}

/** The id space of accounts that are persons: `contact:17` is never the company 17. */
const PERSON = 'contact'

/** The account that a form says. */
export function ownerRef({ through, column, orElse }: OwnerForm): AccountRef {
  if (through !== '') return { object: through, id: { field: column } }
  return orElse === '' ? { field: column } : { first: [{ field: column }, { id: { field: orElse }, space: PERSON }] }
}

/** A value that no form shows, in a line. */
export function refWords(ref: ValueRef | IdRef | AccountRef): string {
  if (typeof ref === 'string') return ref
  if ('path' in ref) return ref.path
  if ('const' in ref) return String(ref.const)
  return JSON.stringify(ref)
}

/** The person behind the e-mail address of an account, as a contact; its id has a space of its own. */
export function personOf(account: Extract<Mapping, { record: 'account' }>): Mapping | null {
  const { id, email } = account
  if (email === undefined) return null
  const single = typeof id === 'string' || 'field' in id || 'path' in id ? { id, space: 'account' } : id
  return { record: 'contact', id: single, account: id, email, properties: {} }
}

/** Whether a row's account has its person as a contact beside it. */
export const hasPerson = (mapping: Mappings): boolean => mappingsOf(mapping).some(({ record }) => record === 'contact')

/** One mapping as it is, several as a list. */
export function mappingOf(all: readonly Mapping[]): Mappings {
  const [only] = all
  return all.length === 1 && only ? only : [...all]
}
