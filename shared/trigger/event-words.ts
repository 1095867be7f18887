import { own } from '../foreign/own.ts'
import type { Evidence } from '../model/signal.ts'
import type { Category } from '../vocabulary.ts'

/** The words for an event kind: one event, several events, what its `value` counts, and whether it shows that somebody uses the product. */
interface KindWords {
  one: string
  many: string
  value?: string
  category?: Category
  activity?: true
}

const KINDS: Record<string, KindWords> = {
  activity: { one: 'Was active', many: 'activities', category: 'usage' },
  login: { one: 'Signed in', many: 'sign-ins', category: 'access', activity: true },
  login_failed: { one: 'Sign-in failed', many: 'failed sign-ins', category: 'access' },
  feature_used: { one: 'Used a feature', many: 'feature uses', value: 'uses', category: 'usage', activity: true },
  payment_succeeded: { one: 'Payment succeeded', many: 'payments', category: 'billing' },
  payment_failed: { one: 'Payment failed', many: 'failed payments', category: 'billing' },
  error_seen: { one: 'Error', many: 'errors', category: 'reliability' },
  shipment_exception: { one: 'Delivery problem', many: 'delivery problems', category: 'fulfilment' },
  page_dwelt: {
    one: 'Stayed on a page',
    many: 'long stays on a page',
    value: 'seconds on a page',
    category: 'usage',
    activity: true,
  },
  renewal_failed: { one: 'Renewal failed', many: 'failed renewals', category: 'billing' },
  config_changed: { one: 'Setting changed', many: 'setting changes', category: 'access' },
  core_feature_used: { one: 'Used a core feature', many: 'core feature uses', category: 'usage', activity: true },
  health_checked: {
    one: 'Health checked',
    many: 'health checks',
    value: 'health (1 up, 0 down)',
    category: 'reliability',
  },
  limit_measured: { one: 'Limit measured', many: 'limit measurements', category: 'usage' },
  task_completed: { one: 'Task completed', many: 'completed tasks', category: 'usage', activity: true },
  churned: { one: 'Churned', many: 'churns' },
  churn: { one: 'Churned', many: 'churns' },
}
/** The words for the beginning and the end of an object's life. */
const OBJECTS: Record<string, { opened: string; closed: string; category?: Category }> = {
  order: { opened: 'Order placed', closed: 'Order completed', category: 'fulfilment' },
  shipment: { opened: 'Parcel sent', closed: 'Parcel delivered', category: 'fulfilment' },
  payment: { opened: 'Payment due', closed: 'Payment settled', category: 'billing' },
  subscription: { opened: 'Subscription began', closed: 'Subscription ended', category: 'billing' },
  card: { opened: 'Card added', closed: 'Card removed', category: 'billing' },
  ticket: { opened: 'Ticket opened', closed: 'Ticket solved' },
}
const FIELDS: Record<string, string> = { error_count: 'errors', used_share: 'share of the limit used' }

/** Whether a kind is one that shipped triggers know; every other one is a source's own name. */
export const isKnownEvent = (kind: string): boolean => Object.hasOwn(KINDS, kind)

/** A name of the data as words. */
export const spaced = (text: string) => text.replaceAll('_', ' ')
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Kinds of events by which an account shows that it uses the product. */
export const activityKinds: readonly string[] = Object.keys(KINDS).filter(kind => KINDS[kind]?.activity)

/** Whether triggers and screens know events of this kind. */
export const isEventKind = (kind: string): boolean => Object.hasOwn(KINDS, kind)

/** `Payment failed`: one event of this kind as a heading. */
export const eventTitle = (kind: string): string => own(KINDS, kind)?.one ?? capital(spaced(kind))

/** The category that an event kind belongs to on screen; null for kinds that we have no words for. */
export const eventCategory = (kind: string): Category | null => own(KINDS, kind)?.category ?? null

/** `Ticket opened`, `Parcel delivered`: the beginning or the end of an object as a heading. */
export const objectTitle = (kind: string, turn: 'opened' | 'closed'): string =>
  own(OBJECTS, kind)?.[turn] ?? `${capital(spaced(kind))} ${turn}`

export const objectCategory = (kind: string): Category | null => own(OBJECTS, kind)?.category ?? null

/** `insufficient funds`: a source's own code as words. */
export const codeWords = (code: string): string => (/^[a-z0-9_]+$/.test(code) ? spaced(code) : code)

/** `failed payments`: several events of a kind. */
export const eventNoun = (kind: string): string => own(KINDS, kind)?.many ?? `${spaced(kind)} events`

/** `uses`: what a field of events of a kind counts. */
export const fieldNoun = (kind: string, field: string): string =>
  field === 'value'
    ? (own(KINDS, kind)?.value ?? own(KINDS, kind)?.many ?? spaced(kind))
    : (own(FIELDS, field) ?? spaced(field))

/** At most one decimal, so that a figure reads like one. */
export const figureNumber = (value: number): string => String(Math.round(value * 10) / 10)

/** `Uses in 28 days: 12 (usually 41)`: the number comes last, so that the words fit 1 as well as any other. */
export const figureText = ({ label, value, usual }: Evidence['figures'][number]): string =>
  `${capital(label)}: ${figureNumber(value)}${usual === null ? '' : ` (usually ${figureNumber(usual)})`}`

/**
 * Puts figures into a trigger's sentence: `{recent}` is a figure's value, `{usual}` its usual value (`{usual2}` that of
 * `recent2`). `{recent|day|days}` adds the word that fits the number. A figure that was not measured becomes a dash.
 */
export function fillSentence(sentence: string, figures: Evidence['figures']): string {
  return sentence.replace(SLOT, (_, name: string, number: string, one?: string, many?: string) => {
    const wanted = name === 'usual' ? `recent${number}` : `${name}${number}`
    const figure = figures.find(each => each.name === wanted)
    const value = name === 'usual' ? figure?.usual : figure?.value
    const text = slotText(name, value ?? null)
    return one === undefined ? text : `${text} ${text === '1' ? one : many}`
  })
}

const SLOT = /\{([a-z]+)(\d*)(?:\|([^{}|]+)\|([^{}|]+))?\}/g

function slotText(name: string, value: number | null): string {
  if (value === null) return '–'
  return name === 'rate' ? `${Math.round(value * 100)} %` : figureNumber(value)
}
