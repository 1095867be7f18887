import type { Result } from '../../../shared/result.ts'
import type { FeedDeps } from '../update-from-feed.ts'
import type { Updated } from '../updates.ts'
import type { UpdateManifest } from './update-manifest.ts'

/** What a thread is started with: all of it can be copied into it. */
export interface UpdateTask {
  op: 'look' | 'install'
  deps: Omit<FeedDeps, 'wall' | 'open'>
  /** When it began, which names the backups. Machine time, UTC ms. */
  at: number
}
/** What the thread says meanwhile and at its end. */
export type FromUpdateThread =
  | { kind: 'bytes'; done: number }
  | { kind: 'looked'; answer: Result<UpdateManifest | null> }
  | { kind: 'updated'; answer: Result<Updated | null> }
