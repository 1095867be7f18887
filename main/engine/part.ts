import { ok, type Result } from '../../shared/result.ts'

/** Holds on to something until it is closed. */
export interface Closable {
  close(): unknown
}

/** A part of the engine: what it offers, and how it ends. */
export type Part<Offer> = Offer & { close(): Promise<void> }

/** Keeps a part until the whole is closed. */
export type Keep = <Kept extends Closable>(part: Kept) => Kept

/**
 *   open ─▶ keep ─▶ keep ─▶ keep ─▶ the whole ── close ─▶ the part that was kept last is closed first
 *            └───────┴─▶ refused, or an error ──────────▶ the same for the parts kept so far
 *
 * `closing` is aborted before the first part closes, so that every part can tell an end from a cancellation.
 */
export async function compose<Offer extends object>(
  open: (keep: Keep, closing: AbortSignal) => Promise<Result<Offer>>,
): Promise<Result<Part<Offer>>> {
  const kept: Closable[] = []
  const closing = new AbortController()
  let closed: Promise<void> | null = null
  const close = (): Promise<void> => {
    closing.abort()
    closed ??= closeAll(kept.toReversed())
    return closed
  }
  const keep: Keep = part => {
    kept.push(part)
    return part
  }
  // Why it could not be opened is what a person needs to know; trouble with closing would hide that.
  const giveUp = () => close().catch(() => {})
  try {
    const opened = await open(keep, closing.signal)
    if (opened.ok) return ok({ ...opened.value, close })
    await giveUp()
    return opened
  } catch (error) {
    await giveUp()
    throw error
  }
}

/** Closes one after the other. A part that fails does not keep the others from closing; its error is thrown at the end. */
export async function closeAll(parts: readonly Closable[]): Promise<void> {
  const errors: unknown[] = []
  for (const part of parts)
    try {
      await part.close()
    } catch (error) {
      errors.push(error)
    }
  if (errors.length > 1) throw new AggregateError(errors, 'Several parts could not be closed.')
  if (errors.length === 1) throw errors[0]
}
