import { expect, it } from 'vitest'
import { isSurvived } from '../faults/fault.ts'
import { allFaults } from '../faults/faults.ts'

/** What tests of its own play in full: the kills of a drain and of a sync. */
const ELSEWHERE = ['crash']

it('there are the twenty faults of reliability', () => {
  expect(new Set(allFaults.map(({ name }) => name)).size).toBe(20)
})

it.each(
  allFaults.filter(({ name }) => !ELSEWHERE.includes(name)).map(fault => [fault.name, fault.about, fault] as const),
)('survives %s: %s', async (_name, _about, { inject }) => {
  const outcome = await inject(true)
  // Where this machine cannot inject it, as without a C compiler, the bench says so.
  if (outcome) expect({ ...outcome, survived: isSurvived(outcome) }).toMatchObject({ wrong: [], survived: true })
})
