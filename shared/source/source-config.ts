import { z } from 'zod'
import { fail, ok, type Result } from '../result.ts'
import { HOUR, MINUTE } from '../trigger/duration.ts'
import { restConfigSchema } from './manifest.ts'
import { filesConfigSchema } from './mapping.ts'
import { postgresConfigSchema } from './postgres-source.ts'
import { sampleConfigSchema } from './sample-config.ts'
import { singerConfigSchema } from './singer-source.ts'

export const SOURCE_KINDS = ['files', 'sample', 'warehouse', 'rest', 'postgres', 'singer'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** Kinds that a person connects by settings and, apart from them, credentials. */
export const CONNECTED_KINDS = ['rest', 'postgres', 'singer'] as const
export type ConnectedKindName = (typeof CONNECTED_KINDS)[number]

export const isConnected = (kind: string): kind is ConnectedKindName =>
  (CONNECTED_KINDS as readonly string[]).includes(kind)

/** How often a kind is read unless a person says otherwise, ms; null: by hand, or as its files change. */
export const DEFAULT_SCHEDULES: Record<SourceKind, number | null> = {
  files: null,
  sample: null,
  warehouse: null,
  rest: 5 * MINUTE,
  postgres: 15 * MINUTE,
  singer: HOUR,
}

/** What each kind keeps as its settings. None of them holds a secret: credentials are in the keychain, by name. */
const SCHEMAS: Record<SourceKind, z.ZodType> = {
  files: filesConfigSchema,
  sample: sampleConfigSchema,
  // A mapping, which the stage that computes in warehouses holds to its own schema.
  warehouse: z.record(z.string(), z.json()),
  rest: restConfigSchema,
  postgres: postgresConfigSchema,
  singer: singerConfigSchema,
}

/** The settings of a kind as they are kept, or where in their JSON they do not fit and why. */
export function readSourceConfig(kind: SourceKind, config: unknown): Result<unknown> {
  const parsed = SCHEMAS[kind].safeParse(config)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.length ? issue.path.join('.') : 'the top'
    return notSaved(
      `At ${where}: ${issue?.message ?? 'the value is not valid'}.`,
      'Correct the settings and try again.',
    )
  }
  const twice = repeated((parsed.data as { streams?: unknown } | null)?.streams)
  if (twice !== undefined) return notSaved(`Two streams are named “${twice}”.`, 'Give each stream a different name.')
  return ok(parsed.data)
}

const notSaved = (why: string, todo: string): Result<never> => fail('invalid', 'The source was not saved.', why, todo)

/** A name that two streams have, whether they are listed by name or described. */
function repeated(streams: unknown): string | undefined {
  if (!Array.isArray(streams)) return undefined
  const names = streams.map(stream => (typeof stream === 'string' ? stream : (stream as { name?: string }).name))
  return names.find((name, index) => name !== undefined && names.indexOf(name) !== index)
}

const secrets = z.record(z.string().min(1), z.string().max(20_000)).default({})

/**
 * What to test: a source with what is kept of it, or settings with credentials as they were typed; `sourceId` beside
 * settings: what was not typed is what that source keeps.
 */
export const sourceTestAskSchema = z.union([
  z.strictObject({ sourceId: z.int().positive(), secrets }),
  z.strictObject({ kind: z.enum(CONNECTED_KINDS), config: z.json(), sourceId: z.int().positive().optional(), secrets }),
])
export type SourceTestAsk = z.infer<typeof sourceTestAskSchema>

export const sourceTestSchema = z.object({
  ok: z.boolean(),
  message: z.string(),
  /** Names of credentials that are needed and not there. */
  missing: z.array(z.string()),
  streams: z.array(z.object({ name: z.string(), problem: z.string().nullable() })),
})
export type SourceTest = z.infer<typeof sourceTestSchema>

/** A credential that a source needs, and whether it is kept. Its value is never told. */
export const secretNeedSchema = z.object({
  name: z.string(),
  label: z.string(),
  optional: z.boolean(),
  set: z.boolean(),
})
export type SecretNeedView = z.infer<typeof secretNeedSchema>
