import { useState } from 'react'
import { mapFileOf, mappingIn, readMapFile, readRecords } from '../../../../../shared/source/map-file.ts'
import { type Mappings, mappingsOf } from '../../../../../shared/source/mapping.ts'
import { downloadFile } from '../../../../state/download-json.ts'
import { mappingOf } from './mapping-forms.ts'

interface Props {
  name: string
  mapping: Mappings
  onChange: (mapping: Mappings) => void
}

const textOf = (mapping: Mappings): string => JSON.stringify(mappingsOf(mapping), null, 2)

/** The whole mapping as JSON, checked as it is typed, and as a file: what the fields beside it cannot say is said here. */
export function MappingJson({ name, mapping, onChange }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const text = draft ?? textOf(mapping)
  const read = draft === null ? null : readRecords(draft)
  const problem = read && 'problem' in read ? read.problem : refused
  const edit = (next: string) => {
    setDraft(next)
    setRefused(null)
    const found = readRecords(next)
    if ('records' in found) onChange(mappingOf(found.records))
  }
  const take = (content: string, file: string) => {
    const found = readMapFile(content, file)
    const stream = found.ok ? mappingIn(found.value, name) : undefined
    setDraft(null)
    if (stream) onChange(stream)
    if (!found.ok) setRefused(`${found.error.what} ${found.error.why}`)
    else setRefused(stream ? null : `The file ${file} has no mapping for “${name}”.`)
  }
  return (
    <details className="mapping-json">
      <summary>Conditions, dated states and expressions as JSON</summary>
      <textarea
        className="in json"
        rows={14}
        spellCheck={false}
        aria-label={`Mapping of ${name} as JSON`}
        value={text}
        onChange={event => edit(event.currentTarget.value)}
        onBlur={() => read && 'records' in read && setDraft(null)}
      />
      {problem === null ? null : (
        <p className="bad-text" role="alert">
          {problem}
        </p>
      )}
      <span className="map-from">
        <button
          type="button"
          className="btn small"
          onClick={() => downloadFile(`${name}.map.json`, mapFileOf(name, mapping))}
        >
          Export
        </button>
        <label className="field">
          <span>Import a mapping</span>
          <input
            type="file"
            accept="application/json,.json"
            onChange={event => {
              const file = event.currentTarget.files?.[0]
              void file?.text().then(content => take(content, file.name))
            }}
          />
        </label>
      </span>
    </details>
  )
}
