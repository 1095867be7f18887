import { expect, it } from 'vitest'
import { shownOf } from '../../../renderer/screens/review/shown.tsx'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { lastDays } from '../../../shared/review/last-days.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

/** The workspace’s clock is a day ahead of the machine’s. */
const MOMENT = { now: NOON, wall: NOON - DAY }

const figuresOf = (days: number | null, now = NOON) =>
  ({ from: lastDays(days, now).from ?? null, to: null, now }) as ReviewFigures
const asked = (data: ReviewFigures | undefined, isPlaceholderData = false) => ({
  data,
  dataUpdatedAt: isPlaceholderData ? 0 : 5,
  isPlaceholderData,
})

it('new figures come before kept ones, and kept ones before those of another period', () => {
  const kept = { countedAt: 3, answer: figuresOf(90) }
  expect(shownOf(asked(undefined), undefined, MOMENT)).toBeNull()
  expect(shownOf(asked(figuresOf(90)), kept, MOMENT)).toMatchObject({ days: 90, countedAt: 5, isOlder: false })
  expect(shownOf(asked(undefined), kept, MOMENT)).toMatchObject({ days: 90, countedAt: 3, isOlder: true })
  expect(shownOf(asked(figuresOf(30), true), kept, MOMENT)).toMatchObject({ days: 90, countedAt: 3, isOlder: true })
})

it('figures of the period before are named by their own days and rows, not by those that were chosen since', () => {
  const shown = shownOf(asked(figuresOf(30), true), undefined, MOMENT)
  expect(shown).toMatchObject({ days: 30, range: lastDays(30, NOON), isOlder: true })
  expect(shownOf(asked(figuresOf(null), true), undefined, MOMENT)).toMatchObject({ days: null, range: {} })
})

it('figures of the hour before are as old as the workspace’s clock says', () => {
  const shown = shownOf(asked(figuresOf(30, NOON - HOUR), true), undefined, MOMENT)
  expect(shown?.days).toBe(30)
  expect(shown?.countedAt).toBe(MOMENT.wall - HOUR)
})
