import { expect, it } from 'vitest'
import { killEverywhere } from '../helpers/fault-run.ts'

/** All points with ALL_POINTS=1 (and in `npm run bench -- faults.outbox`); otherwise a sample spread evenly over them. */
const SHARE = process.env.ALL_POINTS ? 1 : 1 / 8

it('a drain killed at any write or network step delivers what has a key once, nothing twice, and loses nothing', {
  timeout: 600_000,
}, async () => {
  const { points, duplicates, lost, wrong } = await killEverywhere(SHARE)
  expect(wrong).toEqual([])
  expect({ duplicates, lost }).toEqual({ duplicates: 0, lost: 0 })
  expect(points).toBeGreaterThan(20)
})
