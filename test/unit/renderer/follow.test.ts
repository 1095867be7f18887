import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, onTestFinished } from 'vitest'
import { refreshInPlace } from '../../../renderer/api/in-place.ts'
import { createPacer, HELD_MS, PACE_MS } from '../../../renderer/api/pace.ts'

/** A pacer in a time of its own, whose answers take as long as the test says. */
function aPacer(takes: Record<string, number>) {
  let now = 0
  const due: { at: number; run: () => void }[] = []
  const asked: string[] = []
  const kept: boolean[] = []
  const behind: boolean[] = []
  let held = false
  const later = (ms: number, run: () => void) => void due.push({ at: now + ms, run })
  const pacer = createPacer({
    ask: path => {
      asked.push(`${path} at ${now}`)
      return new Promise(resolve => later(takes[path] ?? 0, () => resolve(!held)))
    },
    onHeld: on => kept.push(on),
    onBehind: on => behind.push(on),
    now: () => now,
    later,
  })
  const until = async (end: number) => {
    for (;;) {
      due.sort((a, b) => a.at - b.at)
      if ((due[0]?.at ?? Number.POSITIVE_INFINITY) > end) break
      const next = due.shift()
      now = next?.at ?? now
      next?.run()
      await new Promise(resolve => setImmediate(resolve))
    }
    now = end
  }
  return { pacer, asked, kept, behind, until, hold: (on: boolean) => (held = on) }
}

describe('what has become stale', () => {
  it('is asked again at once when all was quiet, and then once in a while, however often it changes', async () => {
    const { pacer, asked, until } = aPacer({ 'queue.list': 5 })
    for (let at = 0; at < 1_000; at += 16) {
      pacer.stale(['queue.list'])
      await until(at)
    }
    expect(asked).toEqual([0, 1, 2, 3, 4].map(n => `queue.list at ${n * PACE_MS}`))
  })

  it('is asked once more after the last change', async () => {
    const { pacer, asked, until } = aPacer({ 'queue.list': 5 })
    pacer.stale(['queue.list'])
    await until(1)
    pacer.stale(['queue.list'])
    await until(10_000)
    expect(asked).toEqual(['queue.list at 0', `queue.list at ${PACE_MS}`])
  })

  it('is not asked again before its answer is there, and rests longer the longer that took', async () => {
    const { pacer, asked, until } = aPacer({ 'review.summary': 300, 'issue.get': 10 })
    for (let at = 0; at <= 3_400; at += 100) {
      pacer.stale(['review.summary', 'issue.get'])
      await until(at)
    }
    expect(asked.filter(one => one.startsWith('review'))).toEqual(
      [0, 1_600, 3_200].map(at => `review.summary at ${at}`),
    )
    expect(asked.filter(one => one.startsWith('issue')).length).toBeGreaterThan(15)
  })

  it('keeps the screen behind until the answer to the last change is there', async () => {
    const { pacer, behind, until } = aPacer({ 'review.summary': 300 })
    pacer.stale([])
    expect(behind).toEqual([false])
    pacer.stale(['review.summary'])
    await until(100)
    expect(behind.at(-1)).toBe(true)
    pacer.stale(['review.summary'])
    await until(1_000)
    expect(behind.at(-1)).toBe(true)
    await until(10_000)
    expect(behind.at(-1)).toBe(false)
  })

  it('waits while its rows would move under a hand, says so, and comes when asked for', async () => {
    const { pacer, asked, kept, until, hold } = aPacer({ 'queue.list': 5 })
    hold(true)
    pacer.stale(['queue.list'])
    await until(10)
    expect(kept).toEqual([true])
    await until(HELD_MS + 10)
    expect(asked).toHaveLength(2)
    hold(false)
    pacer.hurry()
    await until(HELD_MS + 100)
    expect(asked.at(-1)).toBe(`queue.list at ${HELD_MS + 10}`)
    expect(kept.at(-1)).toBe(false)
    await until(10 * HELD_MS)
    expect(asked).toHaveLength(3)
  })
})

describe('a list that somebody works in', () => {
  interface Row {
    id: number
    accountName: string
  }
  /** Two pages of a list on screen; `rows` is what the engine would answer now. */
  async function aShownList() {
    const queries = new QueryClient()
    const rows: Record<string, Row[]> = {
      today: [
        { id: 1, accountName: 'Acme' },
        { id: 2, accountName: 'Bolt' },
      ],
      week: [{ id: 3, accountName: 'Coil' }],
    }
    const key = (band: string) => [['queue', 'list'], { input: { band }, type: 'query' }]
    for (const band of ['today', 'week']) {
      const observer = new QueryObserver(queries, { queryKey: key(band), queryFn: async () => rows[band] ?? [] })
      onTestFinished(observer.subscribe(() => {}))
      await observer.refetch()
    }
    const shown = () => ['today', 'week'].flatMap(band => queries.getQueryData<Row[]>(key(band)) ?? [])
    return { queries, rows, shown }
  }

  it('shows at once what changes no row’s place', async () => {
    const { queries, rows, shown } = await aShownList()
    rows.week = [{ id: 3, accountName: 'Coil and Sons' }]
    expect(await refreshInPlace(queries, 'queue.list')).toBe(true)
    expect(shown().map(({ accountName }) => accountName)).toEqual(['Acme', 'Bolt', 'Coil and Sons'])
  })

  it.each<[string, (rows: Record<string, Row[]>) => void]>([
    ['moves', rows => rows.today?.reverse()],
    ['goes', rows => rows.today?.shift()],
    ['comes', rows => rows.week?.unshift({ id: 4, accountName: 'Dyne' })],
  ])('stays as it is where a row %s', async (_, change) => {
    const { queries, rows, shown } = await aShownList()
    rows.today = [...(rows.today ?? [])]
    rows.week = [{ id: 3, accountName: 'Coil and Sons' }]
    change(rows)
    expect(await refreshInPlace(queries, 'queue.list')).toBe(false)
    expect(shown().map(({ accountName }) => accountName)).toEqual(['Acme', 'Bolt', 'Coil'])
  })
})
