import { rmSync } from 'node:fs'
import { makeFolder } from '../cache/bench-cache.ts'
import type { Suite } from '../figure.ts'
import { filesFigures } from './files.ts'
import { restFigures } from './rest.ts'

/** Connected sources: how fast they are read, and in how much memory. */
export const syncSuite: Suite = {
  name: 'sync',
  run: async function* (options) {
    const dir = makeFolder()
    try {
      yield* restFigures(dir, options)
      yield* filesFigures(dir, options)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
