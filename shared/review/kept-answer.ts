import { z } from 'zod'
import { ms } from '../model/values.ts'

/**
 * The last answer of a call that takes long, for a screen to show while it is counted again; null where none is kept.
 * `countedAt`: by the machine's clock, so that its age is true also where the workspace's clock stands still. UTC ms.
 */
export const keptAnswerSchema = <Answer extends z.ZodType>(answer: Answer) =>
  z.object({ countedAt: ms, answer }).nullable()

/** What `keptAnswerSchema` reads. */
export type KeptAnswer<Answer> = { countedAt: number; answer: Answer } | null
