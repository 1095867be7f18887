import { expect, it } from 'vitest'
import { reviewLines } from '../../../main/cli/experiment/review.ts'
import { reviewFigures } from '../../../main/measure/figures/figures.ts'
import { aPlaybook, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { addHistory } from '../../helpers/review-history.ts'

it('a terminal shows each playbook with its arms, its interval and what one may say', () => {
  const { connection, read } = aCache()
  aWorkspace(connection)
  aPlaybook(connection, { id: 'playbook-0', name: 'Call them' })
  const shape = { accounts: 4_000, interventions: 6_000, days: 300, seed: 5, heldOut: 0.4 }
  addHistory(connection, { ...shape, effects: [-0.19, 0] })
  const lines = reviewLines(reviewFigures(read, {}, { now: NOON, wall: NOON }))
  expect(lines[0]).toMatch(
    /^Billing playbooks avoided [\d,]+ contacts \([\d,]+–[\d,]+\); usage playbooks: cannot tell yet/,
  )
  const called = lines.find(line => line.startsWith('Call them  '))
  expect(called).toMatch(/\d+ of \d+ +\d+ of \d+ +−[\d.]+ \(−[\d.]+ to −[\d.]+\) .*fewer contacts$/)
  expect(lines.find(line => line.startsWith('playbook-1'))).toMatch(/cannot tell yet/)
  expect(lines.at(-1)).toMatch(/^Call them: scale\. Treated accounts contacted us less often/)
})

it('a workspace without starts says so, and claims nothing about its segments', () => {
  const { connection, read } = aCache()
  aWorkspace(connection)
  const lines = reviewLines(reviewFigures(read, {}, { now: NOON, wall: NOON }))
  expect(lines[0]).toBe('No playbook was started in this period.')
  // A test that was never made is no finding.
  expect(lines.at(-1)).toBe('No segment has enough accounts in both arms to be compared with the rest.')
})
