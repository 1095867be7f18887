import { create } from 'zustand'
import type { DeskSubject } from '../../shared/desk/note.ts'
import { ofWorkspace } from '../state/desk/of-workspace.ts'

interface NoteDrafts {
  bySubject: Record<string, string>
  write: (key: string, text: string) => void
}

/** Notes that are being written. They are kept while something else is in view. */
export const useNoteDrafts = ofWorkspace(
  create<NoteDrafts>()(set => ({
    bySubject: {},
    write: (key, text) => set(({ bySubject }) => ({ bySubject: { ...bySubject, [key]: text } })),
  })),
)

/** The name under which the draft about something is kept. */
export const subjectKey = (of: DeskSubject): string =>
  'issueId' in of ? `issue-${of.issueId}` : `account-${of.accountId}`
