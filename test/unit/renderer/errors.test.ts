import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../renderer/api/errors.ts'
import { queueFilterSchema } from '../../../shared/model/queue.ts'
import { LONGEST_SEARCH } from '../../../shared/text/longest.ts'

/** As the engine answers what the contract does not take. */
const refused = (input: object) =>
  new ORPCError('BAD_REQUEST', {
    message: 'Input validation failed',
    data: { issues: queueFilterSchema.safeParse(input).error?.issues },
  })

describe('values that the engine rejects', () => {
  it('are named, with what is wrong about them', () => {
    const long = failureOf(refused({ search: 'x'.repeat(LONGEST_SEARCH + 1) }))
    expect(long.why).toMatch(/^“search”: .*200/)
    expect(failureOf(refused({ pick: { riskFrom: 'much' } })).why).toMatch(/^“pick riskFrom”: /)
  })

  it('are told of in the words of the error where it names none', () => {
    for (const data of [undefined, null, {}, { issues: [] }, { issues: [{}] }, 'text'])
      expect(failureOf(new ORPCError('BAD_REQUEST', { message: 'Not so', data })).why).toBe('Not so')
  })
})
