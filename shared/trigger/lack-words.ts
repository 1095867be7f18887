import type { Lack } from '../model/trigger.ts'
import { eventNoun, spaced } from './event-words.ts'

/** `sign-ins`, `“order id” of shipments`: what no source supplies. */
export function lackNoun({ record, kind, key }: Lack): string {
  const noun = record === 'event' ? eventNoun(kind) : `${spaced(kind)}s`
  return key === null ? noun : `“${spaced(key)}” of ${noun}`
}

/** Why conditions about something are unknown. */
export const lackWords = (lack: Lack): string =>
  `No source supplies ${lackNoun(lack)}, so conditions about them are unknown and never true.`
