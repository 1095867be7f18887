import { describe, expect, it } from 'vitest'
import { asRecord, columnRef } from '../../../renderer/screens/sources/connect/mapping/mapping-edit.ts'
import {
  idForm,
  idOf,
  mappingOf,
  ownerForm,
  ownerRef,
  personOf,
} from '../../../renderer/screens/sources/connect/mapping/mapping-forms.ts'
import { otherStreamWords } from '../../../renderer/screens/sources/connect/mapping/mapping-json.tsx'
import { type Mapping, mappingsSchema } from '../../../shared/source/record-mapping.ts'

const account: Extract<Mapping, { record: 'account' }> = {
  record: 'account',
  id: { field: 'id', type: 'text' },
  email: { field: 'mail' },
  properties: {},
}

describe('the form of a mapping', () => {
  it.each([
    ['column', ['a']],
    ['join', ['a', 'b']],
    ['content', ['a', 'b', 'c']],
  ] as const)('says an id by %s as it was chosen', (kind, columns) => {
    const id = idOf(kind, columns)
    expect(id && idForm(id)).toEqual({ kind, columns: [...columns] })
  })

  it('leaves ids that it cannot say to the JSON', () => {
    expect(idForm('a || b')).toEqual({ kind: 'other', words: 'a || b' })
    expect(idForm({ join: ['a || b'] })).toMatchObject({ kind: 'other' })
    expect(idForm({ join: [{ field: 'a' }], space: 'x' })).toMatchObject({ kind: 'other' })
    expect(idOf('column', [])).toBeNull()
  })

  it.each([
    { through: '', column: 'a', orElse: '' },
    { through: 'order', column: 'a', orElse: '' },
    { through: '', column: 'company', orElse: 'contact' },
  ])('says an account as it was chosen: %j', form => expect(ownerForm(ownerRef(form))).toEqual(form))

  it('shows the accounts of mappings of before, and leaves others to the JSON', () => {
    expect(ownerForm({ by: 'object', kind: 'order', field: 'a' })).toEqual({
      through: 'order',
      column: 'a',
      orElse: '',
    })
    expect(ownerForm({ contact: 'requester' })).toBeNull()
    expect(ownerForm('a || b')).toBeNull()
  })

  it('makes the person behind an address a contact with ids of its own', () => {
    const person = personOf(account)
    expect(person).toMatchObject({ record: 'contact', id: { space: 'account' }, account: { field: 'id' } })
    expect(mappingsSchema.safeParse(mappingOf([account, person as Mapping])).success).toBe(true)
    const { email: _email, ...silent } = account
    expect(personOf(silent)).toBeNull()
  })

  it('adds a record beside another, which belongs to its account', () => {
    const order = asRecord(account, 'object', ['no', 'id'], true)
    expect(order).toMatchObject({ record: 'object', id: { field: 'no' }, account: account.id })
    expect(mappingsSchema.safeParse([account, order]).success).toBe(true)
  })

  it('keeps how a column is written when its name changes', () => {
    const was = columnRef('total', 'money', { field: 'sum', type: 'money', currencyField: 'cur', decimal: 'comma' })
    expect(was).toEqual({ field: 'total', type: 'money', currencyField: 'cur', decimal: 'comma' })
    expect(columnRef('total', 'money')).toEqual({ field: 'total', type: 'money', currency: 'EUR' })
  })
})

describe('a mapping file', () => {
  it('that was written for another stream says so, and one of the same name says nothing', () => {
    expect(otherStreamWords('orders', 'customers')).toContain('only mapping is for “orders”')
    expect(otherStreamWords('orders', 'orders')).toBeNull()
  })
})
