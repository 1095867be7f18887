import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { InspectedFile, Preview as PreviewModel } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'
import { type FileStream, ownMapping } from '../../../../shared/source/mapping.ts'
import { RECORD_KINDS, type RecordKind } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { plural } from '../../../parts/number.ts'
import { CurrencyQuestion, plainIn } from '../currency-question.tsx'
import { ColumnFindings, FileQuestions, openQuestions } from '../file-questions.tsx'
import { readsAlike } from './answered-mapping.ts'
import { columnsIn } from './chosen.ts'
import { GivenAnswers } from './given-answers.tsx'
import { asRecord, needs } from './mapping/mapping-edit.ts'
import { RecordsEditor } from './mapping/records-editor.tsx'
import { PreviewRows } from './preview-table.tsx'
import { previewWords } from './preview-words.ts'

const PREVIEW_ROWS = 8

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
  /** What was said of the file so far, and all that is said of it from now on. */
  answers: Answers
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

/** The first rows by the kind of record that they become; rows in trouble stand first. */
function Preview({ preview: { rows, unread, assumed } }: { preview: PreviewModel }) {
  const seen = rows.map(({ raw, ...row }) => ({ ...row, raw: JSON.stringify(raw) }))
  return (
    <>
      <PreviewRows rows={seen} unread={unread} assumed={assumed} />
      <p className="quiet" aria-live="polite">
        {previewWords(seen)}
      </p>
    </>
  )
}

/** Columns that nothing is read from: what they hold would be lost. */
function Unread({ file, stream }: { file: InspectedFile; stream: FileStream }) {
  const read = columnsIn(stream.mapping)
  const text = JSON.stringify(stream.mapping)
  const unread = file.columns.filter(({ name }) => name !== '' && !read.includes(name) && !text.includes(name))
  if (unread.length === 0) return null
  return <p className="quiet">Not read: {unread.map(({ name }) => name).join(', ')}.</p>
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
  return preview.data ? <Preview preview={preview.data} /> : null
}

/** One file: its kind of record, its mapping, and a preview of its first rows. */
export function FileCard({ file, stream, use, objects, onUse, onRemove, onStream, busy, answers, onAnswer }: Props) {
  const columns = file.columns.map(column => column.name)
  const open = stream ? openQuestions(file.questions, stream.mapping) : []
  const answer = (said: Answers) => onAnswer({ ...answers, ...said })
  const start = (record: RecordKind) => {
    const own = stream && ownMapping(stream.mapping)
    onStream(own ? { ...stream, mapping: asRecord(own, record, columns) } : startMapping(file, record))
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
            value={stream ? ownMapping(stream.mapping).record : ''}
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
          <FileQuestions questions={open} busy={busy} onAnswer={answer} />
          <CurrencyQuestion columns={plainIn(file.bare, stream.mapping)} busy={busy} onAnswer={answer} />
          <GivenAnswers answered={file.answered} answers={answers} busy={busy} onAsk={onAnswer} />
          <ColumnFindings
            of="file"
            findings={file.findings}
            bare={file.bare}
            isAsProposed={column => !file.stream || readsAlike(stream.mapping, file.stream.mapping, column)}
          />
          <RecordsEditor
            stream={{ ...stream, path: fileName(stream.path) }}
            columns={file.columns}
            objects={objects}
            onChange={next => onStream({ ...next, name: stream.name, path: stream.path })}
          />
          <Unread file={file} stream={stream} />
          {open.length > 0 ? (
            <p className="quiet">Answer the question above to see the rows as they would be kept.</p>
          ) : (
            <LivePreview stream={stream} />
          )}
        </>
      ) : null}
    </section>
  )
}
