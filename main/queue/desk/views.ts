import { z } from 'zod'
import {
  isReadableView,
  type ListedView,
  MOST_VIEWS,
  type SavedView,
  savedViewSchema,
  viewNameSchema,
  viewShapeSchema,
} from '../../../shared/desk/saved-view.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { query, type ReadDb, statement, type WriteDb } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { putSetting, settingText } from '../../cache/settings.ts'
import { readStored } from '../../cache/stored.ts'

const PREFIX = 'view:'
const keyOf = (id: string): string => `${PREFIX}${id}`
const found = (db: ReadDb, id: string): ListedView | null => {
  const text = settingText(db, keyOf(id))
  return text === null ? null : readView(id, text)
}
/** A view that can be read; null where there is none, or one that cannot. */
const readable = (db: ReadDb, id: string): SavedView | null => {
  const view = found(db, id)
  return view && isReadableView(view) ? viewIn(view) : null
}

const allViews = query<{ key: string; value: string }>(
  "SELECT key, value FROM setting WHERE key >= 'view:' AND key < 'view;' ORDER BY key",
)

/** What is left of a view that cannot be read: perhaps its name, and whose it is. */
const leftSchema = z.object({ name: viewNameSchema.catch('A damaged view'), owner: z.string().nullable().catch(null) })

function readView(id: string, stored: string): ListedView {
  const { value, unreadable } = readStored(savedViewSchema, stored)
  if (value !== null) return { ...value, unreadable: null }
  const left = leftSchema.parse(readStored(z.looseObject({}), stored).value ?? {})
  return { ...left, id, shape: null, unreadable }
}

const viewIn = ({ unreadable: _, ...view }: SavedView & { unreadable: null }): SavedView => view

/** Whether a colleague may change a view. One that does not say whose it is belongs to everybody. */
const isOwn = (view: ListedView, actor: string): boolean => view.owner === actor || view.owner === null

/** The views that a colleague has saved, the oldest first. One that cannot be read is among them, with the reason. */
export const viewsOf = (db: ReadDb, owner: string): ListedView[] =>
  db
    .all(allViews)
    .map(({ key, value }) => readView(key.slice(PREFIX.length), value))
    .filter(view => isOwn(view, owner))

const isGone = (what: string) => fail('not_found', what, 'The view was removed.', 'Save the view again under its name.')

/** Saves a view under a name, or the changed view `id`; the names of one colleague differ. */
export const saveView = defineCommand({
  name: 'view.save',
  args: z.strictObject({ id: z.string().optional(), name: viewNameSchema, shape: viewShapeSchema }),
  apply: (tx, { id: known, name, shape }, { id: decision, actor }) => {
    const before = known === undefined ? null : readable(tx, known)
    const what = `The view “${name}” was not saved.`
    if (known !== undefined && before?.owner !== actor) return isGone(what)
    const others = viewsOf(tx, actor).filter(view => view.id !== known)
    const refused = refusedName(others, name, what)
    if (refused) return refused
    // Ids of decisions are in the order of time, and so are views.
    const id = known ?? decision
    const view: SavedView = { id, name, owner: before?.owner ?? actor, shape }
    putSetting(tx, keyOf(id), view)
    const undo = before
      ? { command: 'view.put', args: { view: before as unknown as Json } }
      : { command: 'view.remove', args: { id } }
    return ok({ value: view, undo })
  },
})

function refusedName(others: readonly ListedView[], name: string, what: string): Result<never> | null {
  if (others.some(view => view.name.toLowerCase() === name.toLowerCase()))
    return fail('conflict', what, 'Another of your views has this name.', 'Choose another name.')
  if (others.length >= MOST_VIEWS)
    return fail('refused', what, `You have ${MOST_VIEWS} views.`, 'Remove a view that you do not use.')
  return null
}

/** Removes a view. */
export const removeView = defineCommand({
  name: 'view.remove',
  args: z.strictObject({ id: z.string() }),
  apply: (tx, { id }, { actor }) => {
    const view = found(tx, id)
    if (!view || !isOwn(view, actor)) return isGone('No view was removed.')
    forget(tx, id)
    // A view that nobody can read is not worth restoring.
    const undo = isReadableView(view) ? { command: 'view.put', args: { view: viewIn(view) as unknown as Json } } : null
    return ok({ value: null, undo })
  },
})

const forget = (tx: WriteDb, id: string) => tx.run(statement('DELETE FROM setting WHERE key = ?', [keyOf(id)]))

/** The way back of a change and of a removal: the view as it was. */
const putView = defineCommand({
  name: 'view.put',
  args: z.strictObject({ view: savedViewSchema }),
  apply: (tx, { view }, { actor }) => {
    if (view.owner !== actor)
      return fail(
        'refused',
        'The view was not restored.',
        'The view belongs to a colleague.',
        'Ask them to restore it.',
      )
    const before = readable(tx, view.id)
    putSetting(tx, keyOf(view.id), view)
    const undo = before
      ? { command: 'view.put', args: { view: before as unknown as Json } }
      : { command: 'view.remove', args: { id: view.id } }
    return ok({ value: null, undo })
  },
})

export const viewCommands = [saveView, removeView, putView]
