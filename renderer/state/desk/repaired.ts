import { create } from 'zustand'
import type { RepairedView } from '../../../shared/model/workspace.ts'

interface Repaired {
  /** What became of a damaged workspace, and its folder, until a person has read it; the place that began the repair may be gone. */
  last: { dir: string; repaired: RepairedView } | null
  keep: (dir: string, repaired: RepairedView) => void
  close: () => void
}

/** The outcome of the last repair. */
export const useRepaired = create<Repaired>()(set => ({
  last: null,
  keep: (dir, repaired) => set({ last: { dir, repaired } }),
  close: () => set({ last: null }),
}))
