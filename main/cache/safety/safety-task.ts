import type { Salvaged } from './salvage.ts'

/**
 * A copy of a whole database, a look for damage in it, a new file without what was deleted from it, or a rescue of its
 * rows with a backup's help.
 */
export type SafetyTask =
  | { file: string; to: string }
  | { file: string; check: true }
  | { file: string; scrub: true }
  | { file: string; salvageTo: string; backup: string | null }
export type SafetyAnswer = { damage: string[] } | { salvaged: Salvaged[] } | { failed: string }
/** What a long task has done so far. */
export interface SafetyProgress {
  rows: number
}
