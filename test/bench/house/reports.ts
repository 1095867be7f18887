import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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

const secondsSchema = z.object({
  unit: z.number(),
  e2e: z.number(),
  total: z.number(),
  processor: z.number().nullable().default(null),
  /** Commit of the run that the repository keeps. */
  commit: z.string().optional(),
})

type Seconds = z.infer<typeof secondsSchema>

/** How long the last run of the tests took, in seconds, and of the processor's time where the system says so. */
export const seconds: Report<Seconds> = {
  file: 'out/test/seconds.json',
  schema: secondsSchema,
  command: ['npm', 'test'],
}

/** The same for those tests alone that the figure before was taken of. */
export const thenSeconds: Report<Seconds> = {
  file: 'out/test/then.json',
  schema: secondsSchema,
  command: ['npm', 'test', '--', '--then'],
}

/** The run that `npm test -- --keep` kept last, of whichever code that was; null where none is kept. */
export function keptSeconds(root: string, which: 'seconds' | 'early'): Seconds | null {
  const file = join(root, 'test/helpers/whole/kept.json')
  if (!existsSync(file)) return null
  const kept = z.object({ seconds: secondsSchema.optional(), early: secondsSchema.optional() })
  return kept.parse(JSON.parse(readFileSync(file, 'utf8')))[which] ?? null
}
