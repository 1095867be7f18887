import { create } from 'zustand'
import { own } from '../../shared/foreign/own.ts'
import type { Result } from '../../shared/result.ts'
import { ofWorkspace } from './desk/of-workspace.ts'

/** A definition while it is edited: the last valid one, and the current JSON, valid or not. */
export interface DefinitionDraft<T> {
  definition: T
  text: string
  /** What is wrong with the JSON; null while it is valid. */
  problem: string | null
  /** Not stored yet. */
  isNew: boolean
}

export interface DefinitionDrafts<T> {
  byId: Record<string, DefinitionDraft<T>>
  /** Changes a definition through the builder; the JSON follows. */
  edit: (id: string, definition: T, isNew?: boolean) => void
  /** Changes the JSON; the builder follows as soon as it is valid. */
  type: (id: string, text: string, from: T) => void
  drop: (id: string) => void
}

export type ReadDefinition<T> = { definition: T } | { problem: string }

/** Reads a definition from JSON. A problem names its place and says what was expected there. */
export function readDraft<T>(text: string, parse: (value: unknown) => Result<T>): ReadDefinition<T> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `This is not valid JSON: ${placeOf(error, text)}.` }
  }
  const parsed = parse(value)
  return parsed.ok ? { definition: parsed.value } : { problem: parsed.error.why }
}

/** The browser's own message, with a line instead of a position. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, position] = /position (\d+)/.exec(message) ?? []
  const reason = message.replace(/,? ?(in JSON )?at position[\s\S]*$/, '').replace(/, ?"[\s\S]*$/, '')
  return position === undefined ? reason : `${reason} in line ${text.slice(0, Number(position)).split('\n').length}`
}

/** A definition as formatted JSON, for people to read and exchange. */
export const writeJson = (definition: unknown): string => JSON.stringify(definition, null, 2)

/** The draft that editing a definition begins with. */
export const newDraft = <T>(definition: T, isNew = false): DefinitionDraft<T> => ({
  definition,
  text: writeJson(definition),
  problem: null,
  isNew,
})

/** Drafts of one kind of definition, kept until the page is closed. */
export const createDrafts = <T>(read: (text: string) => ReadDefinition<T>) =>
  ofWorkspace(
    create<DefinitionDrafts<T>>()(set => ({
      byId: {},
      edit: (id, definition, isNew) =>
        set(({ byId }) => ({ byId: { ...byId, [id]: newDraft(definition, isNew ?? own(byId, id)?.isNew ?? false) } })),
      type: (id, text, from) =>
        set(({ byId }) => {
          const before = own(byId, id) ?? newDraft(from)
          const found = read(text)
          const next =
            'definition' in found
              ? { ...before, text, definition: found.definition, problem: null }
              : { ...before, text, problem: found.problem }
          return { byId: { ...byId, [id]: next } }
        }),
      drop: id =>
        set(({ byId }) => {
          const { [id]: _gone, ...rest } = byId
          return { byId: rest }
        }),
    })),
  )
