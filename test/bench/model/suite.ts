import { rmSync } from 'node:fs'
import { makeFolder } from '../cache/bench-cache.ts'
import type { Suite } from '../figure.ts'
import { idleFigures } from './idle.ts'

/** How well trouble is predicted, and what predicting costs. */
export const modelSuite: Suite = {
  name: 'model',
  async *run(options) {
    const dir = makeFolder()
    try {
      yield* idleFigures(dir, options)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  },
}
