import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayMove } from '../../../renderer/api/gate.ts'
import { foldRepeats } from '../../../renderer/cards/fold-repeats.ts'
import { followSelection, stepFrom } from '../../../renderer/screens/queue/list/follow.ts'
import { layOut, PAGE, pagesOf } from '../../../renderer/screens/queue/list/sections.ts'
import { contract } from '../../../shared/contract/whole/contract.ts'
import { TABLES } from '../../../shared/contract/whole/reads.ts'
import { readsByPath, stalePaths } from '../../../shared/contract/whole/stale.ts'
import type { TimelineEntry } from '../../../shared/model/account.ts'

describe('sections of the list', () => {
  it('puts a header before the rows of each section and leaves empty sections out', () => {
    const layout = layOut([
      { band: 'today', count: 2 },
      { band: 'week', count: 0 },
      { band: 'later', count: 1 },
    ])
    const places = Array.from({ length: layout.size }, (_, index) => layout.at(index))
    expect(places).toEqual([
      { kind: 'header', band: 'today', count: 2 },
      { kind: 'row', band: 'today', offset: 0, position: 0 },
      { kind: 'row', band: 'today', offset: 1, position: 1 },
      { kind: 'header', band: 'later', count: 1 },
      { kind: 'row', band: 'later', offset: 0, position: 2 },
    ])
  })

  it('finds every row again from its position, whatever the counts', () => {
    fc.assert(
      fc.property(fc.tuple(fc.nat(400), fc.nat(400), fc.nat(400)), ([today, week, later]) => {
        const layout = layOut([
          { band: 'today', count: today },
          { band: 'week', count: week },
          { band: 'later', count: later },
        ])
        expect(layout.rows).toBe(today + week + later)
        for (let position = 0; position < layout.rows; position += 37) {
          const place = layout.at(layout.indexOf(position))
          expect(place).toMatchObject({ kind: 'row', position })
          const row = layout.row(position)
          expect(row && layout.positionOf(row.band, row.offset)).toBe(position)
        }
        expect(layout.row(layout.rows)).toBeNull()
      }),
    )
  })

  it('gives a list that nearness says nothing about no header', () => {
    const layout = layOut([{ band: 'all', count: 3 }])
    expect(layout.size).toBe(3)
    expect(layout.at(0)).toEqual({ kind: 'row', band: 'all', offset: 0, position: 0 })
    expect(layout.indexOf(2)).toBe(2)
  })

  it('asks for each page once', () => {
    expect(
      pagesOf([
        { band: 'today', offset: 0 },
        { band: 'today', offset: PAGE - 1 },
        { band: 'today', offset: PAGE },
        { band: 'later', offset: 0 },
      ]),
    ).toEqual([
      { band: 'today', page: 0 },
      { band: 'today', page: 1 },
      { band: 'later', page: 0 },
    ])
  })
})

describe('the selection', () => {
  const listed = (ids: number[], own = false) => ({
    rows: ids.length,
    idAt: (position: number) => ids[position] ?? null,
    positionOf: (id: number) => (ids.includes(id) ? ids.indexOf(id) : null),
    own,
    untouched: false,
  })
  const at = (position: number, id: number | null) => ({ position, id, pinned: false })

  it('follows its issue when rows come in above it', () => {
    expect(followSelection(at(1, 20), listed([5, 10, 20]))).toEqual(at(2, 20))
  })

  it('moves to the next row when the person acted on the issue', () => {
    expect(followSelection(at(1, 20), listed([10, 30], true))).toEqual(at(1, 30))
  })

  it('moves to the last row when the person acted on the last one', () => {
    expect(followSelection(at(2, 30), listed([10, 20], true))).toEqual(at(1, 20))
  })

  it('stays on an issue that left the list unasked', () => {
    expect(followSelection(at(1, 20), listed([10, 30]))).toEqual({ position: 1, id: 20, pinned: true })
  })

  it('takes the first row until somebody touches a key', () => {
    expect(followSelection(at(3, 20), { ...listed([5, 20]), untouched: true })).toEqual(at(0, 5))
  })

  it('does not guess while the page of the row is on its way', () => {
    const loading = { ...listed([10, 20, 30], true), idAt: () => null, positionOf: () => null }
    expect(followSelection(at(1, 99), loading)).toEqual(at(1, 99))
  })

  it('waits for an issue that was brought back, and goes to it when its row is there', () => {
    const back = { position: 1, id: 20, pinned: true, returning: true }
    expect(followSelection(back, listed([10, 30], true))).toEqual(back)
    expect(followSelection(back, listed([10, 30, 20], true))).toEqual({ ...at(2, 20), returning: false })
  })

  it('puts the cursor on the row of an issue that was opened from elsewhere, which stays in view', () => {
    const opened = { position: 0, id: 30, pinned: true }
    expect(followSelection(opened, listed([10, 20, 30, 40]))).toEqual({ ...opened, position: 2 })
    expect(followSelection({ ...opened, position: 2 }, listed([10, 20, 40], true))).toEqual({ ...opened, position: 2 })
  })

  it('goes on from the issue in view, and from where the list stood when the issue is not in the list', () => {
    const on = { position: 2, isBetween: false }
    expect([stepFrom(on, 1, 9), stepFrom(on, -1, 9), stepFrom(on, 9, 9), stepFrom(on, -9, 9)]).toEqual([3, 1, 8, 0])
    // Before row 2: the row below is row 2, the one above is row 1.
    const between = { position: 2, isBetween: true }
    expect([stepFrom(between, 1, 9), stepFrom(between, -1, 9)]).toEqual([2, 1])
    // Before the first row, where a console that was opened by a link stands.
    const first = { position: 0, isBetween: true }
    expect([stepFrom(first, 1, 9), stepFrom(first, -1, 9)]).toEqual([0, 0])
    // The last row has left the list.
    expect(stepFrom({ position: 9, isBetween: true }, 1, 9)).toBe(8)
  })

  it('is empty in an empty list', () => {
    expect(followSelection(at(0, 20), listed([], true))).toEqual(at(0, null))
  })
})

describe('change notices', () => {
  const reads = readsByPath(contract)

  it('make exactly those answers stale that read a changed table', () => {
    const stale = stalePaths(reads, ['journal'])
    expect(stale).toEqual(['desk.people', 'desk.day', 'journal.list'])
    expect(stalePaths(reads, ['outcome'])).toEqual(expect.arrayContaining(['queue.list', 'review.summary']))
    expect(stalePaths(reads, ['outcome'])).not.toContain('trigger.list')
    // Another process wrote; nobody knows what.
    expect(stalePaths(reads, ['*'])).toEqual([...reads.keys()])
  })

  it('leave decisions alone, whose answers nobody keeps', () => {
    expect(stalePaths(reads, TABLES)).not.toContain('issue.claim')
  })

  it('do not move rows under a hand, but show the effect of an own command and changes made while nobody looked', () => {
    expect(mayMove(100_000, { command: 0, input: 99_000 })).toBe(false)
    expect(mayMove(100_000, { command: 99_000, input: 99_000 })).toBe(true)
    expect(mayMove(100_000, { command: 0, input: 90_000 })).toBe(true)
  })
})

describe('the timeline', () => {
  const entry = (at: number, title: string): TimelineEntry => ({
    key: String(at),
    at,
    kind: 'event',
    category: null,
    title,
    detail: null,
  })

  it('folds what happened again and again into one line, and only neighbours', () => {
    const entries = [entry(400, 'failed'), entry(300, 'failed'), entry(200, 'signed in'), entry(100, 'failed')]
    expect(foldRepeats(entries).map(({ entry: { title, at }, times }) => [title, at, times])).toEqual([
      ['failed', 400, 2],
      ['signed in', 200, 1],
      ['failed', 100, 1],
    ])
  })
})
