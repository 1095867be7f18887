import type { Outgoing } from '../../../shared/outbox/outgoing.ts'

/**
 * The four endings of a send. `later`: the server is away or asks for patience, try again (after `afterMs` at least).
 * `refused`: it will never be taken, a person must look; `bounced`: because the address does not exist. `unsure`: it may or may not have left.
 * `down` says that the channel itself is away, so that other messages need not try it one by one.
 */
export type Ending =
  | { ending: 'sent'; providerId: string | null }
  | { ending: 'later'; why: string; afterMs: number | null; down?: boolean }
  | { ending: 'refused'; why: string; bounced?: true }
  | { ending: 'unsure'; why: string }

/** What the provider says about a key: `unknown` when it cannot tell, `later` when it could not be asked. */
export type Reconciled =
  | { found: 'sent'; providerId: string | null }
  | { found: 'not_sent' }
  | { found: 'unknown' }
  | { found: 'later'; why: string; afterMs: number | null; down?: boolean }

/**
 * Delivers messages. `beforeCommit` must be awaited right before the first byte that could make the message count as
 * delivered: it marks the row as in flight, durably. What fails before it can be tried again without any doubt.
 */
export interface Channel {
  name: string
  send(out: Outgoing, beforeCommit: () => Promise<void>, signal: AbortSignal): Promise<Ending>
  /**
   * For how long, in ms from the first attempt, the provider takes a repeated key for the same message and delivers it
   * once. 0 or absent: it makes no such promise, so nothing is ever repeated.
   */
  repeatableFor?: number
  /** Asks the provider what became of a key. Absent where it cannot be asked. */
  reconcile?(out: Outgoing, signal: AbortSignal): Promise<Reconciled>
  /** How long after an attempt began the provider may still be working on it, in ms: asked earlier it cannot know. */
  settles?: number
  /** True when it needs no time to be ready: preflight then asks once, right before the message leaves. */
  ready?(): boolean
  /** Nothing reaches anybody through it. */
  practice?: boolean
  /** Recipients that it serves at the same time. */
  lanes?: number
  /** Connects and signs in without sending; words for the person. */
  test(): Promise<{ ok: boolean; message: string }>
  close(): Promise<void>
}

/** Why a channel cannot be used at all, in words that say what to do. */
export interface NotReady {
  missing: string
}

/** The channels of a workspace, by the name that stands in `outbox.channel`. */
export interface Channels {
  /** The channel for one drain, which closes it. */
  open(name: string): Promise<Channel | NotReady>
  /** Names of those whose unsure messages can be found out about, or repeated under their key. */
  keyed(): readonly string[]
}

/** Can somebody but a person find out what became of an unsure message? */
export const isKeyed = (channel: Pick<Channel, 'reconcile' | 'repeatableFor'>): boolean =>
  channel.reconcile !== undefined || (channel.repeatableFor ?? 0) > 0

/** A fixed set of channels: for tests, and for workspaces that need no more. */
export const channelsOf = (...list: readonly Channel[]): Channels => ({
  open: async name => list.find(channel => channel.name === name) ?? { missing: `No channel is called ${name}.` },
  keyed: () => list.filter(isKeyed).map(channel => channel.name),
})
