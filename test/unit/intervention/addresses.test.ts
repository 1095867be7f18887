import { describe, expect, it } from 'vitest'
import { addressOf, suppressedBy } from '../../../shared/addresses.ts'
import { suppressibleSchema } from '../../../shared/intervention/suppression.ts'

describe('one spelling for each address', () => {
  it.each([
    ['Joerg@BÜCHER.example', 'joerg@xn--bcher-kva.example'],
    ['joerg@bu\u0308cher.example', 'joerg@xn--bcher-kva.example'],
    [' Ada@Example.COM ', 'ada@example.com'],
    ['@Bücher.example', '@xn--bcher-kva.example'],
    ['jo\u0308rg@example.com', 'jörg@example.com'],
    ['+49 170 1234', '+49 170 1234'],
    ['a@not a host', 'a@not a host'],
    ['a@evil.example/path', 'a@evil.example/path'],
  ])('%s is %s', (text, one) => expect(addressOf(text)).toBe(one))

  it('an entry of the suppression list meets every spelling of the domain', () => {
    for (const entry of ['@xn--bcher-kva.example', '@BÜCHER.example', '*@bücher.example'])
      expect(suppressedBy('joerg@bücher.example')).toContain(suppressibleSchema.parse(entry))
  })

  it('a suppressed mailbox holds for its plus-addresses, not the other way round', () => {
    expect(suppressedBy('ada+shop@example.com')).toContain('ada@example.com')
    expect(suppressedBy('ada@example.com')).not.toContain('ada+shop@example.com')
  })
})
