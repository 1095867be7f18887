import { expect, it } from 'vitest'
import type { CohortRow, StartKind } from '../../../main/measure/cohort/start.ts'
import { collectStarts, rowsOfStarts } from '../../../main/measure/cohort/starts.ts'
import { chance } from '../../helpers/chance.ts'

const KIND: StartKind = {
  ...{ triggerId: 't', playbookId: 'p', startedBy: 'maya', proposal: null, judged: null },
  category: 'usage',
}
const OTHER: StartKind = { ...KIND, judged: 'quiet' }

/** Starts of a few accounts, many at the same moment, with and without what may be missing. */
function someStarts(count: number): CohortRow[] {
  const { uniform } = chance(7)
  const maybe = (value: number) => (uniform() < 0.5 ? null : value)
  const bit = () => (uniform() < 0.5 ? 1 : 0)
  return Array.from({ length: count }, (_, at) => ({
    ...{ accountId: 1 + Math.floor(20 * uniform()), kind: uniform() < 0.5 ? KIND : OTHER, treated: bit() },
    ...{ assignedAt: 1_000 + Math.floor(10 * uniform()), exposedAt: maybe(at), comparable: bit(), windowEndsAt: 9_000 },
    ...{ contactedAt: maybe(at), inducedAt: maybe(at), metricMetAt: maybe(at), churnedAt: maybe(at) },
    ...{ messages: maybe(at % 3), issueId: at, issueOpenedAt: at, issueClosedAt: maybe(at), minutes: at / 2 },
  }))
}

function collected(rows: readonly CohortRow[]) {
  const { add, collected: all } = collectStarts()
  for (const row of rows) add(row)
  return all()
}

it('starts in columns are account by account, each account’s in the order of assignment', () => {
  const rows = someStarts(300)
  const { count, accountIds, firstOf, assignedAt, issueId } = collected(rows)
  expect(count).toBe(300)
  expect([...accountIds]).toEqual([...new Set(rows.map(row => row.accountId))].sort((a, b) => a - b))
  for (const [place, id] of accountIds.entries()) {
    // Those of one moment stay in the order in which they came.
    const own = rows.filter(row => row.accountId === id).sort((a, b) => a.assignedAt - b.assignedAt)
    expect([...assignedAt.subarray(firstOf[place], firstOf[place + 1])]).toEqual(own.map(row => row.assignedAt))
    expect([...issueId.subarray(firstOf[place], firstOf[place + 1])]).toEqual(own.map(row => row.issueId))
  }
})

it('no field of a start is lost in columns, nor is what was missing', () => {
  const rows = someStarts(300)
  const byIssue = (a: CohortRow, b: CohortRow) => a.issueId - b.issueId
  const again = rowsOfStarts(collected(rows))
  expect(again.map(row => row.assignedAt)).toEqual(rows.map(row => row.assignedAt).sort((a, b) => a - b))
  expect(again.toSorted(byIssue)).toEqual(rows)
  expect(rowsOfStarts(collected([]))).toEqual([])
})
