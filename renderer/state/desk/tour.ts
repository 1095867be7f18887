import { create } from 'zustand'
import { ofWorkspace } from './of-workspace.ts'

/** Steps of the tour. */
export const TOUR_STEPS = 3

interface Tour {
  /** The step that is shown, from 1; null while there is no tour. */
  step: number | null
  begin: () => void
  /** The next step; after the last one the tour is over. */
  next: () => void
  skip: () => void
}

/**
 * The tour of the sample: it begins when somebody chooses to explore, and comes back only when asked for. It is about what the
 * sample shows, so a workspace that is opened meanwhile has none.
 */
export const useTour = ofWorkspace(
  create<Tour>()(set => ({
    step: null,
    begin: () => set({ step: 1 }),
    next: () => set(({ step }) => ({ step: step === null || step >= TOUR_STEPS ? null : step + 1 })),
    skip: () => set({ step: null }),
  })),
)
