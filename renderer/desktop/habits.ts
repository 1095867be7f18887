import { create } from 'zustand'
import type { Habits } from '../../shared/desktop/page-says.ts'

/** How this computer notifies its user, as its window last said; null before it did, and in a browser. */
export const useHabits = create<{ habits: Habits | null }>(() => ({ habits: null }))
