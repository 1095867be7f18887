import { z } from 'zod'
import { id, ms, optionalText, text } from './values.ts'

/** Work that takes longer than a blink: progress for the footer and the palette. */
export const taskSchema = z.object({
  id: text,
  kind: z.enum([
    'inspect',
    'sync',
    'evaluate',
    'sample',
    'drain',
    'backtest',
    'outreach',
    'examine',
    'analyse',
    'held',
    'full',
    'unwritable',
    'safety',
    'erase',
    'update',
  ]),
  title: text,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number().nullable(),
  unit: text,
  perSecond: z.number(),
  message: optionalText,
  startedAt: ms,
  /** The source that it reads. */
  sourceId: id.nullable(),
})
export type Task = z.infer<typeof taskSchema>
