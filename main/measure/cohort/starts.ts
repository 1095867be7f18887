import type { CohortRow, StartKind } from './start.ts'

const NUMBERS = [
  ...(['treated', 'assignedAt', 'exposedAt', 'comparable', 'windowEndsAt'] as const),
  ...(['contactedAt', 'inducedAt', 'metricMetAt', 'churnedAt'] as const),
  ...(['messages', 'issueId', 'issueOpenedAt', 'issueClosedAt', 'minutes'] as const),
]
type StartColumn = (typeof NUMBERS)[number]
const ASSIGNED_AT = NUMBERS.indexOf('assignedAt')

/**
 * Starts in columns, account by account, those of one account in the order of assignment. A hundred thousand objects would
 * take longer to make, keep and clear away than everything that is counted from them. A column holds what the field of its
 * name in `CohortRow` says, and NaN for null.
 */
export interface Starts extends Readonly<Record<StartColumn, Float64Array>> {
  count: number
  /** The accounts, by ascending row. */
  accountIds: Float64Array
  /** Where the starts of each account begin; one more entry for the end. */
  firstOf: Int32Array
  /** What starts share. */
  kinds: readonly StartKind[]
  /** For each start, its kind’s place in `kinds`. */
  kindOf: Int32Array
}

const orNaN = (value: number | null): number => value ?? Number.NaN

/** Collects starts in any order; those of one account and one moment stay in the order in which they were added. */
export function collectStarts(): { add(row: CohortRow): void; collected(): Starts } {
  const places = new Map<StartKind, number>()
  const accounts: number[] = []
  const kinds: number[] = []
  // Row after row, because one long list grows faster than a list for each column.
  const cells: number[] = []
  return {
    add: row => {
      const place = places.get(row.kind) ?? places.size
      places.set(row.kind, place)
      kinds.push(place)
      accounts.push(row.accountId)
      // In the order of `NUMBERS`: going through the names for each start takes several times as long.
      cells.push(row.treated, row.assignedAt, orNaN(row.exposedAt), row.comparable, row.windowEndsAt)
      cells.push(orNaN(row.contactedAt), orNaN(row.inducedAt), orNaN(row.metricMetAt), orNaN(row.churnedAt))
      cells.push(orNaN(row.messages), row.issueId, row.issueOpenedAt, orNaN(row.issueClosedAt), row.minutes)
    },
    collected: () => {
      const { accountIds, firstOf, order } = byAccount(
        accounts,
        start => cells[start * NUMBERS.length + ASSIGNED_AT] ?? 0,
      )
      const columns = NUMBERS.map((name, at) => [name, taken(cells, order, at)] as const)
      return {
        ...(Object.fromEntries(columns) as Record<StartColumn, Float64Array>),
        ...{ count: order.length, accountIds, firstOf, kinds: [...places.keys()] },
        kindOf: Int32Array.from(taken(kinds, order)),
      }
    },
  }
}

/** One column of cells, or a list, in another order. A loop: `from` with a function takes twenty times as long. */
function taken(cells: readonly number[], order: Int32Array, column?: number): Float64Array {
  const values = new Float64Array(order.length)
  const [width, first] = column === undefined ? [1, 0] : [NUMBERS.length, column]
  for (let at = 0; at < order.length; at++) values[at] = cells[(order[at] ?? 0) * width + first] ?? 0
  return values
}

/** An order in which the starts of an account are neighbours. Counted, not compared: that takes a tenth of the time. */
function byAccount(accounts: readonly number[], assignedAt: (start: number) => number) {
  const starts = new Map<number, number>()
  for (const id of accounts) starts.set(id, (starts.get(id) ?? 0) + 1)
  const accountIds = Float64Array.from(starts.keys()).sort()
  const firstOf = new Int32Array(accountIds.length + 1)
  for (const [place, id] of accountIds.entries()) {
    firstOf[place + 1] = (firstOf[place] ?? 0) + (starts.get(id) ?? 0)
    starts.set(id, firstOf[place] ?? 0)
  }
  const order = new Int32Array(accounts.length)
  for (const [start, id] of accounts.entries()) {
    const at = starts.get(id) ?? 0
    order[at] = start
    starts.set(id, at + 1)
  }
  for (let place = 0; place < accountIds.length; place++)
    sortWithin(order, firstOf[place] ?? 0, firstOf[place + 1] ?? 0, assignedAt)
  return { accountIds, firstOf, order }
}

/** Sorts a few neighbours by insertion; equal ones keep their order. */
function sortWithin(order: Int32Array, begin: number, end: number, momentOf: (start: number) => number): void {
  for (let sorted = begin + 1; sorted < end; sorted++) {
    const start = order[sorted] ?? 0
    const value = momentOf(start)
    let at = sorted
    for (; at > begin && momentOf(order[at - 1] ?? 0) > value; at--) order[at] = order[at - 1] ?? 0
    order[at] = start
  }
}

/** What is counted of starts, by the key of their kind; `ofKind` finds it by the place of the kind. `none`: nothing yet. */
export function countsByKind<T>(
  kinds: readonly StartKind[],
  keyOf: (kind: StartKind) => string,
  none: (kind: StartKind) => T,
): { byKey: Map<string, T>; ofKind: T[] } {
  const byKey = new Map<string, T>()
  const ofKind = kinds.map(kind => {
    const counts = byKey.get(keyOf(kind)) ?? none(kind)
    byKey.set(keyOf(kind), counts)
    return counts
  })
  return { byKey, ofKind }
}

const nullable = (column: Float64Array, at: number): number | null => {
  const value = column[at] ?? Number.NaN
  return Number.isNaN(value) ? null : value
}

/** The starts as rows, in the order of assignment. */
export function rowsOfStarts(starts: Starts): CohortRow[] {
  const rows: CohortRow[] = []
  for (const [place, accountId] of starts.accountIds.entries())
    for (let at = starts.firstOf[place] ?? 0; at < (starts.firstOf[place + 1] ?? 0); at++) {
      const kind = starts.kinds[starts.kindOf[at] ?? 0]
      if (!kind) continue
      rows.push({
        accountId,
        kind,
        treated: starts.treated[at] === 1 ? 1 : 0,
        assignedAt: starts.assignedAt[at] ?? 0,
        exposedAt: nullable(starts.exposedAt, at),
        comparable: starts.comparable[at] === 1 ? 1 : 0,
        windowEndsAt: starts.windowEndsAt[at] ?? 0,
        contactedAt: nullable(starts.contactedAt, at),
        inducedAt: nullable(starts.inducedAt, at),
        metricMetAt: nullable(starts.metricMetAt, at),
        churnedAt: nullable(starts.churnedAt, at),
        messages: nullable(starts.messages, at),
        issueId: starts.issueId[at] ?? 0,
        issueOpenedAt: starts.issueOpenedAt[at] ?? 0,
        issueClosedAt: nullable(starts.issueClosedAt, at),
        minutes: starts.minutes[at] ?? 0,
      })
    }
  return rows.sort((a, b) => a.assignedAt - b.assignedAt)
}
