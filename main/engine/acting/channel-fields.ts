import type { z } from 'zod'
import { own } from '../../../shared/foreign/own.ts'
import type { manifestSettingSchema, RequestTemplate } from '../../../shared/outbox/request.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { fitsPattern, senderSettingSchema, settingAtFault } from '../../outbox/door.ts'

/** `schema`: what the value is held against where a pattern cannot say it. */
export type Field = z.infer<typeof manifestSettingSchema> & { schema?: z.ZodType }

const sender = senderSettingSchema.shape

/** What a person fills in about e-mail besides the server itself, and about the webhook. */
export const EMAIL_FIELDS: readonly Field[] = [
  { name: 'bounceAddress', label: 'Bounces go to', schema: sender.bounceAddress, optional: true },
  { name: 'complaintAddress', label: 'Complaints go to', schema: sender.complaintAddress, optional: true },
  {
    name: 'unsubscribeUrl',
    label: 'Address for unsubscribing with one click',
    help: 'Your https endpoint that accepts a POST; {address} and {key} are filled in.',
    schema: sender.unsubscribeUrl,
    optional: true,
  },
  {
    name: 'certificate',
    label: 'Certificate of the mail server (PEM), if it is self-signed',
    schema: sender.certificate,
    optional: true,
  },
]

export const WEBHOOK_FIELDS: readonly Field[] = [
  {
    name: 'url',
    label: 'Address',
    help: 'Receives a signed POST for each message. The address is kept in the keychain like a password; only its host is shown here.',
    pattern: 'https?://[^\\s/?#@]+(?:[/?#]\\S*)?',
    optional: false,
  },
  {
    name: 'remembers_hours',
    label: 'Hours for which the receiver remembers an id and ignores a repeat',
    help: 'Leave empty if it does not: a person then decides about a message whose answer was lost.',
    pattern: '\\d{1,4}',
    optional: true,
  },
]

export const withDefaults = (fields: readonly Field[], values: Record<string, string>): Record<string, string> => ({
  ...Object.fromEntries(fields.map(field => [field.name, field.default ?? ''])),
  ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
})

/** What is missing or does not fit, one sentence each. */
export const missingValues = (fields: readonly Field[], values: Record<string, string>): string[] =>
  fields.flatMap(({ name, label, pattern, schema, help, optional }) => {
    const value = own(values, name) ?? ''
    if (value === '') return optional ? [] : [`${label} is missing.`]
    const matches = pattern === undefined || fitsPattern(pattern, value)
    const fits = matches && (schema === undefined || schema.safeParse(value).success)
    return fits ? [] : [`${label} is not valid${help ? ` (${help})` : ''}.`]
  })

/**
 * Holds what a person has typed against the fields, and against a `request` that is made of them. Empty ones may stay
 * empty until the channel is used.
 */
export function checkValues(
  fields: readonly Field[],
  values: Record<string, string>,
  request?: RequestTemplate,
): Result<Record<string, string>> {
  const unknown = Object.keys(values).find(name => !fields.some(field => field.name === name))
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
  const wrong = unknown
    ? `It has no field called ${unknown}.`
    : (missingValues(
        fields.map(field => ({ ...field, optional: true })),
        filled,
      )[0] ?? unusable(fields, filled, request))
  return wrong ? fail('invalid', 'The channel was not changed.', wrong, 'Correct it and try again.') : ok(filled)
}

/** A port beyond the last, a name that is none: what no pattern tells, and of which no request could be made. */
function unusable(fields: readonly Field[], filled: Record<string, string>, request?: RequestTemplate): string | null {
  const fault = request && settingAtFault(request, filled)
  const field = fields.find(({ name }) => name === fault?.setting)
  return field ? `${field.label} is not valid: no request can be made with it.` : null
}
