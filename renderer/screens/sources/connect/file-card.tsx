import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { InspectedFile, Preview } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'
import type { FileStream } from '../../../../shared/source/mapping.ts'
import { RECORD_KINDS, type RecordKind } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { plural } from '../../../parts/number.ts'
import { FileQuestions, openQuestions } from '../file-questions.tsx'
import { asRecord, heading, needs } from './mapping-edit.ts'
import { MappingEditor } from './mapping-editor.tsx'

const PREVIEW_ROWS = 8
/** The time of a date without one, which is left out. */
const MIDNIGHT = /T00:00:00\.000Z$/

interface Props {
  file: InspectedFile
  stream: FileStream | null
  use: boolean
  /** The kinds of objects that the chosen files contain. */
  objects: readonly string[]
  onUse: (use: boolean) => void
  onRemove: () => void
  onStream: (stream: FileStream) => void
  /** The file is being inspected again, by the person's answers. */
  busy: boolean
  onAnswer: (answers: Answers) => void
}

const UNTOLD = `The kind of row could not be detected: ${RECORD_KINDS.map(needs).join('; ')}. Choose the kind, then its columns.`

const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path

const startMapping = (file: InspectedFile, record: RecordKind): FileStream => ({
  name: fileName(file.path).replace(/\.\w+$/, ''),
  path: file.path,
  mapping: asRecord(
    { record: 'account', id: { field: file.columns[0]?.name ?? 'id', type: 'text' }, properties: {} },
    record,
    file.columns.map(column => column.name),
  ),
})

function PreviewTable({ rows, record }: { rows: Preview['rows']; record: RecordKind }) {
  const columns = [...new Set(rows.flatMap(row => Object.keys(row.mapped)))]
  const wrong = rows.filter(row => row.error !== null).length
  return (
    <>
      <div className="preview">
        <table className="grid">
          <thead>
            <tr>
              <th className="num">Line</th>
              {columns.map(column => (
                <th key={column}>{heading(record, column)}</th>
              ))}
              <th>
                <span className="sr">Problem</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.line} className={row.error ? 'wrong' : ''}>
                <td className="num quiet">{row.line}</td>
                {columns.map(column => (
                  <td key={column} className="clip">
                    {(row.mapped[column] ?? '').replace(MIDNIGHT, '')}
                  </td>
                ))}
                <td className="trouble">{row.error ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet" aria-live="polite">
        {wrong === 0
          ? `${rows.length === 1 ? 'The first row is' : `The first ${plural(rows.length, 'row')} are`} valid.`
          : `${wrong} of the first ${plural(rows.length, 'row')} would be quarantined.`}
      </p>
    </>
  )
}

function LivePreview({ stream }: { stream: FileStream }) {
  const [asked] = useDebouncedValue(stream, 250)
  const preview = useQuery(
    useApi().source.preview.queryOptions({
      input: { stream: asked, limit: PREVIEW_ROWS },
      placeholderData: keepPreviousData,
    }),
  )
  if (preview.error) return <ErrorNote failure={failureOf(preview.error)} />
  return preview.data ? <PreviewTable rows={preview.data.rows} record={asked.mapping.record} /> : null
}

/** One file: its kind of record, its mapping, and a preview of its first rows. */
export function FileCard({ file, stream, use, objects, onUse, onRemove, onStream, busy, onAnswer }: Props) {
  const columns = file.columns.map(column => column.name)
  const start = (record: RecordKind) => {
    onStream(stream ? { ...stream, mapping: asRecord(stream.mapping, record, columns) } : startMapping(file, record))
    onUse(true)
  }
  return (
    <section className={`card file${use ? '' : ' off'}`} aria-label={fileName(file.path)}>
      <h2>
        <label className="file-name">
          <input
            type="checkbox"
            checked={use}
            disabled={!stream}
            onChange={event => onUse(event.currentTarget.checked)}
          />
          {fileName(file.path)}
          <small>
            {file.encoding} · {plural(file.columns.length, 'column')}
          </small>
        </label>
        <label className="becomes">
          <small>each row is</small>
          <select
            className="in"
            value={stream?.mapping.record ?? ''}
            aria-label="Kind of row"
            disabled={file.columns.length === 0}
            onChange={event => start(event.currentTarget.value as RecordKind)}
          >
            {stream ? null : <option value="">choose …</option>}
            {RECORD_KINDS.map(kind => (
              <option key={kind} value={kind}>
                {kind === 'object' ? 'an object' : kind === 'event' || kind === 'account' ? `an ${kind}` : `a ${kind}`}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="btn small" aria-label={`Remove ${fileName(file.path)}`} onClick={onRemove}>
          Remove
        </button>
      </h2>
      {stream ? null : <p className="trouble">{file.columns.length > 0 ? UNTOLD : file.problem}</p>}
      {stream && use ? (
        <>
          <FileQuestions questions={openQuestions(file.questions, stream.mapping)} busy={busy} onAnswer={onAnswer} />
          <MappingEditor
            mapping={stream.mapping}
            columns={file.columns}
            objects={objects}
            onChange={mapping => onStream({ ...stream, mapping })}
          />
          <LivePreview stream={stream} />
        </>
      ) : null}
    </section>
  )
}
