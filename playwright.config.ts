import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import type { Shell } from './test/e2e/fixture.ts'
import { STEP_MS } from './test/e2e/set-up.ts'
import { isWhole } from './test/helpers/depth.ts'
import { chromiumRuntime, electronRuntime } from './test/helpers/electron.ts'

// Said once, by the runner and not again by its workers: what this machine cannot run is skipped, and why.
if (process.env.TEST_WORKER_INDEX === undefined)
  for (const [name, runtime] of Object.entries({ electron: electronRuntime(), chromium: chromiumRuntime() }))
    if (runtime.path === null) process.stdout.write(`skipped, ${name}: ${runtime.why}\n`)

// Each test starts processes that run the same code; all but the first find it compiled.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'out/test/compiled')

/**
 * What may differ in the loopback shell: starting, its address and token, keys that a browser takes, files that are chosen or
 * saved, the page offline. `npm test` runs these there; the rest is the same page as in Electron, and `npm run test:whole` runs it.
 */
const IN_CHROMIUM = ['keys', 'must-pass', 'path', 'sources', 'web']

/** What takes longest in a window, and whose rules other tests hold without one: only `npm run test:whole` runs these. */
const WHOLE_ONLY = isWhole
  ? []
  : ['backtest', 'copies', 'erase', 'experiment', 'incidents', 'ledger', 'licences', 'mapping', 'playbooks', 'triggers']
const wholeOnly = WHOLE_ONLY.map(name => `**/${name}.spec.ts`)

/** The same steps in both shells that have a window; what belongs to one of them alone runs only there. */
export default defineConfig<object, { shell: Shell }>({
  testDir: 'test/e2e',
  outputDir: 'test-results/artifacts',
  globalSetup: './test/e2e/global-setup.ts',
  // A window waits more than it works. Each worker has a display of its own, so no window takes another's focus.
  workers: 2,
  fullyParallel: false,
  // Bounds for what hangs, not for what is slow: no test is about time. A step takes about two seconds.
  timeout: 240_000,
  expect: { timeout: STEP_MS },
  // Where so much is broken, the rest tells nothing more.
  maxFailures: 8,
  // A browser or display that stumbles while starting is tried once more; the report still names it.
  retries: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'electron', use: { shell: 'electron' }, testIgnore: ['**/web.spec.ts', ...wholeOnly] },
    {
      name: 'chromium',
      use: { shell: 'chromium' },
      ...(isWhole ? {} : { testMatch: IN_CHROMIUM.map(name => `**/${name}.spec.ts`) }),
      testIgnore: ['**/security.spec.ts', '**/window.spec.ts', '**/packaged.spec.ts', '**/help.spec.ts'],
    },
  ],
})
