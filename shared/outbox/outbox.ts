import { z } from 'zod'
import { outboxItemSchema as plainItem, outboxSummarySchema as plainSummary } from '../model/outbox.ts'
import { ms } from '../model/values.ts'

/** A message or an action, and where it stands. */
export const outboxEntrySchema = plainItem.extend({
  kind: z.enum(['message', 'action']),
  /** Which step of its intervention it belongs to, from 0. */
  step: z.int(),
  /** Who said no: preflight, before anything left, or the provider. Null unless refused. */
  refusedBy: z.enum(['preflight', 'provider']).nullable(),
  /** Since when its channel is away, machine time; null where it waits for something else. */
  awaySince: ms.nullable(),
})
export type OutboxEntry = z.infer<typeof outboxEntrySchema>

const trouble = z.object({
  channel: z.string(),
  /** `away`: it lets nothing through; `asked`: its server named the moment `until`; `not_ready`: a person has to act. */
  kind: z.enum(['away', 'asked', 'not_ready']),
  since: ms,
  why: z.string(),
  until: ms,
  /** How many messages and fixes wait for it. */
  waiting: z.int(),
})
export type ChannelTrouble = z.infer<typeof trouble>

/** What waits, since when, and why. */
export const outboxOverviewSchema = plainSummary.extend({
  /** Among those refused, how many the receiving side turned down. */
  deadLetters: z.int(),
  /** Every channel that is away, longest first; `until`: when it is tried again, machine time. */
  troubles: z.array(trouble),
  /** This workspace runs on a clock of its own: `held`, nothing leaves for real; `confirmed`, a person wants it to. */
  replay: z.enum(['held', 'confirmed']).nullable(),
})
export type OutboxOverview = z.infer<typeof outboxOverviewSchema>

/** What a person has decided about sending; setting `outbox`. */
export const outboxSettingSchema = z.strictObject({ replaySends: z.boolean().default(false) })
export type OutboxSetting = z.infer<typeof outboxSettingSchema>
