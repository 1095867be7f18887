import { create } from 'zustand'
import type { Check } from '../../shared/vocabulary.ts'

/** What a person has changed of one message before it leaves. Nothing typed is lost by looking at another issue. */
export interface Draft {
  subject?: string
  text?: string
  contactId?: number
  /** Reasons for overriding a check. */
  overrides: Partial<Record<Check, string>>
}

interface Drafts {
  byKey: Record<string, Draft>
  /** The playbook chosen for an issue, where it is not the suggested one. */
  playbook: Record<number, string>
  edit: (key: string, change: Partial<Draft>) => void
  drop: (key: string) => void
  choose: (issueId: number, playbookId: string) => void
}

export const NO_DRAFT: Draft = { overrides: {} }
export const draftKey = (issueId: number, playbookId: string): string => `${issueId}:${playbookId}`

/** Drafts of messages, kept while the page lives. */
export const useDrafts = create<Drafts>()(set => ({
  byKey: {},
  playbook: {},
  edit: (key, change) =>
    set(({ byKey }) => ({ byKey: { ...byKey, [key]: { ...(byKey[key] ?? NO_DRAFT), ...change } } })),
  drop: key =>
    set(({ byKey }) => {
      const { [key]: _gone, ...rest } = byKey
      return { byKey: rest }
    }),
  choose: (issueId, playbookId) => set(({ playbook }) => ({ playbook: { ...playbook, [issueId]: playbookId } })),
}))
