import { z } from 'zod'

const text = z.string()

/** One thing that a person fills in about a channel. */
export const channelFieldSchema = z.object({
  name: text,
  label: text,
  help: text.nullable(),
  value: text,
  optional: z.boolean(),
})

/** A channel, whether it can be used, and what is missing. Never its secret. */
export const channelViewSchema = z.object({
  id: text,
  name: text,
  about: text,
  /** Messages to people, or fixes at a system. */
  use: z.enum(['messages', 'fixes']),
  /** Where it comes from: built in, shipped as a manifest, or a manifest in the workspace's folder. */
  origin: z.enum(['built_in', 'shipped', 'workspace']),
  fields: z.array(channelFieldSchema),
  /** What its secret is called; null when it needs none. */
  secret: text.nullable(),
  hasSecret: z.boolean(),
  ready: z.boolean(),
  /** What must be done before it can be used, one sentence each. */
  missing: z.array(text),
  /** Why a manifest cannot be used at all. */
  problem: text.nullable(),
  /** What becomes of a message whose sending was cut off: sent once more under its key, asked about, or shown. */
  afterCrash: z.enum(['repeated', 'asked', 'shown']),
})
export type ChannelView = z.infer<typeof channelViewSchema>

export const channelListSchema = z.object({
  channels: z.array(channelViewSchema),
  /** Private hosts that an admin allowed by name. */
  allowedHosts: z.array(text),
})
export type ChannelList = z.infer<typeof channelListSchema>

/** What a person has filled in; setting `channel.<id>`. */
export const channelValuesSchema = z.record(z.string(), z.string().max(50_000))
