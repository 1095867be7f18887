import type { Lack, WithoutRate } from '../model/trigger.ts'
import { eventNoun, spaced } from './event-words.ts'

/** `sign-ins`, `“order id” of shipments`: what no source supplies. */
export function lackNoun({ record, kind, key }: Lack): string {
  const noun = record === 'event' ? eventNoun(kind) : `${spaced(kind)}s`
  return key === null ? noun : `“${spaced(key)}” of ${noun}`
}

/** Why conditions about something are unknown. */
export const lackWords = (lack: Lack): string =>
  `No source supplies ${lackNoun(lack)}, so conditions about them are unknown and never true.`

const counted = (accounts: number): string => `${accounts.toLocaleString('en')} account${accounts === 1 ? '' : 's'}`

/** `RSD (3 accounts)`. */
export const withoutRateNoun = ({ currency, accounts }: WithoutRate): string => `${currency} (${counted(accounts)})`

/** Why conditions on the amounts of some accounts are unknown. */
export const withoutRateWords = ({ currency, accounts }: WithoutRate): string =>
  `There is no exchange rate for ${currency}, so conditions on the revenue of ${counted(accounts)} are unknown and never true.`

/** Everything that makes conditions of a trigger unknown, a sentence each. */
export const unknownWords = (view: { lacks: Lack[]; withoutRate: WithoutRate[] } | undefined): string[] =>
  view ? [...view.lacks.map(lackWords), ...view.withoutRate.map(withoutRateWords)] : []
