import type { Lack } from '../model/trigger.ts'
import { eventNoun, spaced } from './event-words.ts'

/** `No source supplies “order id” of shipments, so …`: why conditions about something are unknown. */
export function lackWords({ record, kind, key }: Lack): string {
  const noun = record === 'event' ? eventNoun(kind) : `${spaced(kind)}s`
  const what = key === null ? noun : `“${spaced(key)}” of ${noun}`
  return `No source supplies ${what}, so conditions about them are unknown and never true.`
}
