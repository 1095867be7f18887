import { z } from 'zod'
import { hostAndPort } from '../host.ts'
import { parseDuration } from '../trigger/duration.ts'
import { CATEGORIES } from '../vocabulary.ts'
import { hasPassword, PASSWORD_IN_ADDRESS } from './address-password.ts'
import { completeSchema } from './complete.ts'
import { mappingSchema } from './record-mapping.ts'
import { timeFormatSchema } from './time-format.ts'

/** Version of the manifest's format. A change that old manifests do not survive raises it. */
export const MANIFEST_VERSION = 1

/** A JMESPath expression over the answer, the record, or the page's last record, as each field says. */
const expression = z.string().min(1).max(2_000)
/** Text with `{settings.…}` and, in requests of a stream, `{since}`, `{until}`, `{record.…}`, `{parent.…}`. */
const template = z.string().max(2_000)
const key = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected lower-case letters, digits and _')
const duration = z.string().refine(text => parseDuration(text) !== null, 'expected a duration such as 5m, 6h or 30d')

/** Something that differs from customer to customer and is no secret, such as the name of the shop. */
const settingSchema = z.strictObject({
  key,
  label: z.string().min(1),
  about: z.string().optional(),
  example: z.string().optional(),
  default: z.string().optional(),
  /** What a value may look like; a host name unless said otherwise, because settings end up in addresses. */
  pattern: z.string().default('^[A-Za-z0-9][A-Za-z0-9._-]*$'),
  /** Closed list of values, with what is shown for each. */
  choices: z.record(z.string(), z.string()).optional(),
})

/** Something that goes into the keychain. */
const secretSchema = z.strictObject({
  key,
  label: z.string().min(1),
  /** Where to find it, and which rights it needs. */
  about: z.string().optional(),
})

/** How requests prove who asks. `secret` and its like name entries of `secrets`. */
const authSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), secret: key }),
  z.strictObject({
    kind: z.literal('basic'),
    user: template.optional(),
    userSecret: key.optional(),
    secret: key.optional(),
    /** A fixed password that is no secret, for systems whose key is the user name. */
    password: z.string().max(100).optional(),
  }),
  z.strictObject({
    kind: z.literal('api_key'),
    in: z.enum(['header', 'query']),
    name: z.string().min(1),
    prefix: z.string().optional(),
    secret: key,
  }),
  z.strictObject({
    kind: z.literal('oauth2'),
    grant: z.enum(['refresh_token', 'client_credentials']),
    tokenUrl: template,
    /** Where a person agrees, in the system's browser. */
    authorizeUrl: template.optional(),
    /** For the address on this machine to which the browser comes back, where the vendor wants a fixed one. */
    redirectPort: z.int().min(1_024).max(65_535).optional(),
    scopes: z.array(z.string().min(1)).default([]),
    clientId: template,
    clientSecret: key.optional(),
    /** Kept up to date by the engine where the server rotates it. */
    refreshSecret: key.optional(),
    /** How the client names itself at the token server. */
    client: z.enum(['basic', 'body']).default('basic'),
  }),
])

/** What a query parameter or header is made of. A list sends the parameter several times. */
const parameters = z.record(z.string().min(1), z.union([template, z.number(), z.boolean(), z.array(template)]))

/** One request. `query` and `body` may hold placeholders; one that stands alone keeps its type in a JSON body. */
const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'),
  /** Added to `baseUrl`. */
  path: template.regex(/^\//, 'expected a path that begins with /'),
  query: parameters.default({}),
  headers: z.record(z.string().min(1), template).default({}),
  body: z.json().optional(),
})

const place = {
  /** Parameter of the query, or dotted path within the JSON body. */
  param: z.string().min(1),
  in: z.enum(['query', 'body']).default('query'),
}
const size = z.strictObject({ ...place, value: z.int().min(1).max(10_000) })

/** How one page leads to the next. */
const pagingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('cursor'),
    ...place,
    /** The next cursor, over the answer; nothing there ends the walk. */
    next: expression.optional(),
    /** Or over the page's last record, such as its id. */
    last: expression.optional(),
    /** False ends the walk although there is a cursor. */
    more: expression.optional(),
    /** The last cursor is kept and asked with at the next sync, in place of `since`. */
    keep: z.boolean().default(false),
    /** Parameters that go away once there is a cursor, since the cursor holds them. */
    replaces: z.array(z.string()).default([]),
    size: size.optional(),
  }),
  z.strictObject({
    kind: z.literal('offset'),
    ...place,
    size,
    /** How many there are, over the answer. Without it a page shorter than that before it is the last. */
    total: expression.optional(),
    /** Records read twice from page to page, to notice that the list moved meanwhile. */
    overlap: z.int().min(0).max(100).default(1),
  }),
  z.strictObject({
    kind: z.literal('page'),
    ...place,
    first: z.int().min(0).default(1),
    size: size.optional(),
    /** False ends the walk, over the answer. Without it an empty page, or one shorter than that before it, is the last. */
    more: expression.optional(),
    /** Nothing is ever inserted, moved or taken out before the end of the list, so no page is read twice. */
    stable: z.boolean().default(false),
  }),
  /** The header `Link: <…>; rel="next"` (RFC 8288). */
  z.strictObject({ kind: z.literal('link'), size: size.optional() }),
  /** The whole address of the next page, over the answer. */
  z.strictObject({ kind: z.literal('url'), next: expression, more: expression.optional(), size: size.optional() }),
])

/** How only what is new is asked for: `{since}` (and `{until}`) in the request carry it. */
const incrementalSchema = z.strictObject({
  /** When a record changed, over the record; the newest is where the next sync begins. */
  field: expression.optional(),
  /** How the field is written, and how `{since}` and `{until}` are. */
  format: timeFormatSchema.default('iso'),
  /** How the field is written, where it differs from how the source is asked. */
  fieldFormat: timeFormatSchema.optional(),
  /** Numbers of `{since}` and `{until}` are text in a JSON body too. */
  asText: z.boolean().default(false),
  /** How far before the newest record the next sync begins: for clocks that differ and records that appear late. */
  overlap: duration.default('5m'),
  /** What is younger than this is left for the next sync, because the source is still writing it. */
  lag: duration.default('0s'),
  /** `newest_first`: the walk ends at what is known already, where the request cannot say so. */
  order: z.enum(['oldest_first', 'newest_first', 'any']).default('any'),
  /** Asks for one such stretch of time after the other, `{since}` to `{until}`. */
  window: duration.optional(),
  /** Further back is never asked for. Absent: everything. */
  oldest: duration.optional(),
  /** When the last sync is longer ago than this, everything is read again: for sources that list changes for so long only. */
  reread: duration.optional(),
  /** Results that the source gives for one query at most; then the query begins again at the newest. Needs `oldest_first`. */
  most: z.int().min(1).optional(),
})

/** History in the background, newest first, while new data stay fresh. Needs `{since}` and `{until}`. */
const backfillSchema = z.strictObject({
  /** The first sync reads this much at once; what is older is history. */
  fresh: duration,
  /** One step into history. */
  window: duration,
  /** History ends this long ago. */
  history: duration,
})

const streamSchema = z.strictObject({
  name: key,
  /** What it gives, in a few words. */
  about: z.string().optional(),
  /** Lower first. Absent: accounts 10, contacts 20, objects 30, events 40. */
  priority: z.int().min(0).max(100).optional(),
  /** Read no more often than this, for what has to be read whole. Absent: at each sync. */
  every: duration.optional(),
  /**
   * How long after it happened a record can usually be read. Taken for records of the first reading, of which nobody can
   * know when they would have been learned; later readings tell it themselves.
   */
  lag: duration.optional(),
  request: requestSchema,
  /** The list of records within an answer; a single object counts as one. */
  select: expression.default('@'),
  /** A list within each record whose items are the records; the outer one is then `_parent`. */
  each: expression.optional(),
  paging: pagingSchema.default({ kind: 'none' }),
  incremental: incrementalSchema.optional(),
  backfill: backfillSchema.optional(),
  /** Asks once for each of these, as `{parent.…}`; the record has it as `_parent`. */
  parent: z.strictObject({ request: requestSchema, select: expression.default('@'), paging: pagingSchema }).optional(),
  /** One more request for each record of a page, as `{record.…}`. */
  detail: z
    .strictObject({
      request: requestSchema,
      select: expression.default('@'),
      /** The answer takes the record's place, or is added to it under this name. */
      as: z.union([
        z.literal('record'),
        z.string().regex(/^_[a-z][a-z0-9_]*$/, 'expected record, or a name such as _card'),
      ]),
      /** Records with the same value are asked for once in a page. */
      unique: expression.optional(),
      concurrency: z.int().min(1).max(8).default(4),
      /** Statuses that mean: there is no such thing. The record is left out, or goes without. */
      missing: z.array(z.int().min(400).max(499)).default([404, 410]),
    })
    .optional(),
  /** What each record becomes. Or the name of a stream whose records these are. */
  records: z.union([z.array(mappingSchema).min(1), key]),
  /** A full walk gives everything there is: what it no longer has is gone at the source. */
  complete: completeSchema.optional(),
  /** Statuses that mean that this customer's plan does not have it; the stream is then empty. */
  absent: z.array(z.int().min(400).max(499)).default([]),
})
export type StreamManifest = z.infer<typeof streamSchema>

/** A system that can be read over HTTP, described without code. */
export const manifestSchema = z.strictObject({
  manifest: z.literal(MANIFEST_VERSION),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and -'),
  name: z.string().min(1),
  /** Where the gallery shows it. */
  category: z.enum(['billing', 'orders', 'delivery', 'crm', 'helpdesk', 'product', 'errors', 'other']),
  /** What it gives: kinds of trouble that it helps to foresee. */
  gives: z.array(z.enum(CATEGORIES)).min(1),
  about: z.string().min(1),
  /** The vendor's documentation that this was written from. */
  docs: z.url(),
  baseUrl: template,
  settings: z.array(settingSchema).default([]),
  secrets: z.array(secretSchema).default([]),
  auth: authSchema,
  /** Headers of every request, such as the version of the API. */
  headers: z.record(z.string().min(1), template).default({}),
  rateLimit: z
    .strictObject({
      /** Requests a second at most. */
      perSecond: z.number().positive().max(1_000).optional(),
      /** Statuses that ask for patience. */
      statuses: z.array(z.int().min(400).max(599)).default([429]),
      /** Headers of one's own spelling; the usual ones are known. */
      resetHeader: z.string().optional(),
      remainingHeader: z.string().optional(),
    })
    .default({ statuses: [429] }),
  /**
   * Digits of `unit: minor` by currency, where this vendor counts otherwise than ISO 4217: {"ISK": 2} for one that writes
   * 5 krónur as 500.
   */
  minorDigits: z.record(z.string().regex(/^[A-Z]{3}$/), z.int().min(0).max(4)).default({}),
  /** The words of an error, over its answer. */
  error: expression.optional(),
  /** What tests the credentials. Absent: the first page of each stream. */
  test: requestSchema.optional(),
  /** Where a person sees an object in the vendor's own pages, by its kind; `{id}` is the object's id at the source. */
  pages: z
    .record(z.string().min(1), template.regex(/^https:\/\//, 'expected an address that begins with https://'))
    .optional(),
  streams: z.array(streamSchema).min(1),
})
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestInput = z.input<typeof manifestSchema>
export type RequestManifest = Manifest['streams'][number]['request']
export type PagingManifest = Manifest['streams'][number]['paging']
export type IncrementalManifest = z.infer<typeof incrementalSchema>

/** What connecting a source by a manifest keeps. The secrets are in the keychain. */
export const restConfigSchema = z.strictObject({
  /** Id of a shipped manifest, or of one in the workspace's folder `manifests`. */
  manifest: z.string().min(1),
  settings: z
    .record(
      z.string(),
      z.string().refine(value => !hasPassword(value), PASSWORD_IN_ADDRESS),
    )
    .default({}),
  /** Names of the streams that are read. Absent: all. */
  streams: z.array(z.string()).optional(),
  /** `host` or `host:port` that may be private, as an admin allowed. */
  allowedHosts: z.array(hostAndPort).max(100).default([]),
})
export type RestConfig = z.infer<typeof restConfigSchema>
