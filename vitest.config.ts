import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A native database handle does not survive a worker thread's reload; a process of its own does.
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: 'out/test/unit.json' }]],
  },
})
