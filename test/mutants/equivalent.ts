import type { Stated } from './mutant.ts'

/** Faults that change no answer, each with the reason for which no test can notice it. They still count as surviving. */
export const EQUIVALENT: readonly (Stated & { why: string })[] = []
