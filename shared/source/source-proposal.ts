import { z } from 'zod'
import { columnFindingSchema } from './column-finding.ts'
import { postgresConfigSchema } from './postgres-source.ts'
import { mappingsSchema } from './record-mapping.ts'
import { singerConfigSchema } from './singer-source.ts'

const secrets = z.record(z.string().min(1), z.string().max(20_000)).default({})
/** What was not typed is what this source keeps. */
const sourceId = z.int().positive().optional()

/** Where to look for streams before there are any: settings without them, and credentials as they were typed. */
export const proposalAskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('postgres'),
    config: postgresConfigSchema.omit({ streams: true }),
    /** Absent: the tables that the user may read. */
    queries: z
      .array(z.strictObject({ name: z.string().min(1), query: z.string().trim().min(1) }))
      .max(100)
      .optional(),
    sourceId,
    secrets,
  }),
  z.strictObject({ kind: z.literal('singer'), config: singerConfigSchema.omit({ streams: true }), sourceId, secrets }),
])
export type ProposalAsk = z.infer<typeof proposalAskSchema>

/** What could be read, as it was found, and what it seems to be. */
export const sourceProposalSchema = z.array(
  z.object({
    name: z.string(),
    /** For a database. */
    query: z.string().nullable(),
    columns: z.array(
      z.object({ name: z.string(), type: z.string(), format: z.string().nullable(), samples: z.array(z.string()) }),
    ),
    mapping: mappingsSchema.nullable(),
    /** What the proposal leaves out or takes on trust, by column, as the first rows show it. */
    findings: z.array(columnFindingSchema),
    /** A column by which changed rows can be told, where one is plain. */
    cursor: z.string().nullable(),
    problem: z.string().nullable(),
  }),
)
export type SourceProposal = z.infer<typeof sourceProposalSchema>
