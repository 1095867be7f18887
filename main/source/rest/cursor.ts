import { z } from 'zod'

const positionSchema = z.object({
  token: z.string().exactOptional(),
  url: z.string().exactOptional(),
  offset: z.number().exactOptional(),
  page: z.number().exactOptional(),
  tail: z.array(z.string()).exactOptional(),
  before: z.string().exactOptional(),
  full: z.number().exactOptional(),
})

/** A walk through the pages of one stretch of time, as far as it has come. Times are UTC ms. */
const walkSchema = z.object({
  since: z.number(),
  until: z.number(),
  at: positionSchema.nullable(),
  /** Where the list of parents stands, for streams that have one. */
  parent: positionSchema.nullable(),
  /** The newest record so far. */
  newest: z.number().nullable(),
  /** Records of this query so far. */
  count: z.number(),
})
export type Walk = z.infer<typeof walkSchema>

const freshSchema = z.object({
  v: z.literal(1),
  /** Mark of what the manifest said of the stream; with another it is read from the beginning. */
  by: z.string().default(''),
  /** Where the first walk began: what lies before it is history. */
  from: z.number(),
  /** Everything up to here is there; null before the first walk is done. */
  since: z.number().nullable(),
  /** When the last walk ended. */
  at: z.number().nullable().default(null),
  /** When the last full walk ended, of a stream that is complete. */
  full: z.number().nullable().default(null),
  /** The source's own cursor, where it is kept from sync to sync. */
  token: z.string().nullable(),
  walk: walkSchema.nullable(),
})
/** How far the reading of new data has come. */
export type FreshState = z.infer<typeof freshSchema>

const historySchema = z.object({
  v: z.literal(1),
  /** Everything from here to the fresh data is there. */
  until: z.number(),
  /** History ends here. */
  floor: z.number(),
  walk: walkSchema.nullable(),
})
/** How far the reading of history has come. */
export type HistoryState = z.infer<typeof historySchema>

/** Null for a cursor that this version cannot read: the stream is then read from its beginning, which changes nothing. */
export const readFresh = (cursor: string | null | undefined): FreshState | null => parsed(freshSchema, cursor)
export const readHistory = (cursor: string | null | undefined): HistoryState | null => parsed(historySchema, cursor)

function parsed<T>(schema: z.ZodType<T>, cursor: string | null | undefined): T | null {
  if (cursor === null || cursor === undefined) return null
  try {
    return schema.safeParse(JSON.parse(cursor)).data ?? null
  } catch {
    return null
  }
}
