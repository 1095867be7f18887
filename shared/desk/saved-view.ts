import { z } from 'zod'
import { typedName } from '../text/typed-name.ts'
import { QUEUE_VIEWS, type QueueView } from '../vocabulary.ts'
import { GROUPINGS, type KeptPick, keptPickSchema, sortSchema } from './pick.ts'

/** What a view shows: one of the queue's lists, a filter over it, an order, and whether customers are one row. */
export const viewShapeSchema = z.strictObject({
  view: z.enum(QUEUE_VIEWS),
  pick: keptPickSchema.default({}),
  sort: sortSchema.nullable().default(null),
  group: z.enum(GROUPINGS).nullable().default(null),
})
export type ViewShape = z.infer<typeof viewShapeSchema>

export const viewNameSchema = typedName(60)

/** A view that a colleague has named. */
export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  shape: viewShapeSchema,
})
export type SavedView = z.infer<typeof savedViewSchema>

const damagedViewSchema = z.object({ id: z.string(), name: z.string(), owner: z.string().nullable(), shape: z.null() })
/** A view as it is listed. One that cannot be read hides no other: it is listed with the reason. */
export const listedViewSchema = z.union([
  savedViewSchema.extend({ unreadable: z.null() }),
  damagedViewSchema.extend({ unreadable: z.string() }),
])
export type ListedView = z.infer<typeof listedViewSchema>

/** A view that can be opened. */
export const isReadableView = (view: ListedView): view is SavedView & { unreadable: null } => view.unreadable === null

/** The most views of one colleague. */
export const MOST_VIEWS = 50

const shape = (view: QueueView, pick: KeptPick = {}): ViewShape => ({ view, pick, sort: null, group: null })

/** Views that every workspace has. `key`: the digit after `g`. */
export const STANDARD_VIEWS = [
  { id: 'now', key: '1', shape: shape('now') },
  { id: 'mine', key: '2', shape: shape('mine') },
  { id: 'unclaimed', key: '3', shape: shape('unclaimed') },
  { id: 'reachable', key: '4', shape: shape('now', { reach: ['now'] }) },
  { id: 'pressing', key: '5', shape: shape('now', { deadlines: ['overdue', 'hour'] }) },
  { id: 'billing_today', key: '6', shape: shape('now', { categories: ['billing'], bands: ['today'] }) },
  { id: 'undisturbed', key: '7', shape: shape('undisturbed') },
  { id: 'snoozed', key: '8', shape: shape('snoozed') },
  { id: 'acting', key: '9', shape: shape('acting') },
  { id: 'confirm', key: '0', shape: shape('confirm') },
] as const satisfies readonly { id: string; key: string; shape: ViewShape }[]
export type StandardViewId = (typeof STANDARD_VIEWS)[number]['id']
