import { z } from 'zod'
import type { Report } from './report.ts'

/** Tables that the contract's calls read, traced: how many calls, and how many of their reads are not declared. */
export const reads: Report<{ calls: number; undeclared: number }> = {
  file: 'out/test/reads.json',
  schema: z.object({
    calls: z.number(),
    // A number, or the list of the reads themselves.
    undeclared: z.union([z.number(), z.array(z.unknown()).transform(list => list.length)]),
  }),
  command: ['npx', 'vitest', 'run', '--reporter=dot', 'reads.test'],
}

/** Small changes made to the hearts on purpose, and those that no test noticed. */
export const mutants: Report<{ tried: number; surviving: unknown[] }> = {
  file: 'out/test/mutants.json',
  schema: z.object({ tried: z.number(), surviving: z.array(z.unknown()) }),
  command: ['npm', 'run', '--silent', 'mutants'],
}

/** How long the last whole run of the tests took, in seconds, and of the processor's time where the system says so. */
export const seconds: Report<{ unit: number; e2e: number; total: number; processor: number | null }> = {
  file: 'out/test/seconds.json',
  schema: z.object({
    unit: z.number(),
    e2e: z.number(),
    total: z.number(),
    processor: z.number().nullable().default(null),
  }),
  command: ['npm', 'test'],
}
