import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layOut } from '../../../renderer/screens/queue/list/sections.ts'
import {
  drawnAt,
  heightsOf,
  type Stand,
  scrolledBy,
  standAt,
  startOf,
} from '../../../renderer/screens/queue/list/tall-list.ts'

const heights = { row: 44, band: 28 }
const VIEW = 700
const counts = fc.tuple(fc.nat(3_000), fc.nat(40_000), fc.nat(900)).filter(all => all.some(n => n > 40))
const listOf = ([today, week, later]: [number, number, number]) =>
  layOut([
    { band: 'today', count: today },
    { band: 'week', count: week },
    { band: 'later', count: later },
  ])
/** Some are taller than an element may be, and some are not. */
const someList = fc.record({ layout: counts.map(listOf), tallest: fc.constantFrom(30_000, 200_000, 8_000_000) })

/** What is drawn covers the view, and lies where the element is scrolled to. */
function coversTheView(layout: ReturnType<typeof listOf>, stand: Stand, tall: ReturnType<typeof heightsOf>): void {
  const { first, end, origin } = drawnAt(layout, heights, stand, tall)
  expect(startOf(layout, heights, first)).toBeLessThanOrEqual(stand.top)
  expect(startOf(layout, heights, end)).toBeGreaterThanOrEqual(Math.min(tall.list, stand.top + VIEW))
  expect(end - first).toBeLessThan(VIEW / heights.band + 20)
  expect(stand.top - origin).toBeCloseTo(stand.scroll, 6)
  expect(stand.scroll).toBeLessThanOrEqual(tall.element - VIEW)
}

it('every place of a list can be shown, however long it is', () => {
  fc.assert(
    fc.property(someList, fc.double({ min: 0, max: 1, noNaN: true }), ({ layout, tallest }, share) => {
      const tall = heightsOf(layout, heights, tallest)
      expect(tall.element).toBeLessThanOrEqual(tallest)
      coversTheView(layout, standAt(share * tall.list, VIEW, tall), tall)
      const last = standAt(tall.list, VIEW, tall)
      expect(last).toMatchObject({ top: tall.list - VIEW, scroll: tall.element - VIEW })
      expect(drawnAt(layout, heights, last, tall).end).toBe(layout.size)
    }),
  )
})

it('a wheel moves the rows by as much as it moves the element, and reaches both ends', () => {
  fc.assert(
    fc.property(someList, fc.nat(), fc.integer({ min: 60, max: 1_300 }), ({ layout, tallest }, from, step) => {
      const tall = heightsOf(layout, heights, tallest)
      const most = tall.list - VIEW
      for (const way of [1, -1]) {
        let stand = standAt(from % (most + 1), VIEW, tall)
        const left = way > 0 ? most - stand.top : stand.top
        for (let moved = 0; moved < 60 && stand.top !== (way > 0 ? most : 0); moved++) {
          const before = stand
          const scroll = Math.max(0, Math.min(stand.scroll + way * step, tall.element - VIEW))
          stand = scrolledBy(stand, scroll, tall)
          // Where an end of the element is near, so is that of the list: no wheel is cut short.
          expect(Math.abs(stand.top - before.top)).toBeCloseTo(
            Math.min(step, way > 0 ? most - before.top : before.top),
            6,
          )
          coversTheView(layout, stand, tall)
          // The wheel stands still, and the scroll bar is put where it belongs.
          stand = standAt(stand.top, VIEW, tall)
        }
        if (left <= 60 * step) expect(stand.top).toBe(way > 0 ? most : 0)
      }
    }),
    { numRuns: 60 },
  )
})

it('the scroll bar leads to where it would stand', () => {
  fc.assert(
    fc.property(someList, fc.double({ min: 0, max: 1, noNaN: true }), ({ layout, tallest }, share) => {
      const tall = heightsOf(layout, heights, tallest)
      const scroll = share * (tall.element - VIEW)
      fc.pre(scroll > 2 * VIEW)
      const stand = scrolledBy(standAt(0, VIEW, tall), scroll, tall)
      expect(Math.abs(standAt(stand.top, VIEW, tall).scroll - scroll)).toBeLessThanOrEqual(1)
      coversTheView(layout, stand, tall)
    }),
  )
})

it('a list that became shorter shows its end', () => {
  const [long, short] = [listOf([0, 30_000, 0]), listOf([0, 100, 0])]
  const stand = standAt(1e9, VIEW, heightsOf(long, heights))
  expect(drawnAt(short, heights, stand, heightsOf(short, heights)).end).toBe(short.size)
})
