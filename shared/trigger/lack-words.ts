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

/** What to do about a kind of event that no source supplies, where sources bring others; empty where none comes to mind. */
export function insteadWords(lacks: readonly Pick<Lack, 'record' | 'kind'>[], instead: readonly string[]): string[] {
  const lack = lacks.find(({ record }) => record === 'event')
  if (!lack || instead.length === 0) return []
  const names = instead.map(kind => `“${kind}”`).join(', ')
  return [
    `Sources bring ${names}. If one of them is meant, choose it in the trigger, or map it to the kind “${lack.kind}”.`,
  ]
}

/** Everything that makes conditions of a trigger unknown, a sentence each, and what to do. */
export const unknownWords = (
  view: { lacks: Lack[]; instead: string[]; withoutRate: WithoutRate[] } | undefined,
): string[] =>
  view
    ? [
        ...view.lacks.map(lackWords),
        ...insteadWords(view.lacks, view.instead),
        ...view.withoutRate.map(withoutRateWords),
      ]
    : []
