import { expect, it } from 'vitest'
import { madeOnce } from '../../../shared/text/made-once.ts'

it('is made once for each combination of names', () => {
  const asked: string[] = []
  const pairOf = madeOnce((a: string, b: string) => {
    asked.push(`${a}/${b}`)
    return { a, b }
  })
  expect(pairOf('de', 'EUR')).toBe(pairOf('de', 'EUR'))
  expect(pairOf('de', 'USD')).toEqual({ a: 'de', b: 'USD' })
  expect(asked).toEqual(['de/EUR', 'de/USD'])
})

it('nothing that was made is taken for not made', () => {
  let asked = 0
  const nothing = madeOnce((_name: string) => {
    asked++
    return null
  })
  expect([nothing('Mars/Olympus'), nothing('Mars/Olympus')]).toEqual([null, null])
  expect(asked).toBe(1)
})

it('what cannot be made is told each time, and names without end are not all kept', () => {
  const square = madeOnce((n: number) => {
    if (n < 0) throw new RangeError(`${n} is negative`)
    return { n: n * n }
  })
  expect(() => square(-1)).toThrow('negative')
  expect(() => square(-1)).toThrow('negative')
  const first = square(0)
  for (let n = 0; n < 2_000; n++) expect(square(n).n).toBe(n * n)
  expect(square(0)).toEqual(first)
  expect(square(0)).not.toBe(first)
})
