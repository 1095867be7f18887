import { expect, it } from 'vitest'
import { everyKill } from '../helpers/sync-kills.ts'

it('a process that is killed while it syncs leaves nothing that the next sync does not put right', async () => {
  const verdicts = []
  for await (const verdict of everyKill(19)) verdicts.push(verdict)
  expect(verdicts.filter(({ differences }) => differences > 0)).toEqual([])
  expect(verdicts.length).toBeGreaterThan(5)
})
