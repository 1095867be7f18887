import { describe, expect, it } from 'vitest'
import { playCase, sampleCases } from '../helpers/fault-cases.ts'

describe('reading a source over HTTP that misbehaves', () => {
  it.each(sampleCases().map(one => [one.name, one] as const))('ends at what the source has: %s', async (name, one) => {
    expect(await playCase(one)).toMatchObject({ name, differences: 0 })
  })
})
