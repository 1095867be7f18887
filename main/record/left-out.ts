import type { LeftOut } from '../../shared/experiment/experiment.ts'

/** Examples that are kept of each reason, and how much of a cell. */
const SHOWN = 2
const LONGEST = 80

/** Why something is left out, once it is known how often. */
export interface LeftOutReason {
  /** Null: the row as a whole. */
  column: string | null
  words: (rows: number) => string
  todo: string
}

/** Counts what was not understood, by reason. */
export class LeftOutCount {
  private readonly counts = new Map<LeftOutReason, { rows: number; examples: LeftOut['examples'] }>()

  add(reason: LeftOutReason, line: number, text: string): void {
    const met = this.counts.get(reason) ?? { rows: 0, examples: [] }
    met.rows++
    if (met.examples.length < SHOWN)
      met.examples.push({ line, text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text })
    this.counts.set(reason, met)
  }

  list(): LeftOut[] {
    return [...this.counts].map(([{ column, words, todo }, { rows, examples }]) => ({
      ...{ column, rows, what: words(rows), todo, examples },
    }))
  }
}

/** `1 row`, `2 rows`. */
export const counted = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
