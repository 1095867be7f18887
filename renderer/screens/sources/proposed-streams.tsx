import type { Mapping } from '../../../shared/mapping.ts'
import type { SourceProposal } from '../../../shared/source-proposal.ts'
import { RECORD_KINDS, type RecordKind } from '../../../shared/vocabulary.ts'
import { plural } from '../../parts/number.ts'
import { asRecord } from './mapping-edit.ts'
import { MappingEditor } from './mapping-editor.tsx'

/** A stream that could be read, and what a person has made of it so far. */
export interface Chosen {
  found: SourceProposal[number]
  use: boolean
  mapping: Mapping | null
  /** Of a database: the query, and the column by which changes are told; empty reads everything every time. */
  query: string
  cursor: string
}

/** Those that seem to be something are chosen to begin with. */
export const chosenOf = (proposal: SourceProposal): Chosen[] =>
  proposal
    .map(found => ({
      found,
      use: found.mapping !== null,
      mapping: found.mapping,
      query: found.query ?? '',
      cursor: found.cursor ?? '',
    }))
    .toSorted((a, b) => Number(b.use) - Number(a.use))

interface Props {
  chosen: readonly Chosen[]
  onChange: (chosen: Chosen[]) => void
}

/** Every stream that was found, with its mapping; a database's with query and cursor too. */
export function ProposedStreams({ chosen, onChange }: Props) {
  const objects = [...new Set(chosen.flatMap(({ mapping }) => (mapping?.record === 'object' ? [mapping.kind] : [])))]
  return chosen.map((entry, at) => (
    <StreamCard
      key={entry.found.name}
      entry={entry}
      objects={objects}
      onChange={next => onChange(chosen.map((other, index) => (index === at ? { ...other, ...next } : other)))}
    />
  ))
}

const article = (kind: RecordKind): string => (kind === 'contact' ? `a ${kind}` : `an ${kind}`)

function StreamCard({
  entry: { found, use, mapping, query, cursor },
  objects,
  onChange,
}: {
  entry: Chosen
  objects: readonly string[]
  onChange: (next: Partial<Chosen>) => void
}) {
  const columns = found.columns.map(({ name }) => name)
  const start = (record: RecordKind) => {
    const before: Mapping = mapping ?? {
      record: 'account',
      id: { field: columns[0] ?? 'id', type: 'text' },
      properties: {},
    }
    onChange({ mapping: asRecord(before, record, columns), use: true })
  }
  return (
    <section className={`card file${use ? '' : ' off'}`} aria-label={found.name}>
      <h2>
        <label className="file-name">
          <input
            type="checkbox"
            checked={use}
            disabled={!mapping}
            onChange={event => onChange({ use: event.currentTarget.checked })}
          />
          {found.name} <small>{plural(columns.length, 'column')}</small>
        </label>
        <label className="becomes">
          <small>each row is</small>
          <select
            className="in"
            value={mapping?.record ?? ''}
            aria-label={`What each row of ${found.name} is`}
            disabled={columns.length === 0}
            onChange={event => start(event.currentTarget.value as RecordKind)}
          >
            {mapping ? null : <option value="">choose …</option>}
            {RECORD_KINDS.map(kind => (
              <option key={kind} value={kind}>
                {article(kind)}
              </option>
            ))}
          </select>
        </label>
      </h2>
      {found.problem ? <p className="trouble">{found.problem}</p> : null}
      {use && mapping ? (
        <>
          {found.query === null ? null : (
            <div className="more-row">
              <label className="field query">
                <span>Query</span>
                <textarea
                  className="in"
                  rows={2}
                  spellCheck={false}
                  value={query}
                  onChange={event => onChange({ query: event.currentTarget.value })}
                />
              </label>
              <label className="field">
                <span>Changes are told by</span>
                <select
                  className="in"
                  value={cursor}
                  onChange={event => onChange({ cursor: event.currentTarget.value })}
                >
                  <option value="">nothing: read all rows every time</option>
                  {columns.map(column => (
                    <option key={column}>{column}</option>
                  ))}
                </select>
              </label>
            </div>
          )}
          <MappingEditor
            mapping={mapping}
            columns={found.columns.map(column => ({ ...column, blank: 0 }))}
            objects={objects}
            onChange={next => onChange({ mapping: next })}
          />
        </>
      ) : null}
    </section>
  )
}
