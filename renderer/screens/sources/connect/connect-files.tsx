import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { InspectedFile, SourceStatus } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'
import { type FileStream, type Mapping, mappingsOf } from '../../../../shared/source/mapping.ts'
import { useApi } from '../../../api/client.tsx'
import { Form, firstLack, STILL_SAVING, tellLack, unlessTyped } from '../../../parts/form.tsx'
import { plural } from '../../../parts/number.ts'
import { toastBusy } from '../../../parts/toast.tsx'
import { useDraft } from '../../../state/connect-drafts.ts'
import { useWorkspace } from '../../../state/now.ts'
import { go } from '../../../state/route.ts'
import { openQuestions } from '../file-questions.tsx'
import { withAnswer } from './answered-mapping.ts'
import { columnsIn } from './chosen.ts'
import { ConnectPage } from './connect-page.tsx'
import { FileCard } from './file-card.tsx'
import { useConnecting } from './use-connecting.ts'

interface ChosenFile {
  file: InspectedFile
  stream: FileStream | null
  use: boolean
  /** What the person has said of it. */
  answers?: Answers
}

interface Draft {
  /** One on each line. */
  paths: string
  chosen: ChosenFile[]
  name: string
  watch: boolean
}

/** An empty form, or the form of connected files, with the columns of their mappings until the files are inspected. */
function draftOf(source?: SourceStatus): Draft {
  const { streams = [], watch = false } = source?.config ?? {}
  const file = ({ path, mapping }: FileStream): InspectedFile => ({
    path,
    encoding: '',
    delimiter: '',
    total: 0,
    columns: columnsIn(mapping).map(name => ({ name, type: 'text', format: null, samples: [], blank: 0 })),
    findings: [],
    questions: [],
    bare: [],
    answered: [],
    stream: null,
    rows: [],
    problem: null,
  })
  const chosen = streams.map(stream => ({ file: file(stream), stream, use: true }))
  return { paths: '', chosen, name: source?.name ?? '', watch }
}

const pathsIn = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim().replace(/^["']|["']$/g, ''))
    .filter(Boolean)

interface ChooseProps {
  text: string
  busy: boolean
  /** Nothing is chosen yet, so that choosing is what comes next. */
  first: boolean
  onText: (text: string) => void
  onPaths: (paths: string[]) => void
}

function Choose({ text, busy, first, onText, onPaths }: ChooseProps) {
  const { source } = useApi()
  const choose = useRef<HTMLButtonElement>(null)
  // Choosing is what the page was opened for. Later, when what was written is deleted, the field keeps the focus.
  const [opensEmpty] = useState(first)
  useEffect(() => {
    if (opensEmpty) choose.current?.focus()
  }, [opensEmpty])
  const desktop = useWorkspace().data?.shell === 'desktop'
  const pick = useMutation(source.pickFiles.mutationOptions({ onSuccess: paths => paths.length > 0 && onPaths(paths) }))
  const paths = pathsIn(text)
  const lack = firstLack(
    busy && { say: 'The files are still being inspected' },
    paths.length === 0 && { say: 'Write the path of a file first', field: 'paths' },
  )
  const look = () => (lack === null ? onPaths(paths) : tellLack(lack))
  return (
    <section className="card" aria-label="Choose files">
      <h2>
        Files <small>CSV, NDJSON or JSON, also as .gz · read in place</small>
      </h2>
      <div className="choose">
        {desktop ? (
          <button
            type="button"
            className="btn main"
            ref={choose}
            disabled={pick.isPending}
            onClick={() => pick.mutate({})}
          >
            Choose files …
          </button>
        ) : null}
        <textarea
          className="in"
          rows={3}
          name="paths"
          value={text}
          aria-label="File paths, one per line"
          placeholder={
            'One path per line, for example\n/home/you/exports/accounts.csv\n/home/you/exports/orders-*.ndjson.gz'
          }
          onChange={event => onText(event.currentTarget.value)}
        />
        <button type="button" className="btn" aria-disabled={lack !== null} onClick={look}>
          {busy ? 'Inspecting …' : 'Inspect files'}
        </button>
      </div>
    </section>
  )
}

const kindsOf = (mapping: Mapping): string[] => (mapping.record === 'object' ? [mapping.kind] : [])

/** Choose files, check their proposed mapping, correct it, connect. Nothing is stored before the last button. */
export function ConnectFiles({ source: kept }: { source?: SourceStatus }) {
  const { source } = useApi()
  const { draft, change, drop } = useDraft<Draft>(kept ? `edit:${kept.id}` : 'files', () => draftOf(kept))
  const { chosen, name, watch } = draft
  const kinds = useQuery(source.list.queryOptions())
  const inspect = useMutation(
    source.inspect.mutationOptions({
      onSuccess: files => {
        const known = new Set(chosen.map(({ file }) => file.path))
        const seen = chosen.map(entry => ({
          ...entry,
          file: files.find(({ path, columns }) => path === entry.file.path && columns.length > 0) ?? entry.file,
        }))
        const fresh = files.filter(file => !known.has(file.path))
        const added = fresh.map(file => ({ file, stream: file.stream, use: file.stream !== null }))
        const folder = files[0]?.path.split(/[\\/]/).at(-2) ?? ''
        change({
          chosen: [...seen, ...added].toSorted((a, b) => Number(!a.stream) - Number(!b.stream)),
          name: name || folder.charAt(0).toUpperCase() + folder.slice(1),
        })
      },
    }),
  )
  const answer = useMutation(source.inspect.mutationOptions())
  const connect = useConnecting(drop)
  const { mutate: look } = inspect
  // Connected files are inspected once, for the columns that their mappings leave out.
  const paths = kept?.config?.streams.map(({ path }) => path).join('\n') ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each source
  useEffect(() => {
    if (paths) look({ paths: paths.split('\n') })
  }, [paths])
  const streams = chosen.flatMap(({ stream, use }) => (use && stream ? [stream] : []))
  const objects = [
    ...new Set(chosen.flatMap(({ stream }) => (stream ? mappingsOf(stream.mapping) : [])).flatMap(kindsOf)),
  ]
  const changeAt = (at: number, next: Partial<ChosenFile>) =>
    change({ chosen: chosen.map((entry, index) => (index === at ? { ...entry, ...next } : entry)) })
  /** An answer is one about the cells of its file, so the file is inspected again by all that was said of it. */
  const answerAt = (at: number, answers: Answers) => {
    const entry = chosen[at]
    if (!entry) return
    const { stream } = entry
    const asked = entry.file.stream?.mapping
    answer.mutate(
      { paths: [entry.file.path], answers },
      {
        onSuccess: ([file]) =>
          file &&
          changeAt(at, {
            ...{ file, answers },
            stream:
              stream && file.stream
                ? { ...stream, mapping: withAnswer(stream.mapping, asked, file.stream.mapping) }
                : file.stream,
          }),
      },
    )
  }
  const open = chosen.some(
    ({ file, use, stream }) => use && stream && openQuestions(file.questions, stream.mapping).length > 0,
  )
  // What was written, and not inspected yet.
  const unseen = chosen.length === 0 ? pathsIn(draft.paths) : []
  const inspectUnseen = () =>
    inspect.isPending ? toastBusy('The files are still being inspected') : inspect.mutate({ paths: unseen })
  const taken = kinds.data?.some(s => s.id !== kept?.id && s.name === name.trim()) ?? false
  const lack = firstLack(
    chosen.length === 0 && { say: 'Choose files first, or write their paths', field: 'paths' },
    unlessTyped(name, 'Name the source first', 'source name'),
    taken && { say: 'Another source has this name. Choose another name', field: 'source name' },
    open && { say: 'Answer the questions about the columns first', field: 'question' },
    streams.length === 0 && { say: 'Choose what the rows of a file are first' },
  )
  const save = () =>
    connect.mutate({
      sourceId: kept?.id,
      name,
      kind: 'files',
      config: { streams, ...(watch && { watch }) },
      secrets: {},
    })
  return (
    <ConnectPage
      title={kept ? `Settings of ${kept.name}` : 'Connect files'}
      about={
        open
          ? 'Some cells may be read in two ways: answer the marked questions, then connect.'
          : 'Columns, types and dates are detected. Check the preview of real rows, and correct the mapping where needed.'
      }
      act={kept ? 'Save and sync' : streams.length > 0 ? `Connect ${plural(streams.length, 'file')}` : 'Connect'}
      lack={lack}
      first={unseen.length > 0 ? { label: 'inspect files', run: inspectUnseen } : null}
      busy={connect.isPending}
      {...(kept ? { onBack: () => go('sources') } : {})}
      onConnect={save}
    >
      <Choose
        text={draft.paths}
        busy={inspect.isPending}
        first={chosen.length === 0 && draft.paths === ''}
        onText={paths => change({ paths })}
        onPaths={paths => inspect.mutate({ paths })}
      />
      {chosen.length > 0 ? (
        <>
          <Form lack={connect.isPending ? STILL_SAVING : lack} onSend={save}>
            <label className="field source-name">
              <span>Source name{taken ? ' · this name is already used' : ''}</span>
              <input
                className="in"
                name="source name"
                value={name}
                onChange={event => change({ name: event.currentTarget.value })}
              />
            </label>
          </Form>
          <label className="file-name">
            <input type="checkbox" checked={watch} onChange={event => change({ watch: event.currentTarget.checked })} />
            Sync again when the files change
          </label>
        </>
      ) : null}
      {chosen.map(({ file, stream, use, answers }, at) => (
        <FileCard
          key={file.path}
          file={file}
          stream={stream}
          use={use}
          objects={objects}
          onUse={on => changeAt(at, { use: on })}
          onRemove={() => change({ chosen: chosen.filter(entry => entry.file !== file) })}
          onStream={next => changeAt(at, { stream: next })}
          busy={answer.isPending}
          answers={answers ?? {}}
          onAnswer={all => answerAt(at, all)}
        />
      ))}
    </ConnectPage>
  )
}
