import { z } from 'zod'

/** A Liquid template. In an address every value is encoded; in a body a leaf that is one `{{ value }}` keeps its type. */
const template = z.string().max(20_000)

/** A request as data: what it says is decided by templates, so a new system needs no code. */
export const requestTemplateSchema = z
  .strictObject({
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    /** Absolute. Values stand for one path segment each, or in the host for a name with or without a port. */
    url: template,
    query: z.record(z.string(), template).optional(),
    headers: z.record(z.string(), template).optional(),
    /** A tree whose strings are templates. It is built first and written as JSON then, so no value can break out. */
    json: z.json().optional(),
    /** The same as a form (application/x-www-form-urlencoded). */
    form: z.record(z.string(), template).optional(),
  })
  .refine(({ json, form }) => json === undefined || form === undefined, 'a request has a json or a form body, not both')
export type RequestTemplate = z.infer<typeof requestTemplateSchema>

/** What an answer means; the first rule that fits counts. */
export const answerRuleSchema = z.strictObject({
  /** Status codes; any where absent. */
  status: z.array(z.int().min(100).max(599)).optional(),
  /** A dotted path into the answer's JSON and the values it may have there; `null` also stands for absent. */
  field: z
    .strictObject({ path: z.string(), is: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).min(1) })
    .optional(),
  means: z.enum(['sent', 'later', 'refused', 'unsure', 'away', 'none']),
  /** What to tell the person. */
  why: z.string().optional(),
})
export type AnswerRule = z.infer<typeof answerRuleSchema>

/** One question or order, and how to understand its answer. */
export const callSchema = z.strictObject({
  request: requestTemplateSchema,
  /** Before the rules that hold for every server: 2xx sent, 401 and 403 away, 429 and 503 later, 5xx unsure. */
  answers: z.array(answerRuleSchema).default([]),
  /** Dotted path to the id that the answer carries. */
  id: z.string().optional(),
  /** Dotted path to the server's own words about a refusal. */
  why: z.string().optional(),
})
export type Call = z.infer<typeof callSchema>

/** How a system that is called knows the key again. */
export const keyPromiseSchema = z.strictObject({
  /** The header that carries the key. */
  header: z.string().optional(),
  /** For how long a repetition under the same key is done once, such as `2h`; from the provider's documentation. */
  repeatableFor: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
  /** A question that answers whether something was done under the key: `id` finds it. Nothing there: it was not. */
  lookup: callSchema.optional(),
  /** How long after an attempt that question may still be answered wrongly, such as `1m`. */
  settles: z
    .string()
    .regex(/^\d+[smhd]$/)
    .optional(),
})
export type KeyPromise = z.infer<typeof keyPromiseSchema>

/**
 * How requests prove who asks; the secret itself lies in the keychain. `user` is a template over the settings. Without a
 * user the secret is the user name, as with systems whose key stands there, and `password` is a fixed text.
 */
export const manifestAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer') }),
  z.strictObject({ kind: z.literal('basic'), user: template.optional(), password: z.string().max(100).optional() }),
  z.strictObject({ kind: z.literal('api_key'), header: z.string(), prefix: z.string().optional() }),
])
export type ManifestAuth = z.infer<typeof manifestAuthSchema>

/** What a person fills in once. `pattern`: a regular expression that the whole value must match. */
export const manifestSettingSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string(),
  help: z.string().optional(),
  pattern: z.string().optional(),
  default: z.string().optional(),
  optional: z.boolean().default(false),
})
