import { z } from 'zod'
import { hostOrSocket, plainText } from '../host.ts'
import { hasPassword, PASSWORD_IN_ADDRESS } from './address-password.ts'
import { completeSchema } from './complete.ts'
import { mappingsSchema } from './record-mapping.ts'

/** A stream of rows: what a query of the user's own gives, and what its rows become. */
export const postgresStreamSchema = z.strictObject({
  name: z.string().min(1),
  /** A SELECT without a semicolon. Its columns are what the mapping names. */
  query: z.string().trim().min(1),
  mapping: mappingsSchema,
  /** What a full reading no longer has is gone; the stream is then read in full each time. */
  complete: completeSchema.optional(),
  /**
   * A column of the query by which changed rows can be told, such as `updated_at`; without it all rows are read every
   * time. `overlapSeconds`: how far before the newest value seen a sync begins, because what is committed late carries an
   * earlier time; counts for columns with a time of day.
   */
  cursor: z
    .strictObject({ column: z.string().min(1), overlapSeconds: z.int().min(0).max(604_800).default(300) })
    .optional(),
  /** Rows in a page, which commits with its cursor. */
  pageSize: z.int().min(1).max(10_000).default(1_000),
  /** Lower first. Absent: accounts, then objects, contacts, events. */
  priority: z.int().optional(),
})
export type PostgresStream = z.infer<typeof postgresStreamSchema>

/** Where the server is: an address without a password, or its parts. */
const serverSchema = z.union([
  z.strictObject({
    url: z
      .string()
      .min(1)
      .refine(url => !hasPassword(url), PASSWORD_IN_ADDRESS)
      .refine(url => !url.includes('?'), 'the connection URL must not have options; set TLS in its own field'),
  }),
  z.strictObject({
    host: hostOrSocket,
    port: z.int().min(1).max(65_535).default(5432),
    database: plainText,
    user: plainText,
  }),
])

/** Configuration of a source of kind `postgres`. The password is in the keychain, under the name `password`. */
export const postgresConfigSchema = z.strictObject({
  server: serverSchema,
  tls: z
    .strictObject({
      /** `verify-full` checks the server's certificate and name; `require` encrypts to any server that answers. */
      mode: z.enum(['verify-full', 'require', 'disable']).default('verify-full'),
      /** Certificates (PEM) to trust instead of the system's; may be relative to the workspace. */
      caFile: z.string().min(1).optional(),
    })
    .default({ mode: 'verify-full' }),
  /** How long one statement may take. */
  timeoutSeconds: z.int().min(1).max(3_600).default(60),
  streams: z.array(postgresStreamSchema).min(1),
})
export type PostgresConfig = z.infer<typeof postgresConfigSchema>
