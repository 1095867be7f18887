import { create } from 'zustand'
import type { HoursAnswer } from '../../shared/desk/hours.ts'
import type { Grouping, QueuePick, QueueSort } from '../../shared/desk/pick.ts'
import type { ViewShape } from '../../shared/desk/saved-view.ts'
import type { Category, QueueView } from '../../shared/vocabulary.ts'

export interface Selection {
  view: QueueView
  category: Category | null
  search: string
  /** The incident that the list is filtered by. */
  incident: { id: number; title: string } | null
  /** The conditions of the filter that was built by hand or by a saved view. */
  pick: QueuePick
  sort: QueueSort | null
  group: Grouping | null
  /** The saved or standard view that was opened last. */
  viewId: string | null
  /** The work that was picked for some minutes, while it is what the list shows. */
  work: HoursAnswer | null
  /** Place in the list, counted over all sections. */
  position: number
  id: number | null
  /** The issue was opened from elsewhere, or left the list while it was read: it stays in view until the person moves on. */
  pinned: boolean
  /** The issue was just restored by an undo: the list selects its row as soon as the row is there. */
  returning: boolean
  /** The person has selected a row. Until then the first one is shown. */
  chosen: boolean
  /** How often the person has chosen what is in view; the list moves the selection on without it. */
  choices: number
  checked: ReadonlySet<number>
  setView: (view: QueueView) => void
  setCategory: (category: Category | null) => void
  setSearch: (search: string) => void
  setPick: (pick: QueuePick) => void
  setSort: (sort: QueueSort | null) => void
  setGroup: (group: Grouping | null) => void
  openView: (id: string, shape: ViewShape) => void
  showWork: (work: HoursAnswer) => void
  /** Leaves the view as it is, without a filter, a text, a category or an order of its own. */
  clearFilter: () => void
  setIncident: (incident: { id: number; title: string } | null) => void
  select: (position: number, id: number | null) => void
  pin: (id: number) => void
  bringBack: (id: number) => void
  check: (ids: readonly number[], on: boolean) => void
  clearChecked: () => void
}

const start = {
  position: 0,
  id: null,
  pinned: false,
  returning: false,
  chosen: false,
  checked: new Set<number>(),
}

/** A list without conditions, in its usual order. */
const plain = {
  category: null,
  search: '',
  incident: null,
  pick: {},
  sort: null,
  group: null,
  viewId: null,
  work: null,
}

/** The selection and the filter of the queue. Holds no rows from the engine. */
export const useSelection = create<Selection>()(set => ({
  view: 'now',
  ...plain,
  ...start,
  choices: 0,
  setView: view => set({ view, ...plain, ...start }),
  setCategory: category => set({ category, ...start }),
  setSearch: search => set({ search, ...start }),
  setPick: pick => set({ pick, work: null, ...start }),
  setSort: sort => set({ sort, ...start }),
  setGroup: group => set({ group, ...start }),
  openView: (viewId, { view, pick, sort, group }) => set({ ...plain, viewId, view, pick, sort, group, ...start }),
  showWork: work => set({ ...plain, view: 'now', work, pick: { issueIds: [...work.issueIds] }, ...start }),
  clearFilter: () => set({ ...plain, ...start }),
  setIncident: incident => set(incident ? { view: 'now', ...plain, incident, ...start } : { incident, ...start }),
  select: (position, id) =>
    set(({ choices }) => ({
      ...{ position, id, pinned: false, returning: false, chosen: true },
      choices: choices + 1,
    })),
  pin: id => set(({ choices }) => ({ id, pinned: true, returning: false, chosen: true, choices: choices + 1 })),
  bringBack: id => set({ id, pinned: true, returning: true, chosen: true }),
  check: (ids, on) =>
    set(({ checked }) => {
      const next = new Set(checked)
      for (const id of ids) on ? next.add(id) : next.delete(id)
      return { checked: next }
    }),
  clearChecked: () => set({ checked: new Set() }),
}))
