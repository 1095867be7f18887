import { create } from 'zustand'
import type { QueueView } from '../../shared/model/queue.ts'
import type { Category } from '../../shared/vocabulary.ts'

interface Selection {
  view: QueueView
  category: Category | null
  search: string
  /** The incident that the list is narrowed to. */
  incident: { id: number; title: string } | null
  /** Place in the list, counted over all sections. */
  position: number
  id: number | null
  /** Opened from elsewhere, or gone from the list while it was read: stays until the person moves on. */
  pinned: boolean
  /** Just brought back by an undo: the list's selection goes to it as soon as its row is there. */
  returning: boolean
  /** A row was gone to by the person; until then the first one is merely shown. */
  chosen: boolean
  checked: ReadonlySet<number>
  setView: (view: QueueView) => void
  setCategory: (category: Category | null) => void
  setSearch: (search: string) => void
  setIncident: (incident: { id: number; title: string } | null) => void
  select: (position: number, id: number | null) => void
  pin: (id: number) => void
  bringBack: (id: number) => void
  check: (ids: readonly number[], on: boolean) => void
  clearChecked: () => void
}

const start = { position: 0, id: null, pinned: false, returning: false, chosen: false, checked: new Set<number>() }

/** What is selected and filtered in the queue. Never rows from the engine. */
export const useSelection = create<Selection>()(set => ({
  view: 'now',
  category: null,
  search: '',
  incident: null,
  ...start,
  setView: view => set({ view, ...start }),
  setCategory: category => set({ category, ...start }),
  setSearch: search => set({ search, ...start }),
  setIncident: incident =>
    set({ incident, ...(incident ? { view: 'now', category: null, search: '' } : {}), ...start }),
  select: (position, id) => set({ position, id, pinned: false, returning: false, chosen: true }),
  pin: id => set({ id, pinned: true, returning: false, chosen: true }),
  bringBack: id => set({ id, pinned: true, returning: true, chosen: true }),
  check: (ids, on) =>
    set(({ checked }) => {
      const next = new Set(checked)
      for (const id of ids) on ? next.add(id) : next.delete(id)
      return { checked: next }
    }),
  clearChecked: () => set({ checked: new Set() }),
}))
