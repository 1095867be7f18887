import { z } from 'zod'
import { MOST_LISTED } from '../desk/list/list-rows.ts'
import { queueFilterSchema } from '../model/queue.ts'
import { id } from '../model/values.ts'

/** `ListAsk`, as a window reads it. */
const listAskSchema = z.strictObject({
  filter: queueFilterSchema,
  banded: z.boolean(),
  issueIds: z.array(id).min(1).max(MOST_LISTED).readonly().nullable(),
})

/** The number of a drag on its page. */
const drag = z.int().positive()

/**
 * What the page may say of a list that a person drags out of the window. It names rows of the list, never a file or what is
 * in it: the engine writes that.
 */
export const dragSaysSchema = z.discriminatedUnion('say', [
  /** A drag began. */
  z.strictObject({ say: z.literal('drag-list'), drag, list: listAskSchema }),
  /** The file is there, and the person still holds the button. */
  z.strictObject({ say: z.literal('drag-go'), drag }),
  /** The person let go before. */
  z.strictObject({ say: z.literal('drag-drop'), drag }),
])
export type DragSays = z.infer<typeof dragSaysSchema>

/** What the window says of a drag: the file is ready with so many rows, or why there is none. */
export type DragAnswer =
  | { say: 'drag-ready'; drag: number; rows: number }
  | { say: 'drag-failed'; drag: number; what: string; why: string; todo: string }
