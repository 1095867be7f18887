import { describe, expect, it } from 'vitest'
import {
  checkedReference,
  keysOfReference,
  referenceLine,
  referenceOf,
  referencesIn,
} from '../../../shared/outbox/reference.ts'

const KEY = '0123456789abcdef0123456789abcdef'

describe('reference codes', () => {
  it.each([
    ['en', 'Reference: ABC'],
    ['de-AT', 'Referenz: ABC'],
    ['fr', 'Référence\u00a0: ABC'],
    ['es', 'Referencia: ABC'],
    ['ja', 'Reference: ABC'],
  ])('are announced in the language of the message, %s', (language, line) => {
    expect(referenceLine('ABC', language)).toBe(line)
  })

  it('name a message in seven digits that are read off its key, and two that check them', () => {
    // The first 35 bits of 0x012345678 are 00000 00100 10001 10100 01010 11001 11100.
    expect(referenceOf('w-1', KEY)).toMatch(/^04HM-ASW-[0-9A-Z]{2}$/)
    expect(referenceOf('w-1', KEY)).not.toBe(referenceOf('w-2', KEY))
  })

  it('are read as people write them', () => {
    const code = referenceOf('w-1', KEY)
    const typed = [code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('-', ''), code.replaceAll('0', 'O')]
    for (const text of typed) expect(checkedReference('w-1', text)).toBe(code)
  })

  it('are refused with a wrong digit, or two that changed places, but for one in a thousand', () => {
    const code = referenceOf('w-1', KEY)
    const slips = [...'123456789ABCDEFGHJKMNPQRSTVWXYZ'].flatMap(digit =>
      [0, 1, 2, 3, 5, 6, 7].map(at => code.slice(0, at) + digit + code.slice(at + 1)),
    )
    const taken = slips.filter(slip => slip !== code && checkedReference('w-1', slip) !== null)
    expect(taken.length).toBeLessThan(4)
    expect(checkedReference('w-1', `4${code[0]}${code.slice(2)}`)).toBeNull()
    expect(checkedReference('w-2', code)).toBeNull()
    for (const text of ['', '04HM', `${code}A`, 'U4HM-ASW-00']) expect(checkedReference('w-1', text)).toBeNull()
  })

  it('are found in a text among words and numbers that look alike', () => {
    const [code, other] = [referenceOf('w-1', KEY), referenceOf('w-2', KEY)]
    const text = `> Reference: ${code}\nOrder 1234-567-89, phone 0228 555 12, ${other}, X${code}`
    expect(referencesIn('w-1', text)).toEqual([code])
  })

  it('lead to the keys that they may name, at either end of all keys too', () => {
    for (const key of [KEY, '0'.repeat(32), 'f'.repeat(32), '7fffffffff'.padEnd(32, '0'), '80000000'.padEnd(32, '1')]) {
      const { from, before } = keysOfReference(referenceOf('w-1', key))
      expect(from <= key && key < before).toBe(true)
    }
    const { from, before } = keysOfReference(referenceOf('w-1', KEY))
    expect([from, before]).toEqual(['012345678', '01234567a'])
  })
})
