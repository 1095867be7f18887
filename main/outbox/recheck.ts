import type { ReadDb, WriteDb } from '../cache/db.ts'
import type { DrainItem } from './store.ts'

/** Whether a message may still leave, asked right before it does. `atWall`: when to ask again, machine time, UTC ms. */
export interface RecheckAnswer {
  leave: 'now' | 'later' | 'refused'
  why: string | null
  atWall: number | null
  keep(tx: WriteDb): void
}

/** Asked of `db`, which is the marking transaction itself right before messages leave. */
export type Recheck = (db: ReadDb, items: readonly DrainItem[]) => RecheckAnswer[]
