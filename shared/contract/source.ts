import { z } from 'zod'
import {
  inspectedFileSchema,
  previewSchema,
  pushdownReportSchema,
  quarantineRowSchema,
  sourceStatusSchema,
  syncReportSchema,
} from '../model/source.ts'
import { ms } from '../model/values.ts'
import {
  manifestCheckSchema,
  manifestViewSchema,
  sourcePreviewAskSchema,
  sourcePreviewSchema,
} from '../source/manifest-view.ts'
import { fileStreamSchema, filesConfigSchema } from '../source/mapping.ts'
import { CONNECTED_KINDS, secretNeedSchema, sourceTestAskSchema, sourceTestSchema } from '../source/source-config.ts'
import { proposalAskSchema, sourceProposalSchema } from '../source/source-proposal.ts'
import { call, done, page } from './call.ts'

// The second is for connected sources; the engine holds each kind to its own schema and says in words what does not fit.
const sourceConfig = z.union([filesConfigSchema, z.json()])

export const source = {
  list: call('connected sources with freshness and errors', 'quarantine', 'setting', 'source', 'stream').output(
    z.array(sourceStatusSchema),
  ),
  pickFiles: call('let the person choose files (desktop only)').output(z.array(z.string())),
  inspect: call('look at files: encoding, columns, guessed types, proposed mapping, first rows')
    .input(z.object({ paths: z.array(z.string().min(1)).min(1).max(50) }))
    .output(z.array(inspectedFileSchema)),
  preview: call('first rows of a file as the mapping would read them')
    .input(z.object({ stream: fileStreamSchema, limit: z.int().min(1).max(100).default(20) }))
    .output(previewSchema),
  add: call('connect files, or a system by its settings')
    .input(
      z.object({
        name: z.string().trim().min(1),
        kind: z.enum(['files', ...CONNECTED_KINDS]).default('files'),
        config: sourceConfig,
        /** Machine time before which its schedule begins nothing, so that its credentials can be kept first. */
        notBefore: ms.optional(),
      }),
    )
    .output(z.object({ sourceId: z.int(), journalId: z.string() })),
  update: call('change the streams, mapping or settings of a source')
    .input(z.object({ sourceId: z.int(), name: z.string().trim().min(1), config: sourceConfig }))
    .output(done),
  pause: call('stop the schedule of a source, or let it go on')
    .input(z.object({ sourceId: z.int(), paused: z.boolean() }))
    .output(done),
  schedule: call('how often a source is read, in ms; null: only by hand')
    .input(z.object({ sourceId: z.int(), scheduleMs: z.int().nullable() }))
    .output(done),
  test: call('try credentials and reach of a source without reading data')
    .input(sourceTestAskSchema)
    .output(sourceTestSchema),
  secrets: call('which credentials a source needs, and whether they are kept', 'object', 'secret', 'source', 'stream')
    .input(z.object({ sourceId: z.int() }))
    .output(z.array(secretNeedSchema)),
  setSecret: call('keep a credential in the keychain; null forgets it')
    .input(z.object({ sourceId: z.int(), name: z.string().min(1), value: z.string().min(1).max(20_000).nullable() }))
    .output(z.object({ set: z.boolean() })),
  manifests: call('systems that can be connected by a manifest, shipped ones and those of the workspace').output(
    z.array(manifestViewSchema),
  ),
  checkManifest: call('what is wrong in a manifest, where')
    .input(z.object({ manifest: z.json() }))
    .output(manifestCheckSchema),
  propose: call('what a database or a tap has, with guessed types and what each could become')
    .input(proposalAskSchema)
    .output(sourceProposalSchema),
  previewConnected: call('first records of each stream of a system as its mapping reads them')
    .input(sourcePreviewAskSchema)
    .output(sourcePreviewSchema),
  signIn: call('begin signing in to a source: the page to open in the system’s browser')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ url: z.string() })),
  signInStanding: call('whether somebody has come back from the browser, and what went wrong')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ waiting: z.boolean(), problem: z.string().nullable() }).nullable()),
  sync: call('read a source, or all of them')
    .input(z.object({ sourceId: z.int().optional() }))
    .output(syncReportSchema),
  pushdown: call('run triggers inside a warehouse and read only the accounts they hold for')
    .input(
      z.object({
        name: z.string().trim().min(1).max(120).default('Warehouse'),
        /** As `warehouseMappingSchema` has it; checked by the engine, which says in words what does not fit. */
        mapping: z.json(),
        /** May hold a password, which is used and kept nowhere. */
        url: z.string().min(1),
        triggerId: z.string().optional(),
        limit: z.int().min(1).max(100_000).default(10_000),
      }),
    )
    .output(pushdownReportSchema),
  quarantine: call('rows that did not fit, with the reason', 'quarantine')
    .input(z.object({ sourceId: z.int().optional(), stream: z.string().optional(), ...page }))
    .output(z.array(quarantineRowSchema)),
  retryQuarantine: call('try quarantined rows again')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ accepted: z.int(), left: z.int() })),
}
