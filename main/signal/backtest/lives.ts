import { closesWhen, type Firing, firesWhen, type Trigger } from '../../../shared/trigger/trigger.ts'
import type { Measured } from './measured.ts'
import { shapeOf, spansOf, testOf } from './truth.ts'

/** Told a span in which an account can fire (`to` excluded, UTC ms), and which life of a firing it belongs to. */
export type Firable = (from: number, to: number, life: number) => void

/**
 * Where a trigger can fire, account by account, in order of time. Without a closing condition each span in which the
 * condition holds is a life of its own. With one, nothing fires while that holds, and what fired stays open until it
 * begins to hold: all that lies between two spans of the closing condition is one life.
 */
export function firableOf(part: Measured, definition: Firing, limit: number) {
  const [when, closeWhen] = [firesWhen(definition), closesWhen(definition)]
  const eachSpan = spansReader(part, when, 0, limit)
  if (!closeWhen)
    return (account: number, put: Firable): void => {
      let life = 0
      eachSpan(account, (from, to) => put(from, to, life++))
    }
  const eachClosing = spansReader(part, closeWhen, shapeOf(when, one => one).comparisons.length, limit)
  return (account: number, put: Firable): void => {
    const closings: [number, number][] = []
    eachClosing(account, (from, to) => closings.push([from, to]))
    let life = 0
    eachSpan(account, (from, to) => {
      let opens = from
      while (life < closings.length && (closings[life] as [number, number])[0] < to) {
        const [closes, reopens] = closings[life] as [number, number]
        if (opens < closes) put(opens, closes, life)
        opens = Math.max(opens, reopens)
        // A span that ends within this closing may be followed by one that begins within it.
        if (reopens > to) return
        life++
      }
      if (opens < to) put(opens, to, life)
    })
  }
}

/** Spans of a condition whose comparisons are the columns from `first` on. */
function spansReader(part: Measured, condition: Trigger['when'], first: number, limit: number) {
  const { shape, comparisons } = shapeOf(condition, one => one)
  const columns = part.columns.slice(first, first + comparisons.length)
  const tests = comparisons.map((comparison, c) => testOf(comparison, part.codes[first + c] ?? null))
  return (account: number, span: (from: number, to: number) => void) =>
    spansOf(columns, tests, shape, account, limit, span)
}
