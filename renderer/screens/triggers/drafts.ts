import { create } from 'zustand'
import type { Trigger } from '../../../shared/trigger.ts'
import { readDefinition, writeDefinition } from './explain.ts'

/** A trigger while it is edited: the last definition that was valid, and the JSON as it stands, valid or not. */
export interface TriggerDraft {
  definition: Trigger
  text: string
  /** What is wrong with the JSON; null while it is valid. */
  problem: string | null
  /** Not stored yet. */
  isNew: boolean
}

interface TriggerDrafts {
  byId: Record<string, TriggerDraft>
  /** Changes a definition through the builder; the JSON follows. */
  edit: (id: string, definition: Trigger, isNew?: boolean) => void
  /** Changes the JSON; the builder follows as soon as it is valid. */
  type: (id: string, text: string, from: Trigger) => void
  drop: (id: string) => void
}

/** What a draft of a definition begins as. */
export const draftOf = (definition: Trigger, isNew = false): TriggerDraft => ({
  definition,
  text: writeDefinition(definition),
  problem: null,
  isNew,
})

/** Drafts of triggers, kept while the page lives. */
export const useTriggerDrafts = create<TriggerDrafts>()(set => ({
  byId: {},
  edit: (id, definition, isNew) =>
    set(({ byId }) => ({ byId: { ...byId, [id]: draftOf(definition, isNew ?? byId[id]?.isNew ?? false) } })),
  type: (id, text, from) =>
    set(({ byId }) => {
      const before = byId[id] ?? draftOf(from)
      const read = readDefinition(text)
      const next =
        'definition' in read
          ? { ...before, text, definition: read.definition, problem: null }
          : { ...before, text, problem: read.problem }
      return { byId: { ...byId, [id]: next } }
    }),
  drop: id =>
    set(({ byId }) => {
      const { [id]: _gone, ...rest } = byId
      return { byId: rest }
    }),
}))
