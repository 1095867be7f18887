import { own } from '../../../shared/foreign/own.ts'
import { GREETING_LANGUAGES, greeting } from '../../../shared/person/greeting.ts'
import { givenName } from '../../../shared/person/name.ts'

/** What a template may name. A value that is null or blank counts as missing. */
export interface MessageFields {
  contact: { name: string | null; email: string | null; locale?: string | null }
  account: { name: string; plan: string | null; renewsAt?: number | null }
  /** The recipient's: dates in a message are days there. */
  timeZone?: string
  issue: { title: string }
  /** Measured figures by name; `NAME_usual` beside `NAME` where the account's usual value is known. */
  evidence: Record<string, number>
  sender: { name: string }
}

/** The object that a resolution is to fix. `id`: as its source calls it. */
export interface ObjectFields {
  id: string
  state: string | null
  lane: string | null
  amount_minor: number | null
  currency: string | null
  properties: Record<string, unknown>
}

/** Values for fields that are missing, by name: `{"contact.first_name": "there"}`. */
export type Fallbacks = Readonly<Record<string, string>>

/** The fields that every template may name, whatever its channel; `evidence.NAME` beside them. */
export const FIELDS: ReadonlySet<string> = new Set([
  'contact.name',
  'contact.first_name',
  'contact.email',
  ...GREETING_LANGUAGES.map(language => `greeting.${language}`),
  'account.name',
  'account.plan',
  'account.renewal_date',
  'issue.title',
  'sender.name',
])
/** What the params of a resolution may name besides; `object.properties.NAME` too. */
export const OBJECT_FIELDS: ReadonlySet<string> = new Set([
  'account.id',
  'object.id',
  'object.state',
  'object.lane',
  'object.amount_minor',
  'object.currency',
])

const renewalOf = ({ renewsAt = null }: MessageFields['account']) =>
  renewsAt === null ? {} : { renewal_date: new Date(renewsAt) }

/** Leaves out what is missing and has no fallback, so that naming it is noticed instead of coming out as nothing. */
export function scopeOf(
  { contact, account, issue, evidence, sender }: MessageFields,
  fallbacks: Fallbacks | undefined,
): object {
  const filled = (values: Record<string, string | null | undefined>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => (value ?? '').trim() !== ''))
  const scope: Record<string, Record<string, unknown>> = {
    contact: filled({ name: contact.name, email: contact.email, first_name: givenName(contact.name, contact) }),
    // In the language that the template is written in, which only its author knows.
    greeting: Object.fromEntries(GREETING_LANGUAGES.map(of => [of, greeting(of, contact.name, contact)])),
    account: { ...filled({ name: account.name, plan: account.plan }), ...renewalOf(account) },
    issue: filled(issue),
    evidence: { ...evidence },
    sender: filled(sender),
  }
  for (const [name, value] of Object.entries(fallbacks ?? {})) {
    const [place = '', field = ''] = name.split('.')
    const group = own(scope, place)
    if (group && value.trim() !== '' && !Object.hasOwn(group, field)) group[field] = value
  }
  return scope
}
