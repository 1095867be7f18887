import type { Heart, Mutant } from './mutant.ts'

/** What a process is given: faults of one heart, made one after the other. */
export interface Task {
  heart: Heart
  mutants: readonly Mutant[]
}

/** How a fault ended. `timeout`: its tests did not come to an end, so somebody would have noticed. */
export type Ending = 'killed' | 'timeout' | 'survived'

/** What a process says: the tests pass as they are and took so long (ms), a fault ended, or the run is worth nothing. */
export type Said =
  | { ready: number }
  | { at: number; ending: Exclude<Ending, 'timeout'>; by: string | null }
  | { error: string }
