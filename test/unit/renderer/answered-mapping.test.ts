import { describe, expect, it } from 'vitest'
import { readsAlike, withAnswer } from '../../../renderer/screens/sources/connect/answered-mapping.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'

const account = (more: object): Mapping => ({ record: 'account', id: { field: 'id' }, ...more }) as Mapping
const at = (format: string) => ({ field: 'at', type: 'date', format })

describe('an answer about cells', () => {
  const asked = account({ signedUpAt: at('ask'), properties: { mrr: { field: 'mrr', type: 'number' } } })
  const proposed = account({
    signedUpAt: at('mdy'),
    mrr: { field: 'mrr', type: 'money', currency: 'SEK' },
    properties: {},
  })

  it('is the new proposal where nobody has edited the mapping', () => {
    expect(withAnswer(asked, asked, proposed)).toBe(proposed)
    expect(withAnswer(asked, undefined, proposed)).toBe(proposed)
  })

  it('leaves what was edited as it is, and changes what it is about', () => {
    const edited = account({
      ...{ name: { field: 'company' }, signedUpAt: at('ask') },
      properties: { mrr: { field: 'mrr', type: 'number' }, city: { field: 'city' } },
    })
    expect(withAnswer(edited, asked, proposed)).toEqual(
      account({
        ...{ name: { field: 'company' }, signedUpAt: at('mdy'), mrr: { field: 'mrr', type: 'money', currency: 'SEK' } },
        properties: { city: { field: 'city' } },
      }),
    )
  })

  it('brings nothing back that was taken out, and no answer where another was chosen', () => {
    const edited = account({ signedUpAt: at('dmy'), properties: {} })
    const dated = account({ signedUpAt: at('mdy'), renewsAt: at('mdy'), properties: {} })
    const before = account({ signedUpAt: at('ask'), renewsAt: at('ask'), properties: {} })
    expect(withAnswer(edited, before, dated)).toEqual(edited)
  })

  it('reaches each record of a row', () => {
    const [first, other] = [{ ...asked, name: { field: 'company' } } as Mapping, account({ properties: {} })]
    expect(withAnswer([first, other], [asked, other], [proposed, other])).toEqual([
      { ...proposed, name: { field: 'company' } },
      other,
    ])
  })
})

describe('what is said of a proposal', () => {
  const proposed = account({
    signedUpAt: at('iso'),
    properties: { newsletter: { field: 'newsletter', type: 'integer' } },
  })
  const contact = { record: 'contact', id: { field: 'id' }, account: { field: 'id' }, properties: {} } as const

  it('holds of columns that a mapping reads as it was proposed', () => {
    const edited = account({ properties: { newsletter: { type: 'integer', field: 'newsletter' } } })
    expect(readsAlike(edited, proposed, 'newsletter')).toBe(true)
    expect(readsAlike(edited, proposed, 'at')).toBe(false)
    expect(readsAlike(edited, proposed, 'city')).toBe(true)
  })

  it('holds no more of one that is read otherwise, or by another record', () => {
    const asText = account({ properties: { newsletter: { field: 'newsletter', type: 'text' } } })
    const asConsent = [proposed, { ...contact, consent: { field: 'newsletter', type: 'boolean' } }] as Mapping[]
    const joined = account({ ...proposed, name: { path: 'join(\'\', ["newsletter"])', type: 'text' } })
    for (const edited of [asText, asConsent, joined])
      expect(readsAlike(edited as Mapping, proposed, 'newsletter')).toBe(false)
  })
})
