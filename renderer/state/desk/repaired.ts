import { create } from 'zustand'
import type { RepairedView } from '../../../shared/model/workspace.ts'

interface Repaired {
  /** What became of the damaged workspace, until a person has read it; the place that began the repair may be gone by then. */
  repaired: RepairedView | null
  keep: (repaired: RepairedView) => void
  close: () => void
}

/** The outcome of the last repair. */
export const useRepaired = create<Repaired>()(set => ({
  repaired: null,
  keep: repaired => set({ repaired }),
  close: () => set({ repaired: null }),
}))
