import { useState } from 'react'
import {
  type MapFileStream,
  mapFileOf,
  readMapFile,
  readRecords,
  streamIn,
} from '../../../../../shared/source/map-file.ts'
import { type Mappings, mappingsOf } from '../../../../../shared/source/mapping.ts'
import { saveJson } from '../../../../desktop/save-file.ts'
import { FileButton } from '../../../../parts/file-button.tsx'
import { mappingOf } from './mapping-forms.ts'

interface Props {
  /** The stream as a mapping file has it: without the place of its rows. */
  stream: MapFileStream
  onChange: (mapping: Mappings) => void
  /** A mapping file that was chosen: its stream. */
  onImport: (stream: MapFileStream) => void
}

const textOf = (mapping: Mappings): string => JSON.stringify(mappingsOf(mapping), null, 2)

/** Says that the only mapping of a file was written for a stream of another name; null where the names are the same. */
export const otherStreamWords = (found: string, name: string): string | null =>
  found === name
    ? null
    : `The file’s only mapping is for “${found}”, and was taken for “${name}”. Check the fields before you connect.`

/** The mapping as a file, and as JSON that is checked as it is typed: what the fields beside it cannot say is said here. */
export function MappingJson({ stream, onChange, onImport }: Props) {
  const { name, mapping } = stream
  const [draft, setDraft] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const text = draft ?? textOf(mapping)
  const read = draft === null ? null : readRecords(draft)
  const edit = (next: string) => {
    setDraft(next)
    const found = readRecords(next)
    if ('records' in found) onChange(mappingOf(found.records))
  }
  const take = (content: string, file: string) => {
    const found = readMapFile(content, file)
    const chosen = found.ok ? streamIn(found.value, name) : undefined
    if (!found.ok) return setRefused(`${found.error.what} ${found.error.why}`)
    if (!chosen) return setRefused(`The file ${file} has no mapping for “${name}”.`)
    // Only a mapping that is taken may replace what was typed.
    setDraft(null)
    setRefused(otherStreamWords(chosen.name, name))
    onImport(chosen)
  }
  return (
    <>
      <details className="mapping-json">
        <summary>The mapping as JSON</summary>
        <textarea
          className="in json"
          rows={14}
          spellCheck={false}
          aria-label={`Mapping of ${name} as JSON`}
          value={text}
          onChange={event => edit(event.currentTarget.value)}
          onBlur={() => read && 'records' in read && setDraft(null)}
        />
        {read && 'problem' in read ? <Problem words={read.problem} /> : null}
      </details>
      <span className="mapping-file">
        <button
          type="button"
          className="btn small"
          aria-label={`Export the mapping of ${name}`}
          onClick={() => void saveJson(`${name}.map.json`, mapFileOf(stream))}
        >
          Export mapping
        </button>
        <FileButton
          text="Import mapping …"
          label={`Import a mapping for ${name}`}
          accept="application/json,.json"
          onFile={file =>
            void file.text().then(
              content => take(content, file.name),
              () =>
                setRefused(`The file ${file.name} cannot be read. Check that it is still there, and choose it again.`),
            )
          }
        />
        {refused === null ? null : <Problem words={refused} />}
      </span>
    </>
  )
}

const Problem = ({ words }: { words: string }) => (
  <p className="bad-text" role="alert">
    {words}
  </p>
)
