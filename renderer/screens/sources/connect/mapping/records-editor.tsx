import type { Complete } from '../../../../../shared/source/complete.ts'
import type { MapFileStream } from '../../../../../shared/source/map-file.ts'
import { type Mapping, type Mappings, mappingsOf } from '../../../../../shared/source/mapping.ts'
import { RECORD_KINDS, type RecordKind } from '../../../../../shared/vocabulary.ts'
import type { Columns } from './column-select.tsx'
import { CompleteField } from './complete-field.tsx'
import { asRecord } from './mapping-edit.ts'
import { MappingEditor } from './mapping-editor.tsx'
import { hasPerson, mappingOf, personOf } from './mapping-forms.ts'
import { MappingJson } from './mapping-json.tsx'

interface Props {
  /** What a mapping file says of the stream. */
  stream: MapFileStream
  columns: Columns
  objects: readonly string[]
  /** Why the stream cannot be complete; null where it can. */
  obstacle?: string | null
  /** What changed of it. A part that a mapping file does not name is absent. */
  onChange: (stream: MapFileStream) => void
}

const titleOf = (mapping: Mapping): string => (mapping.record === 'object' ? mapping.kind : mapping.record)

/** Records of one name are told apart by their order. */
const numbered = (all: readonly Mapping[]): [string, Mapping][] =>
  all.map((one, at) => [
    `${titleOf(one)} ${all.slice(0, at).filter(other => titleOf(other) === titleOf(one)).length}`,
    one,
  ])

/** What a row becomes: one record or several, each with its fields. */
export function RecordsEditor({ stream, columns, objects, obstacle = null, onChange }: Props) {
  const { name, mapping, complete } = stream
  const all = mappingsOf(mapping)
  const change = (next: Mappings) => onChange({ ...stream, mapping: next })
  const set = (next: readonly Mapping[]) => change(mappingOf(next))
  const setComplete = (next: Complete | undefined) => {
    const { complete: _old, ...rest } = stream
    onChange(next === undefined ? rest : { ...rest, complete: next })
  }
  const add = (record: RecordKind) => {
    const [first] = all
    if (first)
      set([
        ...all,
        asRecord(
          { ...first, properties: {} },
          record,
          columns.map(column => column.name),
          true,
        ),
      ])
  }
  const known = [...new Set([...objects, ...all.flatMap(one => (one.record === 'object' ? [one.kind] : []))])]
  return (
    <>
      {numbered(all).map(([key, one], at) => (
        <fieldset key={key} className="row-record">
          {all.length > 1 ? (
            <legend>
              {titleOf(one)}{' '}
              <button
                type="button"
                className="link"
                aria-label={`Remove the ${titleOf(one)} from the row`}
                onClick={() => set(all.filter((_, index) => index !== at))}
              >
                remove
              </button>
            </legend>
          ) : null}
          <MappingEditor
            mapping={one}
            columns={columns}
            objects={known}
            onChange={next => set(all.map((other, index) => (index === at ? next : other)))}
          />
        </fieldset>
      ))}
      <Person all={all} onChange={set} />
      <label className="row-also">
        <small>each row is also</small>
        <select
          className="in"
          value=""
          aria-label={`Add a record to each row of ${name}`}
          onChange={event => add(event.currentTarget.value as RecordKind)}
        >
          <option value="">nothing else</option>
          {RECORD_KINDS.map(kind => (
            <option key={kind} value={kind}>
              {kind === 'contact' ? 'a contact' : `an ${kind}`}
            </option>
          ))}
        </select>
      </label>
      <CompleteField name={name} complete={complete} obstacle={obstacle} onChange={setComplete} />
      <MappingJson stream={stream} onChange={change} onImport={onChange} />
    </>
  )
}

/** The person behind an account's address, without whom nobody could be written to. */
function Person({ all, onChange }: { all: readonly Mapping[]; onChange: (all: readonly Mapping[]) => void }) {
  const account = all.find(one => one.record === 'account')
  const person = account?.record === 'account' ? personOf(account) : null
  if (!person) return null
  const there = hasPerson([...all])
  return (
    <label className="file-name">
      <input
        type="checkbox"
        checked={there}
        onChange={() => onChange(there ? all.filter(({ record }) => record !== 'contact') : [...all, person])}
      />
      The person behind the e-mail address is a contact
    </label>
  )
}
