import { z } from 'zod'
import { type DragAnswer, dragSaysSchema } from './drag-says.ts'

/** The most characters of each part of a command in the menu bar. */
export const MENU_KEY_LENGTHS = { group: 60, label: 120, keys: 40 } as const

/** A command of the page as the menu bar lists it: the same bindings that the palette and the list of keys show. */
export const menuKeySchema = z.strictObject({
  group: z.string().min(1).max(MENU_KEY_LENGTHS.group),
  label: z.string().min(1).max(MENU_KEY_LENGTHS.label),
  /** A stroke, or two after each other: `j`, `mod+k`, `g q`. */
  keys: z.string().min(1).max(MENU_KEY_LENGTHS.keys),
})
export type MenuKey = z.infer<typeof menuKeySchema>

/** Why a person is notified. */
export const NEWS_KINDS = ['assigned', 'due', 'returned'] as const
/** Something that a person wants to know while Forestall is in the background. */
export const newsSchema = z.strictObject({
  kind: z.enum(NEWS_KINDS),
  issueId: z.int().positive(),
  title: z.string().max(500),
  accountName: z.string().max(500),
})
export type News = z.infer<typeof newsSchema>

/** The workspace in which a number of an issue means anything: its folder. */
const workspace = z.string().min(1).max(4_096)

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** How this computer notifies its user. */
export const habitsSchema = z.strictObject({
  /** True: no notification is shown until it is turned off. */
  quiet: z.boolean(),
  /** Local times between which no notification is shown; null where there are none. */
  quietHours: z.strictObject({ from: time, to: time }).nullable(),
  /** Whether a notification names its accounts: the system may show it on a locked screen, and keep a list of them. */
  named: z.boolean().default(false),
})
export type Habits = z.infer<typeof habitsSchema>

/** What the page may say to its window. None of it changes a workspace, or brings the page anything of one. */
export const pageSaysSchema = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('keys'), keys: z.array(menuKeySchema).max(300) }),
  /** Null where no workspace is open. */
  z.strictObject({ say: z.literal('urgent'), count: z.int().min(0).nullable() }),
  z.strictObject({ say: z.literal('news'), workspace, news: z.array(newsSchema).min(1).max(500) }),
  z.strictObject({ say: z.literal('open-issue'), workspace, issueId: z.int().positive() }),
  z.strictObject({ say: z.literal('ask-habits') }),
  z.strictObject({ say: z.literal('set-habits'), habits: habitsSchema }),
  dragSaysSchema,
])
export type PageSays = z.infer<typeof pageSaysSchema>

/** What the window says to its page. */
export type WindowSays =
  /** An entry of the menu was chosen. */
  | { say: 'run'; group: string; keys: string }
  /** A notification was clicked, or the window of an issue was asked for again; without an issue it was about several. */
  | { say: 'show'; workspace: string; issueId: number | null }
  | { say: 'habits'; habits: Habits }
  /** What became of an export: the file was written, or the person cancelled, or the disk did not take it. */
  | { say: 'export-ended'; file: string; saved: boolean }
  | DragAnswer

/** How both travel over the page's own window, recognisable among other messages. */
export interface DesktopEnvelope {
  forestallPageSays?: PageSays
  forestallWindowSays?: WindowSays
}
