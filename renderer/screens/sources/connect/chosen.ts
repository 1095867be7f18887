import { type Complete, completeSchema } from '../../../../shared/source/complete.ts'
import { type Mappings, mappingsOf } from '../../../../shared/source/mapping.ts'
import type { SourceProposal } from '../../../../shared/source/source-proposal.ts'

type Found = SourceProposal[number]

/** A stream that was found, with the person's choices for it so far. */
export interface ChosenStream {
  found: Found
  use: boolean
  mapping: Mappings | null
  /** For a database: the query, and the column that shows changes; empty syncs all rows every time. */
  query: string
  cursor: string
  /** Further settings of a stream that is synced already, as stored. */
  kept: Readonly<Record<string, unknown>>
}

/** What the settings of a stream say of its completeness. */
export const keptComplete = ({ kept }: ChosenStream): Complete | undefined =>
  completeSchema.safeParse(kept.complete).data

/** A stream as stored in the settings of a database or a tap. */
export interface KeptStream {
  name: string
  mapping: Mappings
  query?: string
  cursor?: { column: string; overlapSeconds?: number }
}

const fresh = (found: Found): ChosenStream => ({
  found,
  use: found.mapping !== null,
  mapping: found.mapping,
  query: found.query ?? '',
  cursor: found.cursor ?? '',
  kept: {},
})

const usedFirst = (chosen: ChosenStream[]): ChosenStream[] => chosen.toSorted((a, b) => Number(b.use) - Number(a.use))

/** The streams with a proposed mapping are chosen from the start. */
export const chosenOf = (proposal: SourceProposal): ChosenStream[] => usedFirst(proposal.map(fresh))

/** The columns that a mapping uses, for a source that was not inspected yet. */
export const columnsIn = (mapping: Mappings): string[] => [...new Set(mappingsOf(mapping).flatMap(columnsBelow))]

/** Columns are named under `field` alone, wherever in a mapping. */
function columnsBelow(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'field' || key === 'currencyField') && typeof inner === 'string' ? [inner] : columnsBelow(inner),
  )
}

/** The streams of a connected source, as stored. */
export const chosenFrom = (streams: readonly KeptStream[]): ChosenStream[] =>
  streams.map(({ name, mapping, query, cursor, ...rest }) => ({
    found: {
      name,
      query: query ?? null,
      columns: columnsIn(mapping).map(column => ({ name: column, type: 'text', format: null, samples: [] })),
      mapping,
      findings: [],
      cursor: cursor?.column ?? null,
      problem: null,
    },
    use: true,
    mapping,
    query: query ?? '',
    cursor: cursor?.column ?? '',
    kept: { ...rest, ...(cursor ? { cursor } : {}) },
  }))

/** The result of another inspection, with the person's earlier choices kept. */
export function lookedAgain(before: readonly ChosenStream[], proposal: SourceProposal): ChosenStream[] {
  const names = new Set(before.map(({ found }) => found.name))
  const known = before.map(entry => {
    const found = proposal.find(({ name }) => name === entry.found.name)
    if (!found) return entry
    return entry.mapping === null ? { ...fresh(found), use: entry.use } : { ...entry, found }
  })
  const more = proposal.filter(({ name }) => !names.has(name)).map(found => ({ ...fresh(found), use: false }))
  return [...known, ...usedFirst(more)]
}

const OVERLAP = 300

/** A stream of a database as the contract expects it; none while it has no mapping. */
export function databaseStream({ found, query, cursor, mapping, kept }: ChosenStream) {
  if (mapping === null) return []
  const { cursor: was, ...rest } = kept as { cursor?: { column: string } }
  const column =
    cursor === '' ? {} : { cursor: was?.column === cursor ? was : { column: cursor, overlapSeconds: OVERLAP } }
  return [{ ...rest, name: found.name, query, mapping, ...column }]
}

/** A stream of a tap as the contract expects it. */
export const tapStream = ({ found, mapping, kept }: ChosenStream) =>
  mapping === null ? [] : [{ ...kept, name: found.name, mapping }]
