import { expect, it } from 'vitest'
import { isWhole } from '../helpers/depth.ts'
import { everyKill } from '../helpers/sync-kills.ts'

/** Every so many moments of each kind, the first of which there always is. */
const STRIDE = isWhole ? 19 : 23

it('a process that is killed while it syncs leaves nothing that the next sync does not put right', async () => {
  const verdicts = []
  for await (const verdict of everyKill(STRIDE)) verdicts.push(verdict)
  expect(verdicts.filter(({ differences }) => differences > 0)).toEqual([])
  expect(verdicts.length).toBeGreaterThanOrEqual(3)
})
