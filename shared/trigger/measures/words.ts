import { own } from '../../foreign/own.ts'
import { eventNoun, fieldNoun, spaced } from '../event-words.ts'
import type { DateRef, EventFilter, ObjectFilter, Of, PropertyTest } from './parts.ts'

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
  const bounds = { gte: 'at least', gt: 'more than', lte: 'at most', lt: 'less than' }
  return Object.entries(test)
    .map(([name, value]) => `${bounds[name as keyof typeof bounds]} ${value}`)
    .join(' and ')
}

/** `page dwelt (page billing)`. */
export function filterWords({ kind, where, of }: EventFilter | ObjectFilter): string {
  const which = Object.entries(where ?? {}).map(([name, test]) => `${plain(name)} ${testWords(test)}`)
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
