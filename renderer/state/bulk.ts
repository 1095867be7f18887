import { create } from 'zustand'
import type { BulkAsk } from '../../shared/intervention/bulk.ts'
import type { Category } from '../../shared/vocabulary.ts'
import { ofWorkspace } from './desk/of-workspace.ts'

/** A request for bulk outreach, before a playbook is chosen. */
export interface BulkWish {
  whom: Omit<BulkAsk, 'playbookId'>
  /** In words: `30 selected issues`, `all open issues of “Payment will fail again”`. */
  title: string
  /** The playbook to begin with; without one, the first that fits. */
  playbookId?: string
  /** Offers each issue its own best playbook, and begins with that where no playbook is named. */
  each?: boolean
  category?: Category
  /** No other playbook can be chosen: the words are written for this one. */
  only?: boolean
}

interface Bulk {
  wish: BulkWish | null
  ask: (wish: BulkWish) => void
  close: () => void
}

/** The bulk outreach whose dialog is open, over the screen that asked for it. One at a time. */
export const useBulk = ofWorkspace(
  create<Bulk>()(set => ({
    wish: null,
    ask: wish => set({ wish }),
    close: () => set({ wish: null }),
  })),
)
