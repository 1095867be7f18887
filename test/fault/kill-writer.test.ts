import { describe, expect, it } from 'vitest'
import { openCache } from '../../main/cache/open.ts'
import { unwrap } from '../../shared/result.ts'
import { startChild } from '../helpers/child.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const ROUNDS = 15

describe('killing the process that writes', () => {
  it('leaves a consistent file and loses nothing that was acknowledged, again and again', async () => {
    const dir = tempFolder()
    const acknowledged: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const child = startChild('writing-child', [dir, String(round)])
      // A different moment each time: after 1, 5, 9 … acknowledged writes.
      for (let n = 0; n < 1 + round * 4; n++) acknowledged.push((await child.line()) ?? 'ended without the kill')
      await child.kill()

      const { connection, reader } = unwrap(openCache(dir))
      expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
      const found = new Set(connection.prepare('SELECT key FROM setting').pluck().all())
      expect(acknowledged.filter(key => !found.has(key))).toEqual([])
      const halves = (side: string) =>
        connection
          .prepare('SELECT substr(id, ?) FROM playbook WHERE id GLOB ? ORDER BY 1')
          .pluck()
          .all(side.length + 1, `${side}-*`)
      expect(halves('left')).toEqual(halves('right'))
      reader.close()
      connection.close()
    }
    expect(acknowledged.length).toBe((ROUNDS * (ROUNDS - 1) * 4) / 2 + ROUNDS)
  })
})
