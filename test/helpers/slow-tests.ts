/**
 * Tests that take long because of what they are about: files of 100 MB, weeks of a lived workspace judged once more, every
 * fault of disks and networks, invented payloads, the pages of damaged files, real servers by their contracts. `npm test`
 * leaves them out, `npm run test:slow` runs them alone, and `npm run test:whole` runs everything. The check before landing
 * runs them, too, while there is time.
 */
export const SLOW_TESTS: readonly string[] = [
  'test/fault/every-fault.test.ts',
  'test/fault/files-memory.test.ts',
  'test/fault/foreign-requests.test.ts',
  'test/fault/outbox-kill.test.ts',
  'test/fault/salvage.test.ts',
  'test/fault/salvage-pages.test.ts',
  'test/property/api/fuzz.test.ts',
  'test/unit/engine/engine-sample.test.ts',
  'test/unit/engine/missed.test.ts',
  'test/unit/engine/models.test.ts',
  'test/unit/measure/figures/figures.test.ts',
  'test/unit/outbox/channel-contract.test.ts',
  'test/unit/signal/backtest.test.ts',
  'test/unit/sync/sync-ravenstack.test.ts',
]
