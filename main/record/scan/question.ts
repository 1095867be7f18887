import type { Example } from './column-scan.ts'

/** What only a person can say of a column, with cells that show why. */
export interface Question {
  kind: 'date-order' | 'decimal'
  examples: readonly Example[]
}
