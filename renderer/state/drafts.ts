import { create } from 'zustand'
import { own } from '../../shared/foreign/own.ts'
import type { Check } from '../../shared/vocabulary.ts'
import { ofWorkspace } from './desk/of-workspace.ts'

/** A person's changes to one message before it is sent. They are kept while another issue is in view. */
export interface Draft {
  subject?: string
  text?: string
  /** The language of the template, where it is not the one that was chosen for the contact. */
  language?: string
  contactId?: number
  /** Reasons for overriding a check. */
  overrides: Partial<Record<Check, string>>
}

/** The draft of a message that is being sent, in case the message is recalled. */
interface Kept {
  playbookId: string
  draft: Draft
}

interface Drafts {
  byKey: Record<string, Draft>
  /** The playbook chosen for an issue, where it is not the suggested one. */
  playbook: Record<number, string>
  edit: (key: string, change: Partial<Draft>) => void
  drop: (key: string) => void
  choose: (issueId: number, playbookId: string) => void
  /** Drafts of messages that were queued, by issue. Only a recall brings one back, and no recall succeeds after sending. */
  sent: Record<number, Kept>
  keep: (issueId: number, playbookId: string) => void
  bringBack: (issueId: number) => void
}

export const NO_DRAFT: Draft = { overrides: {} }
export const draftKey = (issueId: number, playbookId: string): string => `${issueId}:${playbookId}`

/** Drafts of messages, kept until the page is closed. */
export const useDrafts = ofWorkspace(
  create<Drafts>()(set => ({
    byKey: {},
    playbook: {},
    edit: (key, change) =>
      set(({ byKey }) => ({ byKey: { ...byKey, [key]: { ...(own(byKey, key) ?? NO_DRAFT), ...change } } })),
    drop: key =>
      set(({ byKey }) => {
        const { [key]: _gone, ...rest } = byKey
        return { byKey: rest }
      }),
    choose: (issueId, playbookId) => set(({ playbook }) => ({ playbook: { ...playbook, [issueId]: playbookId } })),
    sent: {},
    keep: (issueId, playbookId) =>
      set(({ byKey, sent }) => {
        const key = draftKey(issueId, playbookId)
        const { [key]: draft = NO_DRAFT, ...rest } = byKey
        return { byKey: rest, sent: { ...sent, [issueId]: { playbookId, draft } } }
      }),
    bringBack: issueId =>
      set(({ byKey, playbook, sent }) => {
        const { [issueId]: kept, ...rest } = sent
        if (!kept) return {}
        const { playbookId, draft } = kept
        return {
          sent: rest,
          playbook: { ...playbook, [issueId]: playbookId },
          byKey: { ...byKey, [draftKey(issueId, playbookId)]: draft },
        }
      }),
  })),
)
