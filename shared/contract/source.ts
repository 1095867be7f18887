import { z } from 'zod'
import { dataGapsSchema } from '../desk/data-gaps.ts'
import { examinationSchema } from '../model/finding.ts'
import {
  inspectedFileSchema,
  previewSchema,
  pushdownReportSchema,
  quarantineRowSchema,
  sourceStatusSchema,
  syncReportSchema,
} from '../model/source.ts'
import { moment, span } from '../model/values.ts'
import { answersSchema } from '../source/cell-format.ts'
import {
  manifestCheckSchema,
  manifestViewSchema,
  sourcePreviewAskSchema,
  sourcePreviewSchema,
} from '../source/manifest-view.ts'
import { fileStreamSchema, filesConfigSchema } from '../source/mapping.ts'
import { CONNECTED_KINDS, secretNeedSchema, sourceTestAskSchema, sourceTestSchema } from '../source/source-config.ts'
import { proposalAskSchema, sourceProposalSchema } from '../source/source-proposal.ts'
import { typedName } from '../text/typed-name.ts'
import { call, done, nothing, page } from './call.ts'

// The second is for connected sources; the engine holds each kind to its own schema and says in words what does not fit.
const sourceConfig = z.union([filesConfigSchema, z.json()])

export const source = {
  gaps: call(
    'say what the data lack: contacts, tickets, and what triggers wait for in vain',
    'contact',
    'issue',
    'setting',
    'signal_count',
    'stream',
    'stream_kind',
    'trigger',
  )
    .input(nothing)
    .output(dataGapsSchema),
  list: call('list sources with freshness and errors', 'quarantine_count', 'setting', 'source', 'stream').output(
    z.array(sourceStatusSchema),
  ),
  pickFiles: call('open the file dialog (desktop only)').output(z.array(z.string())),
  inspect: call('inspect whole files: encoding, columns, types, open questions, proposed mapping, first rows')
    .input(z.object({ paths: z.array(z.string().min(1)).min(1).max(50), answers: answersSchema.default({}) }))
    .output(z.array(inspectedFileSchema)),
  preview: call('preview the first rows of a file through a mapping')
    .input(z.object({ stream: fileStreamSchema, limit: z.int().min(1).max(100).default(20) }))
    .output(previewSchema),
  add: call('connect files, a system, a database or a tap')
    .input(
      z.object({
        name: typedName(120),
        kind: z.enum(['files', ...CONNECTED_KINDS]).default('files'),
        config: sourceConfig,
        /** Machine time before which its schedule begins nothing, so that its credentials can be kept first. */
        notBefore: moment.optional(),
      }),
    )
    .output(z.object({ sourceId: z.int(), journalId: z.string() })),
  update: call('change the streams, mapping or settings of a source')
    .input(z.object({ sourceId: z.int(), name: typedName(120), config: sourceConfig }))
    .output(done),
  pause: call('pause or resume the schedule of a source')
    .input(z.object({ sourceId: z.int(), paused: z.boolean() }))
    .output(done),
  schedule: call('set the sync schedule of a source in ms; null is manual')
    .input(z.object({ sourceId: z.int(), scheduleMs: span.nullable() }))
    .output(done),
  test: call('test the connection and the credentials of a source, without syncing')
    .input(sourceTestAskSchema)
    .output(sourceTestSchema),
  secrets: call(
    'list the credentials that a source needs, and whether each is saved',
    'object',
    'secret',
    'source',
    'stream',
  )
    .input(z.object({ sourceId: z.int() }))
    .output(z.array(secretNeedSchema)),
  setSecret: call('save a credential in the keychain; null deletes it')
    .input(z.object({ sourceId: z.int(), name: z.string().min(1), value: z.string().min(1).max(20_000).nullable() }))
    .output(z.object({ set: z.boolean() })),
  manifests: call('list manifests, built-in ones and those of the workspace').output(z.array(manifestViewSchema)),
  checkManifest: call('check a manifest, and list its problems')
    .input(z.object({ manifest: z.json() }))
    .output(manifestCheckSchema),
  propose: call('list the streams of a database or a tap, with proposed mappings')
    .input(proposalAskSchema)
    .output(sourceProposalSchema),
  previewConnected: call('preview the first records of each stream through its mapping')
    .input(sourcePreviewAskSchema)
    .output(sourcePreviewSchema),
  signIn: call('begin the sign-in to a source, and show the page to open in a browser')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ url: z.string() })),
  signInStanding: call('show the status of a sign-in')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ waiting: z.boolean(), problem: z.string().nullable() }).nullable()),
  sync: call('sync one source, or all')
    .input(
      z.object({
        sourceId: z.int().optional(),
        /** For one source: what a full reading of a complete stream no longer has is gone, however much it is. */
        acceptGone: z.boolean().default(false),
      }),
    )
    .output(syncReportSchema),
  pushdown: call('run triggers inside a warehouse, and sync only the accounts at risk')
    .input(
      z.object({
        name: typedName(120).default('Warehouse'),
        /** As `warehouseMappingSchema` has it; checked by the engine, which says in words what does not fit. */
        mapping: z.json(),
        /** May hold a password, which is used and kept nowhere. */
        url: z.string().min(1),
        triggerId: z.string().optional(),
        limit: z.int().min(1).max(100_000).default(10_000),
      }),
    )
    .output(pushdownReportSchema),
  quarantine: call('list quarantined rows with the reason', 'quarantine')
    .input(z.object({ sourceId: z.int().optional(), stream: z.string().optional(), ...page }))
    .output(z.array(quarantineRowSchema)),
  retryQuarantine: call('retry quarantined rows')
    .input(z.object({ sourceId: z.int() }))
    .output(z.object({ accepted: z.int(), left: z.int() })),
  doctor: call('look over the data for what is hardly true; null when it was cancelled').output(
    examinationSchema.nullable(),
  ),
}
