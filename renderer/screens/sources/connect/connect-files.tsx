import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { InspectedFile, SourceStatus } from '../../../../shared/model/source.ts'
import type { FileStream } from '../../../../shared/source/mapping.ts'
import { useApi } from '../../../api/client.tsx'
import { plural } from '../../../parts/number.ts'
import { useDraft } from '../../../state/connect-drafts.ts'
import { useWorkspace } from '../../../state/now.ts'
import { go } from '../../../state/route.ts'
import { columnsIn } from './chosen.ts'
import { ConnectPage } from './connect-page.tsx'
import { FileCard } from './file-card.tsx'
import { useConnecting } from './use-connecting.ts'

interface Chosen {
  file: InspectedFile
  stream: FileStream | null
  use: boolean
}

interface Draft {
  /** One on each line. */
  paths: string
  chosen: Chosen[]
  name: string
  watch: boolean
}

/** An empty form, or that of files that are connected: the columns their mappings read, until they are looked at. */
function draftOf(source?: SourceStatus): Draft {
  const { streams = [], watch = false } = source?.config ?? {}
  const file = ({ path, mapping }: FileStream): InspectedFile => ({
    path,
    encoding: '',
    delimiter: '',
    columns: columnsIn(mapping).map(name => ({ name, type: 'text', format: null, samples: [], blank: 0 })),
    stream: null,
    rows: [],
    problem: null,
  })
  const chosen = streams.map(stream => ({ file: file(stream), stream, use: true }))
  return { paths: '', chosen, name: source?.name ?? '', watch }
}

interface ChooseProps {
  text: string
  busy: boolean
  onText: (text: string) => void
  onPaths: (paths: string[]) => void
}

function Choose({ text, busy, onText, onPaths }: ChooseProps) {
  const { source } = useApi()
  const desktop = useWorkspace().data?.shell === 'desktop'
  const pick = useMutation(source.pickFiles.mutationOptions({ onSuccess: paths => paths.length > 0 && onPaths(paths) }))
  const paths = text
    .split('\n')
    .map(line => line.trim().replace(/^["']|["']$/g, ''))
    .filter(Boolean)
  return (
    <section className="card" aria-label="Choose files">
      <h2>
        Files <small>CSV, NDJSON or JSON, also as .gz; they are read where they lie</small>
      </h2>
      <div className="choose">
        {desktop ? (
          <button type="button" className="btn main" disabled={pick.isPending} onClick={() => pick.mutate({})}>
            Choose files …
          </button>
        ) : null}
        <textarea
          className="in"
          rows={3}
          value={text}
          aria-label="Paths of files, one on each line"
          placeholder={
            'Paths, one on each line, such as\n/home/you/exports/accounts.csv\n/home/you/exports/orders-*.ndjson.gz'
          }
          onChange={event => onText(event.currentTarget.value)}
        />
        <button type="button" className="btn" disabled={paths.length === 0 || busy} onClick={() => onPaths(paths)}>
          {busy ? 'Looking …' : 'Look at them'}
        </button>
      </div>
    </section>
  )
}

/** Choose files, see what they would become, correct it, connect. Nothing is stored before the last button. */
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
  const connect = useConnecting(drop)
  const { mutate: look } = inspect
  // What is connected is looked at once, for the columns that its mappings leave out.
  const paths = kept?.config?.streams.map(({ path }) => path).join('\n') ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each source
  useEffect(() => {
    if (paths) look({ paths: paths.split('\n') })
  }, [paths])
  const streams = chosen.flatMap(({ stream, use }) => (use && stream ? [stream] : []))
  const objects = [
    ...new Set(chosen.flatMap(({ stream }) => (stream?.mapping.record === 'object' ? [stream.mapping.kind] : []))),
  ]
  const changeAt = (at: number, next: Partial<Chosen>) =>
    change({ chosen: chosen.map((entry, index) => (index === at ? { ...entry, ...next } : entry)) })
  const taken = kinds.data?.some(s => s.id !== kept?.id && s.name === name.trim()) ?? false
  return (
    <ConnectPage
      title={kept ? `Settings of ${kept.name}` : 'Connect files'}
      about="Columns, types and dates are guessed; real rows show what they would become. Correct what is wrong."
      act={kept ? 'Save and read' : streams.length > 0 ? `Connect ${plural(streams.length, 'file')}` : 'Connect'}
      ready={streams.length > 0 && name.trim() !== '' && !taken}
      busy={connect.isPending}
      {...(kept ? { onBack: () => go('sources') } : {})}
      onConnect={() =>
        connect.mutate({
          sourceId: kept?.id,
          name,
          kind: 'files',
          config: { streams, ...(watch && { watch }) },
          secrets: {},
        })
      }
    >
      <Choose
        text={draft.paths}
        busy={inspect.isPending}
        onText={paths => change({ paths })}
        onPaths={paths => inspect.mutate({ paths })}
      />
      {chosen.length > 0 ? (
        <>
          <label className="field source-name">
            <span>Name of the source{taken ? ' · this name is taken' : ''}</span>
            <input className="in" value={name} onChange={event => change({ name: event.currentTarget.value })} />
          </label>
          <label className="file-name">
            <input type="checkbox" checked={watch} onChange={event => change({ watch: event.currentTarget.checked })} />
            Read them again when they change
          </label>
        </>
      ) : null}
      {chosen.map(({ file, stream, use }, at) => (
        <FileCard
          key={file.path}
          file={file}
          stream={stream}
          use={use}
          objects={objects}
          onUse={on => changeAt(at, { use: on })}
          onRemove={() => change({ chosen: chosen.filter(entry => entry.file !== file) })}
          onStream={next => changeAt(at, { stream: next })}
        />
      ))}
    </ConnectPage>
  )
}
