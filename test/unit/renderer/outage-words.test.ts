import { expect, it } from 'vitest'
import { ageWords } from '../../../renderer/screens/outage/outage-words.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

const source = (name: string, newestAt: number | null, more: { error?: string; paused?: boolean } = {}) => ({
  ...{ name, newestAt, syncedAt: null, error: more.error ?? null, paused: more.paused ?? false },
})

it('the age of data names each source that a fresh one would hide', () => {
  const fresh = source('Shop', NOON - 3 * MINUTE)
  const words = (...sources: ReturnType<typeof source>[]) => ageWords(sources, NOON, 'Europe/Lisbon')
  expect(words(fresh, source('Prices', NOON - 40 * DAY))).toMatch(
    /^From cached data: the newest are 3 min old \([^)]+\)\.$/,
  )
  expect(words(fresh, source('Ledger', NOON - 2 * DAY, { error: 'not let in' }))).toMatch(
    /\. Ledger is 2 d old \(last sync failed\)\.$/,
  )
  expect(words(fresh, source('Desk', NOON - 5 * HOUR, { paused: true }))).toMatch(/\. Desk is 5 h old \(paused\)\.$/)
  expect(words(fresh, source('Desk', null, { error: 'not let in' }))).toMatch(
    /\. Desk was never synced \(last sync failed\)\.$/,
  )
  const failing = ['A', 'B', 'C', 'D', 'E'].map(name => source(name, NOON, { error: 'offline' }))
  expect(words(...failing)).toMatch(/; C is [^;]+; 2 more sources behind\.$/)
  expect(words(source('Ledger', null))).toBe('No data were synced yet.')
})
