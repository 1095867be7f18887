import { describe, expect, it } from 'vitest'
import { guardrailsOf, textsOf } from '../../renderer/screens/settings/guardrails-form.tsx'
import { named, turned } from '../../renderer/screens/settings/roles-card.tsx'
import { guardrailsSchema } from '../../shared/model.ts'

const saved = guardrailsSchema.parse({})

describe('the guardrails as a form', () => {
  it('come back as they were when nothing is typed', () => {
    expect(guardrailsOf(textsOf(saved), saved)).toEqual(saved)
    const valued = {
      ...saved,
      approvals: { bulkOver: 3, valueOver: { minor: 150_000, currency: 'JPY' }, firstUse: false },
    }
    expect(guardrailsOf(textsOf(valued), valued)).toEqual(valued)
  })

  it('take a value in whole units of its currency, and none where it is empty', () => {
    const texts = { ...textsOf(saved), value: '1500', currency: 'eur' }
    expect(guardrailsOf(texts, saved).approvals.valueOver).toEqual({ minor: 150_000, currency: 'EUR' })
    expect(guardrailsOf({ ...texts, value: ' ' }, saved).approvals.valueOver).toBeNull()
  })
})

describe('roles', () => {
  it('leave whoever names the first person an admin', () => {
    expect(named({}, 'ada', 'me')).toEqual({ me: ['admin', 'lead'], ada: ['specialist'] })
    expect(named({}, 'me', 'me').me).toContain('admin')
    expect(named({ me: ['admin'] }, 'ada', 'me')).toEqual({ me: ['admin'], ada: ['specialist'] })
  })

  it('are turned one by one; a person without any is no longer named', () => {
    expect(turned({ ada: ['specialist'] }, 'ada', 'lead')).toEqual({ ada: ['specialist', 'lead'] })
    expect(turned({ ada: ['specialist'] }, 'ada', 'specialist')).toEqual({})
  })
})
