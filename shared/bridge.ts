import type { ListAsk } from './desk/list/list-rows.ts'
import type { Failure, Result } from './result.ts'

/** The page asks for a port by posting this to its own window; the preload passes it on. */
export const CONNECT = 'forestall:connect'
/** Channel names between the main process and the preload. */
export const CONNECT_CHANNEL = 'engine:connect'
export const NOTICE_CHANNEL = 'engine:notice'

/**
 * What the page hears of its shell: a port to a running engine, that the engine went away, or that it cannot start; and a
 * link to follow, null for one that is none of ours.
 */
export type EngineNotice =
  | { kind: 'port' }
  | { kind: 'lost' }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'link'; link: string | null }

/** How a notice travels over the window, recognisable among other messages. */
export interface NoticeEnvelope {
  forestall: EngineNotice
}

/** What the engine process cannot do itself and asks of the main process. */
export type DesktopAsk =
  | { op: 'secret.get'; name: string }
  | { op: 'secret.set'; name: string; value: string | null }
  | { op: 'secret.lasts' }
  | { op: 'files.pick' }
  | { op: 'folder.show'; dir: string }

/** A file that the engine wrote: its path, and how many rows it has. */
export interface ListFile {
  path: string
  rows: number
}

/** From the engine process to the main process. */
export type FromEngine =
  | { kind: 'ready' }
  /** The person opened this workspace; an engine that is started again opens it too. */
  | { kind: 'opened'; dir: string }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'ask'; id: number; ask: DesktopAsk }
  /** The answer to `vouch`. */
  | { kind: 'vouched'; id: number; may: boolean }
  /** The answer to `list-file`. */
  | { kind: 'listed'; id: number; written: Result<ListFile> }

/** From the main process to the engine process; `port` carries the port itself beside it. */
export type ToEngine =
  | { kind: 'port' }
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'refusal'; id: number; failure: Failure }
  /** May the system's browser open this address, which the page named? */
  | { kind: 'vouch'; id: number; address: string }
  /** Write these rows of the list into a new file. */
  | { kind: 'list-file'; id: number; list: ListAsk }
  | { kind: 'close' }

/** What the engine process is started with, as JSON in its first argument. */
export interface EngineStart {
  /** Folder that holds the workspaces. */
  root: string
  /** A workspace chosen by `--workspace`. */
  dir: string | null
  appVersion: string
  actor: string
  device: string
  /** Folder for lists that are dragged out of a window. */
  dragged: string
  /** Why no workspace is to be opened at first: opening it has ended the engine several times. */
  stopped?: Failure
}
