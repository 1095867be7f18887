import { expect, it } from 'vitest'
import { fuzz } from '../../fuzz/fuzz.ts'
import { procedures } from '../../fuzz/payloads.ts'
import { runs } from '../../helpers/depth.ts'

/** The desktop's share is three of five, and one payload for each call. */
const EACH_CALL = Math.ceil(procedures.length / 0.6)
/** A small share of `npm run bench -- fuzz`, always the same. */
const PAYLOADS = Math.max(runs(1_200), EACH_CALL)
const SEED = 12

it('no call, frame, request, file or command line ends, blocks or confuses a shell, or makes it tell too much', async () => {
  const { payloads, calls, failures } = await fuzz(PAYLOADS, SEED)
  // How fast an answer comes is for the bench to judge; here a shell hangs that never answers.
  expect(failures.filter(({ why }) => !why.startsWith('answer after'))).toEqual([])
  expect(payloads).toBeGreaterThanOrEqual(PAYLOADS)
  expect(calls.size).toBe(procedures.length)
})
