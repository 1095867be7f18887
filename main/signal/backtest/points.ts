import type { Points } from './runs.ts'

/** Growable numbers, reused from account to account. */
export interface Gathering {
  at: Float64Array
  amount: Float64Array
  before: Float64Array
  exact: boolean
  n: number
}

export const newGathering = (room = 256): Gathering => ({
  at: new Float64Array(room),
  amount: new Float64Array(room),
  before: new Float64Array(room + 1),
  exact: true,
  n: 0,
})

export function startOver(points: Gathering): void {
  points.n = 0
  points.exact = true
}

/** Adds an event; they come in order of time. Running totals are kept while they are whole and safe to take apart. */
export function addPoint(points: Gathering, at: number, amount: number): void {
  if (points.n === points.at.length) enlarge(points)
  const n = points.n++
  points.at[n] = at
  points.amount[n] = amount
  points.exact &&= Number.isInteger(amount)
  points.before[n + 1] = (points.before[n] as number) + amount
}

function enlarge(points: Gathering): void {
  for (const name of ['at', 'amount', 'before'] as const) {
    const larger = new Float64Array(points.at.length * 2 + (name === 'before' ? 1 : 0))
    larger.set(points[name])
    points[name] = larger
  }
}

/** The account's events so far; valid until the next one is gathered. */
export const asPoints = (points: Gathering): Points => points

/**
 * Reads the numbers of a comma-separated list, as group_concat writes them, and adds `base`. An empty item is NaN.
 * Written by hand because a list of millions is split here while a person waits.
 */
export function eachNumber(text: string, base: number, take: (value: number, index: number) => void): void {
  let index = 0
  let begin = 0
  let plain = true
  let whole = 0
  for (let k = 0; k <= text.length; k++) {
    const code = k < text.length ? text.charCodeAt(k) : 44
    if (code === 44) {
      take(base + (k === begin ? Number.NaN : plain ? whole : Number(text.slice(begin, k))), index++)
      begin = k + 1
      plain = true
      whole = 0
    } else if (code >= 48 && code <= 57 && k - begin < 15) whole = whole * 10 + code - 48
    else plain = false
  }
}
