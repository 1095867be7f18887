import type { z } from 'zod'

/** A stored value, or why it cannot be read: a list shows the others beside it. */
export type ReadBack<T> = { value: T; unreadable: null } | { value: null; unreadable: string }

/** A stored JSON text as `schema` has it. The reason names the place and quotes no data. */
export function readStored<T>(schema: z.ZodType<T>, text: string | null): ReadBack<T> {
  let json: unknown
  try {
    json = JSON.parse(text ?? '')
  } catch {
    return { value: null, unreadable: 'The stored text is not JSON.' }
  }
  const read = schema.safeParse(json)
  if (read.success) return { value: read.data, unreadable: null }
  const place = read.error.issues[0]?.path.join('.')
  return { value: null, unreadable: `The stored value at ${place || 'the top'} is not of the expected kind.` }
}
