import {
  type Affected,
  type OutageAccount,
  type OutageDetail,
  type Reach,
  SHOWN_ACCOUNTS,
  type Sureness,
} from '../../../shared/desk/outage.ts'
import type { SourceStatus } from '../../../shared/model/source.ts'
import { formatMoney } from '../../../shared/money.ts'
import { count, plural } from '../../parts/number.ts'
import { age, exact } from '../../parts/time.ts'

export const SURE_WORDS: Record<Sureness, string> = {
  certain: 'uses it for certain',
  probable: 'probably uses it',
  unknown: 'may use it: nothing says',
}

export const REACH_WORDS: Record<OutageAccount['notice'], string> = {
  none: 'not told yet',
  waiting: 'still to be sent',
  held: 'waiting for approval',
  sent: 'told',
  unsure: 'may have been sent',
  refused: 'blocked',
  recalled: 'recalled',
  heldOut: 'held out',
}

/** A monthly value; a dash where there is no rate. */
export const worthWords = (minor: number | null, currency: string): string =>
  minor === null ? '–' : formatMoney({ minor, currency })

/** `106 use it for certain, 2 probably, of 69 nobody knows; 1,773 are not affected.` */
export function sureWords({ sums, others }: Pick<Affected, 'sums' | 'others'>): string {
  const unknown = sums.unknown === 0 ? '' : `, and ${count(sums.unknown)} may, although nothing in the data says so`
  return `${plural(sums.certain, 'account uses', 'accounts use')} it for certain, ${count(sums.probable)} probably${unknown}. ${count(others)} others are not affected.`
}

/** Whom a declaration reaches, where that is not plain from the list. `listed`: how many rows are drawn of more; null for all. */
export function reachedWords({ certain, probable, unknown }: Affected['sums'], listed: number | null): string | null {
  const first = listed === null ? '' : `The first ${count(listed)} are shown. `
  if (unknown === 0) return first === '' ? null : `${first}Declaring the outage reaches all of them.`
  const reached = plural(certain + probable, 'account that uses', 'accounts that use')
  return `${first}Declaring the outage reaches the ${reached} it for certain or probably, and no others.`
}

type Aged = Pick<SourceStatus, 'name' | 'newestAt' | 'syncedAt' | 'error' | 'paused'>

/** Sources that are named one by one where they are behind. */
const NAMED = 3

/**
 * How old the data are that all of this is taken from. The newest of all say nothing about a source that cannot be read
 * or is paused, so each of these is named with its own age.
 */
export function ageWords(sources: readonly Aged[], now: number, zone: string): string {
  const readAt = ({ newestAt, syncedAt }: Aged) => newestAt ?? syncedAt
  const known = sources.flatMap(source => readAt(source) ?? [])
  if (known.length === 0) return 'No data were synced yet.'
  const newest = Math.max(...known)
  const behind = sources.filter(({ error, paused }) => error !== null || paused)
  const words = behind.slice(0, NAMED).map(source => {
    const at = readAt(source)
    return `${source.name} ${at === null ? 'was never synced' : `is ${age(now - at)} old`} (${source.error === null ? 'paused' : 'last sync failed'})`
  })
  if (behind.length > NAMED) words.push(`${plural(behind.length - NAMED, 'more source')} behind`)
  const but = words.length === 0 ? '' : ` ${words.join('; ')}.`
  return `From cached data: the newest are ${age(now - newest)} old (${exact(newest, zone)}).${but}`
}

const ORDER: readonly (keyof Reach)[] = ['sent', 'waiting', 'held', 'unsure', 'refused', 'recalled', 'heldOut', 'none']
const TONES: Partial<Record<keyof Reach, string>> = {
  sent: 'good',
  waiting: 'wait',
  held: 'wait',
  unsure: 'wait',
  refused: 'bad',
}

/** The shares of a message's reach that are not empty, in the order in which a person reads them. */
export const reachShares = (reach: Reach): { key: keyof Reach; n: number; label: string; tone: string }[] =>
  ORDER.filter(key => reach[key] > 0).map(key => ({
    key,
    n: reach[key],
    label: REACH_WORDS[key],
    tone: TONES[key] ?? '',
  }))

/** How many accounts a call list holds: `3 accounts`, or `500 of 3,204 accounts`. */
export const callsWords = (lines: number, of: number): string =>
  lines < of ? `${count(lines)} of ${plural(of, 'account')}` : plural(of, 'account')

/** What is done about accounts that are not drawn. */
export const coveredWords = (drawn: number, accounts: number): string =>
  accounts > SHOWN_ACCOUNTS
    ? `The first ${count(drawn)} are shown. Messages cover all accounts, the call list the ${count(SHOWN_ACCOUNTS)} of the highest value.`
    : `The first ${count(drawn)} are shown. Messages and the call list cover all accounts.`

type Progress = Pick<OutageDetail, 'state' | 'ready' | 'coming' | 'accounts'>

/** Why the messages of an outage do not reach all of its accounts yet; null where they do. */
export function comingWords({ state, ready, coming, accounts }: Progress): string | null {
  if (!ready)
    return state === 'open'
      ? `Affected accounts are still being looked for: ${count(accounts)} so far.`
      : 'The accounts are being brought up to date. Messages can be started when that is done.'
  if (coming === 0) return null
  return `${plural(coming, 'account is', 'accounts are')} still being brought up to date, and can be messaged when that is done.`
}

/** Why no message of an outage can be started, where nobody is left to tell. */
export function nobodyWords(outage: Progress): string {
  if (comingWords(outage) !== null) return 'The accounts are still being brought up to date'
  if (outage.state === 'over') return 'Nobody who was told is left to tell that it is over'
  return outage.accounts === 0 ? 'No account is known to be affected' : 'Every account was told, or cannot be'
}

/** What the button says that messages all accounts. `left`: how many can be told now. */
export function messageWords(outage: Progress, left: number): string {
  if (left > 0) return `Message ${plural(left, 'account')}`
  if (comingWords(outage) !== null) return 'Preparing accounts …'
  return outage.accounts === 0 ? 'No accounts to tell' : 'Nobody left to tell'
}
