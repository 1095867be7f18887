/** A message ready to leave: rendered, addressed, with the key that the provider may use against duplicates. */
export interface Outgoing {
  key: string
  to: { name: string | null; address: string }
  subject: string
  text: string
  html: string
}

/**
 * The four endings of a send. `later`: the server is away or asks for patience, try again (after `afterMs` at least).
 * `refused`: it will never be taken, a person must look. `unsure`: it may or may not have left.
 * `down` says that the channel itself is away, so that other messages need not try it one by one.
 */
export type Ending =
  | { ending: 'sent'; providerId: string | null }
  | { ending: 'later'; why: string; afterMs: number | null; down?: boolean }
  | { ending: 'refused'; why: string }
  | { ending: 'unsure'; why: string }

/**
 * Delivers messages. `beforeCommit` must be awaited right before the first byte that could make the message count as
 * delivered: it marks the row as in flight, durably. What fails before it can be tried again without any doubt.
 */
export interface Channel {
  name: string
  send(message: Outgoing, beforeCommit: () => Promise<void>, signal: AbortSignal): Promise<Ending>
  /** Connects and signs in without sending; words for the person. */
  test(): Promise<{ ok: boolean; message: string }>
  close(): Promise<void>
}
