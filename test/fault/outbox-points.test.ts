import { expect, it } from 'vitest'
import { isWhole } from '../helpers/depth.ts'
import { killEverywhere } from '../helpers/fault-run.ts'

/**
 * All points with ALL_POINTS=1 (and in `npm run bench -- faults.outbox`); otherwise the first, the last and a sample spread
 * evenly over them. Every 31st and not every 32nd, so that it meets every step of a message and does not keep pace with one.
 */
const SHARE = process.env.ALL_POINTS ? 1 : isWhole ? 1 / 8 : 1 / 31
/** A drain takes more than a hundred and fifty steps. */
const LEAST = isWhole ? 20 : 5

it('a drain killed at any write or network step delivers what has a key once, nothing twice, and loses nothing', {
  timeout: 600_000,
}, async () => {
  const { points, duplicates, lost, wrong } = await killEverywhere(SHARE)
  expect(wrong).toEqual([])
  expect({ duplicates, lost }).toEqual({ duplicates: 0, lost: 0 })
  expect(points).toBeGreaterThan(LEAST)
})
