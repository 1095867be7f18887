import { own } from '../../foreign/own.ts'
import { eventNoun, fieldNoun, spaced } from '../event-words.ts'
import {
  type AmountTest,
  BOUNDS,
  type DateRef,
  type EventFilter,
  type ObjectFilter,
  type Of,
  type PropertyTest,
} from './parts.ts'

/** Words that the descriptions of measures share. */

const UNIT: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' }
const ATTRIBUTES: Record<string, string> = { renews_at: 'renewal', signed_up_at: 'sign-up', churned_at: 'churn' }

/** `14 days`. */
export function durationWords(over: string): string {
  const n = over.slice(0, -1)
  return `${n} ${UNIT[over.slice(-1)] ?? ''}${n === '1' ? '' : 's'}`
}

/** `failed payments`, `uses`: what events, or a field of them, add up to. */
export const eventsNoun = ({ events, field }: { events: EventFilter; field?: string | undefined }): string =>
  field === undefined ? eventNoun(events.kind) : fieldNoun(events.kind, field)

/** `renewal`, `seats`. */
export const attributeNoun = (name: string): string =>
  own(ATTRIBUTES, name) ?? spaced(name.replace(/^properties\./, '').replace(/_(at|minor)$/, ''))

export const stateWords = (of: readonly string[] | undefined): string => (of ? ` ${of.map(spaced).join(' or ')}` : '')

/** `renewal`, `order`: whose date it is. */
export const dateNoun = (date: DateRef): string =>
  'attribute' in date ? attributeNoun(date.attribute) : spaced(date.object.kind)

/** A name of the data in words. */
export const plain = (name: string): string => spaced(name.replace(/^properties\./, ''))

/** `28 d`. */
export const shortDuration = (duration: string): string => duration.replace(/(\d)([a-z])/, '$1 $2')

function testWords(test: PropertyTest): string {
  if (Array.isArray(test)) return test.join(' or ')
  if (typeof test !== 'object') return String(test)
  return boundWords(test, String)
}

const BOUND_WORDS = { gte: 'at least', gt: 'more than', lte: 'at most', lt: 'less than' }

const boundWords = (
  test: Partial<Record<keyof typeof BOUND_WORDS, number | undefined>>,
  shown: (n: number) => string,
) =>
  BOUNDS.flatMap(name => {
    const value = test[name]
    return value === undefined ? [] : [`${BOUND_WORDS[name]} ${shown(value)}`]
  }).join(' and ')

/** `more than 500 EUR`. */
const amountWords = ({ currency, ...test }: AmountTest): string => boundWords(test, value => `${value} ${currency}`)

/** `page dwelt (page billing)`. */
export function filterWords(filter: EventFilter | ObjectFilter): string {
  const { kind, where, of } = filter
  const amount = 'amount' in filter && filter.amount ? [`amount ${amountWords(filter.amount)}`] : []
  const which = [...amount, ...Object.entries(where ?? {}).map(([name, test]) => `${plain(name)} ${testWords(test)}`)]
  return `${whose(kind, of)}${which.length > 0 ? ` (${which.join(', ')})` : ''}`
}

/** `this order`; `shipment of it`. */
const whose = (kind: string, of: Of | undefined): string =>
  of === undefined ? plain(kind) : of === 'this' ? `this ${plain(kind)}` : `${plain(kind)} of it`

export const objectWords = (object: ObjectFilter): string =>
  `${filterWords(object)}${object.states ? ` in state ${object.states.map(plain).join(' or ')}` : ''}`

export const dateWords = (date: DateRef): string =>
  'attribute' in date
    ? `“${plain(date.attribute)}”`
    : `“${plain(date.field)}” of the nearest ${objectWords(date.object)}`

/** `within 28 d until 7 d ago`. */
export const windowWords = ({ over, ago }: { over: string; ago?: string | undefined }): string =>
  `within ${shortDuration(over)}${ago ? ` until ${shortDuration(ago)} ago` : ''}`

/** `(28 d compared with the 180 d before)`. */
export const againstWords = ({ over, baseline }: { over: string; baseline: string }): string =>
  `(${shortDuration(over)} compared with the ${shortDuration(baseline)} before)`
