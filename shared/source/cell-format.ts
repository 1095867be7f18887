import { z } from 'zod'

/** How a date is written. `iso` takes `2024-12-31`, with a time and an offset where given; without offset it is UTC. */
export const DATE_FORMATS = ['iso', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy', 'unix_s', 'unix_ms'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

/** How the cells of a column are written, beside the type that they are read as. */
export const cellFormat = {
  format: z.enum(DATE_FORMATS).optional(),
}
