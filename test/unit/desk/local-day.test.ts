import { expect, test } from 'vitest'
import { localDay, localFullDay } from '../../../shared/local-time.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'

const NEW_YEAR = Date.UTC(2025, 0, 1)

test('a day of this year goes without the year, another one with it', () => {
  expect(localDay(Date.UTC(2025, 8, 3), NEW_YEAR, 'UTC')).toBe('3 Sep')
  expect(localDay(Date.UTC(2024, 8, 3), NEW_YEAR, 'UTC')).toBe('3 Sep 2024')
  expect(localFullDay(NEW_YEAR, 'UTC')).toBe('1 Jan 2025')
})

test('a day is the one of the place, and so is the year', () => {
  expect(localDay(NEW_YEAR, NEW_YEAR + 24 * HOUR, 'America/New_York')).toBe('31 Dec 2024')
  expect(localDay(NEW_YEAR - HOUR, NEW_YEAR, 'Asia/Tokyo')).toBe('1 Jan')
})

test('a zone or a moment that nobody knows still gives a day', () => {
  expect(localDay(NEW_YEAR, NEW_YEAR, 'Nowhere/At_All')).toBe('1 Jan')
  expect(localFullDay(Number.NaN, 'UTC')).toBe('1 Jan 1970')
})
