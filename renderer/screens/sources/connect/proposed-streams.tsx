import { useState } from 'react'
import { type Mapping, mappingsOf, ownMapping } from '../../../../shared/source/mapping.ts'
import { RECORD_KINDS, type RecordKind } from '../../../../shared/vocabulary.ts'
import { plural } from '../../../parts/number.ts'
import { ColumnFindings } from '../file-questions.tsx'
import { readsAlike } from './answered-mapping.ts'
import { type ChosenStream, keptComplete } from './chosen.ts'
import { asRecord } from './mapping/mapping-edit.ts'
import { RecordsEditor } from './mapping/records-editor.tsx'
import { type AskRows, StreamRows } from './stream-rows.tsx'

interface Props {
  chosen: readonly ChosenStream[]
  onChange: (chosen: ChosenStream[]) => void
  /** Reads the first rows of a stream through its mapping. */
  rows: AskRows
  /** Rows are shown automatically and after every change; otherwise a button shows them. */
  live: boolean
}

/** Every stream that was found, with its mapping and real rows, and for a database with its query and cursor. */
export function ProposedStreams({ chosen, onChange, rows, live }: Props) {
  const mappings = chosen.flatMap(({ mapping }) => (mapping ? mappingsOf(mapping) : []))
  const objects = [...new Set(mappings.flatMap(mapping => (mapping.record === 'object' ? [mapping.kind] : [])))]
  return chosen.map((entry, at) => (
    <StreamCard
      key={entry.found.name}
      entry={entry}
      objects={objects}
      rows={rows}
      live={live}
      onChange={next => onChange(chosen.map((other, index) => (index === at ? { ...other, ...next } : other)))}
    />
  ))
}

const article = (kind: RecordKind): string => (kind === 'contact' ? `a ${kind}` : `an ${kind}`)

interface Part {
  entry: ChosenStream
  onChange: (next: Partial<ChosenStream>) => void
}

function StreamCard({
  entry,
  objects,
  rows,
  live,
  onChange,
}: Part & { objects: readonly string[]; rows: AskRows; live: boolean }) {
  const { found, use, mapping, kept } = entry
  const complete = keptComplete(entry)
  return (
    <section className={`card file${use ? '' : ' off'}`} aria-label={found.name}>
      <StreamHead entry={entry} onChange={onChange} />
      {found.problem ? <p className="trouble">{found.problem}</p> : null}
      {use && mapping ? (
        <>
          {found.query === null ? null : <QueryFields entry={entry} onChange={onChange} />}
          <ColumnFindings
            of="stream"
            findings={found.findings}
            bare={[]}
            isAsProposed={column => found.mapping !== null && readsAlike(mapping, found.mapping, column)}
          />
          <RecordsEditor
            stream={{ name: found.name, mapping, ...(complete && { complete }) }}
            columns={found.columns.map(column => ({ ...column, blank: 0 }))}
            objects={objects}
            obstacle={
              entry.cursor === ''
                ? null
                : 'Choose “nothing” under “Find changes by” first: a complete stream is synced in full.'
            }
            onChange={({ mapping: next, complete: isComplete }) => {
              const { complete: _was, ...rest } = kept
              onChange({ mapping: next, kept: { ...rest, ...(isComplete && { complete: isComplete }) } })
            }}
          />
          <StreamRows entry={entry} ask={rows} live={live} />
        </>
      ) : null}
    </section>
  )
}

function StreamHead({ entry: { found, use, mapping }, onChange }: Part) {
  const columns = found.columns.map(({ name }) => name)
  const start = (record: RecordKind) => {
    const before: Mapping = (mapping && ownMapping(mapping)) ?? {
      record: 'account',
      id: { field: columns[0] ?? 'id', type: 'text' },
      properties: {},
    }
    onChange({ mapping: asRecord(before, record, columns), use: true })
  }
  return (
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
          value={mapping ? ownMapping(mapping).record : ''}
          aria-label={`Kind of row in ${found.name}`}
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
  )
}

/** The query of a stream. It takes effect when the field loses the focus, since a half-typed query is not valid. */
function QueryFields({ entry: { found, query, cursor }, onChange }: Part) {
  const [text, setText] = useState(query)
  const columns = found.columns.map(({ name }) => name)
  return (
    <div className="more-row query-row">
      <label className="field query">
        <span>Query</span>
        <textarea
          className="in"
          rows={2}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onBlur={() => onChange({ query: text.trim() || query })}
        />
      </label>
      <label className="field">
        <span>Find changes by</span>
        <select className="in" value={cursor} onChange={event => onChange({ cursor: event.currentTarget.value })}>
          <option value="">nothing: sync all rows every time</option>
          {[...new Set([...columns, ...(cursor ? [cursor] : [])])].map(column => (
            <option key={column}>{column}</option>
          ))}
        </select>
      </label>
    </div>
  )
}
