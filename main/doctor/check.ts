import type { Finding } from '../../shared/model/finding.ts'
import type { ReadDb } from '../cache/db.ts'

/** What a trigger in use asks about that no source supplies. */
export interface Lacking {
  triggerId: string
  title: string
  lacks: readonly string[]
  /** What may be meant instead, in a sentence. */
  instead?: string
}

/** What checks are given. `now` is the workspace's time; what other stages know is handed in by the engine. */
export interface Patient {
  db: ReadDb
  now: number
  /** Whether amounts of a currency (ISO 4217) can be compared with others. */
  hasRate: (currency: string) => boolean
  lacking: readonly Lacking[]
}

/** One look over the data: reads, and says what is hardly true. Nothing found: an empty list. */
export type Check = (patient: Patient) => Finding[]

/** `1 account`, `3 accounts`. */
export const several = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
