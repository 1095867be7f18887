import { useState } from 'react'
import { create } from 'zustand'
import { own } from '../../shared/foreign/own.ts'
import { ofWorkspace } from './desk/of-workspace.ts'

interface Drafts {
  byKey: Record<string, unknown>
  keep: (key: string, draft: unknown) => void
  drop: (key: string) => void
}

/** Forms of sources that are not connected yet, kept until the page is closed. They hold no secrets. */
const useDrafts = ofWorkspace(
  create<Drafts>()(set => ({
    byKey: {},
    keep: (key, draft) => set(({ byKey }) => ({ byKey: { ...byKey, [key]: draft } })),
    drop: key =>
      set(({ byKey }) => {
        const { [key]: _gone, ...rest } = byKey
        return { byKey: rest }
      }),
  })),
)

/** A form that keeps its values while its screen is closed. `T` must hold no secret. */
export function useDraft<T extends object>(key: string, start: () => T) {
  const [first] = useState(start)
  const draft = (useDrafts(drafts => own(drafts.byKey, key)) ?? first) as T
  const { keep, drop } = useDrafts.getState()
  const change = (next: Partial<T>) => {
    const now = (own(useDrafts.getState().byKey, key) ?? first) as T
    keep(key, { ...now, ...next })
  }
  return { draft, change, drop: () => drop(key) }
}
