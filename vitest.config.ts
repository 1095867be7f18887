import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { isWhole } from './test/helpers/depth.ts'
import { HeaviestFirst } from './test/helpers/sequencer.ts'
import { SLOW_TESTS } from './test/helpers/slow-tests.ts'

/** `npm run test:slow` runs those alone that `npm test` leaves out. */
export default defineConfig(({ mode }) => {
  const isSlow = mode === 'slow'
  return {
    test: {
      include: isSlow ? [...SLOW_TESTS] : ['test/**/*.test.ts', 'test/**/*.test.tsx'],
      exclude: ['test/e2e/**', 'node_modules/**', ...(isSlow || isWhole ? [] : SLOW_TESTS)],
      // Bounds for what hangs, not for what is slow: no test is about time.
      testTimeout: 600_000,
      hookTimeout: 600_000,
      expect: { poll: { timeout: 600_000 } },
      // A native database handle does not survive a worker thread's reload; a process of its own does.
      pool: 'forks',
      // What many files of tests import is loaded once for each worker. A file leaves nothing behind that another one sees.
      isolate: false,
      // Tests wait for servers and children, too: with three workers two cores were idle for a third of the time.
      maxWorkers: Math.max(4, availableParallelism() - 1),
      // Threads that tests start run compiled code, as in the product.
      setupFiles: ['test/helpers/compiled-workers.ts'],
      sequence: { sequencer: HeaviestFirst },
      // Hundreds of children run the same sources; all but the first find them compiled.
      env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'out/test/compiled') },
      reporters: ['default', ['json', { outputFile: isSlow ? 'out/test/slow.json' : 'out/test/unit.json' }]],
    },
  }
})
