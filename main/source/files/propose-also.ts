import type { FileStream, Mapping } from '../../../shared/source/mapping.ts'

/**
 * What else the rows of a file tell: the person behind an account's own address, who could not be written to otherwise.
 * Of a file of accounts only, and only where no contacts are read beside it.
 */
export function proposeAlso({ name, mapping, ...stream }: FileStream): FileStream[] {
  if (mapping.record !== 'account' || !mapping.email || !('field' in mapping.id)) return []
  const { id, email, timeZone } = mapping
  const contact: Mapping = {
    record: 'contact',
    id,
    account: { by: 'id', field: id.field },
    email,
    ...(timeZone ? { timeZone } : {}),
    properties: {},
  }
  return [{ ...stream, name: `${name} contacts`, mapping: contact }]
}
