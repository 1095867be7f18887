import type { Mapping, ValueRef } from '../../../../shared/source/mapping.ts'
import type { SourceProposal } from '../../../../shared/source/source-proposal.ts'

type Found = SourceProposal[number]

/** A stream that could be read, and what a person has made of it so far. */
export interface Chosen {
  found: Found
  use: boolean
  mapping: Mapping | null
  /** Of a database: the query, and the column by which changes are told; empty reads everything every time. */
  query: string
  cursor: string
  /** Its further settings as they are kept, of a stream that is read already. */
  kept: Readonly<Record<string, unknown>>
}

/** A stream as the settings of a database or a tap keep it. */
export interface KeptStream {
  name: string
  mapping: Mapping
  query?: string
  cursor?: { column: string; overlapSeconds?: number }
}

const fresh = (found: Found): Chosen => ({
  found,
  use: found.mapping !== null,
  mapping: found.mapping,
  query: found.query ?? '',
  cursor: found.cursor ?? '',
  kept: {},
})

const usedFirst = (chosen: Chosen[]): Chosen[] => chosen.toSorted((a, b) => Number(b.use) - Number(a.use))

/** Those that seem to be something are chosen to begin with. */
export const chosenOf = (proposal: SourceProposal): Chosen[] => usedFirst(proposal.map(fresh))

/** Columns that a mapping reads, for as long as the source was not looked at. */
export function columnsIn(mapping: Mapping): string[] {
  const { properties, record: _record, ...fields } = mapping
  const refs = [...Object.values(fields), ...Object.values(properties)] as (ValueRef | string | undefined)[]
  return [
    ...new Set(
      refs.flatMap(ref => (typeof ref === 'object' && 'field' in ref && ref.field ? [String(ref.field)] : [])),
    ),
  ]
}

/** The streams of a source that is connected, as they are kept. */
export const chosenFrom = (streams: readonly KeptStream[]): Chosen[] =>
  streams.map(({ name, mapping, query, cursor, ...rest }) => ({
    found: {
      name,
      query: query ?? null,
      columns: columnsIn(mapping).map(column => ({ name: column, type: 'text', format: null, samples: [] })),
      mapping,
      cursor: cursor?.column ?? null,
      problem: null,
    },
    use: true,
    mapping,
    query: query ?? '',
    cursor: cursor?.column ?? '',
    kept: { ...rest, ...(cursor ? { cursor } : {}) },
  }))

/** What was found by looking again, under what a person has made of it before: nothing typed is lost. */
export function lookedAgain(before: readonly Chosen[], proposal: SourceProposal): Chosen[] {
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

/** A stream of a database as the engine takes it; none while it is not said what its rows are. */
export function databaseStream({ found, query, cursor, mapping, kept }: Chosen) {
  if (mapping === null) return []
  const { cursor: was, ...rest } = kept as { cursor?: { column: string } }
  const column =
    cursor === '' ? {} : { cursor: was?.column === cursor ? was : { column: cursor, overlapSeconds: OVERLAP } }
  return [{ ...rest, name: found.name, query, mapping, ...column }]
}

/** A stream of a tap as the engine takes it. */
export const tapStream = ({ found, mapping, kept }: Chosen) =>
  mapping === null ? [] : [{ ...kept, name: found.name, mapping }]
