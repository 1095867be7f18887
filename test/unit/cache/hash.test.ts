import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashShare, murmur3 } from '../../../shared/hash.ts'

describe('murmur3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['aa', 0x9747b28c, 0x5d211726],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['abc', 0, 0xb3dd93fa],
    ['hello', 0, 0x248bfa47],
    ['hello, world', 0, 0x149bbb7f],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ])('of %j with seed %i is the published value', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected)
  })

  it('is an unsigned 32-bit number for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, seed) => {
        const hash = murmur3(text, seed)
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true)
      }),
    )
  })
})

describe('shares', () => {
  const bins = (salt: string) => {
    const counts = new Array<number>(20).fill(0)
    for (let i = 0; i < 40_000; i++) {
      const bin = Math.floor(hashShare(salt, `sample:A-${i}`) * 20)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    return counts
  }

  it.each(['holdout', 'arm-1', ''])('are spread evenly over accounts (salt %j)', salt => {
    // Chi-squared with 19 degrees of freedom: 43.8 is exceeded once in a thousand.
    expect(bins(salt).reduce((sum, n) => sum + (n - 2_000) ** 2 / 2_000, 0)).toBeLessThan(43.8)
  })

  it('of two salts have nothing to do with each other', () => {
    let both = 0
    for (let i = 0; i < 40_000; i++)
      if (hashShare('one', `sample:A-${i}`) < 0.5 && hashShare('two', `sample:A-${i}`) < 0.5) both++
    // A quarter of them, within four standard deviations.
    expect(Math.abs(both - 10_000)).toBeLessThan(350)
  })

  it('tell a salt that ends like a key begins from another', () => {
    expect(hashShare('ab', 'c')).not.toBe(hashShare('a', 'bc'))
  })
})
