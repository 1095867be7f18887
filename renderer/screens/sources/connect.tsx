import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileStream } from '../../../shared/mapping.ts'
import type { InspectedFile } from '../../../shared/model.ts'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { useWorkspace } from '../../state/now.ts'
import { FileCard } from './file-card.tsx'

interface Chosen {
  file: InspectedFile
  stream: FileStream | null
  use: boolean
}

function Choose({ onPaths, busy }: { onPaths: (paths: string[]) => void; busy: boolean }) {
  const { source } = useApi()
  const desktop = useWorkspace().data?.shell === 'desktop'
  const [text, setText] = useState('')
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
          onChange={event => setText(event.currentTarget.value)}
        />
        <button type="button" className="btn" disabled={paths.length === 0 || busy} onClick={() => onPaths(paths)}>
          {busy ? 'Looking …' : 'Look at them'}
        </button>
      </div>
    </section>
  )
}

function useConnect(onDone: () => void) {
  const { source } = useApi()
  const sync = useMutation(
    source.sync.mutationOptions({
      onSuccess: report => {
        const read = report.streams.reduce((sum, stream) => sum + stream.read, 0)
        const aside = report.streams.reduce((sum, stream) => sum + stream.quarantined, 0)
        toast(`${plural(read, 'row')} read${aside > 0 ? ` · ${plural(aside, 'row')} set aside` : ''}`)
      },
    }),
  )
  return useMutation(
    source.add.mutationOptions({
      onSuccess: ({ sourceId }) => {
        sync.mutate({ sourceId })
        onDone()
      },
    }),
  )
}

/** Choose files, see what they would become, correct it, connect. Nothing is stored before the last button. */
export function Connect({ onDone }: { onDone: () => void }) {
  const { source } = useApi()
  const [chosen, setChosen] = useState<Chosen[]>([])
  const [name, setName] = useState('')
  const [watch, setWatch] = useState(false)
  const kinds = useQuery(source.list.queryOptions())
  const inspect = useMutation(
    source.inspect.mutationOptions({
      onSuccess: files => {
        const known = new Set(chosen.map(({ file }) => file.path))
        const fresh = files.filter(file => !known.has(file.path))
        const added = fresh.map(file => ({ file, stream: file.stream, use: file.stream !== null }))
        setChosen([...chosen, ...added].toSorted((a, b) => Number(!a.stream) - Number(!b.stream)))
        const folder = files[0]?.path.split(/[\\/]/).at(-2)
        if (!name && folder) setName(folder.charAt(0).toUpperCase() + folder.slice(1))
      },
    }),
  )
  const add = useConnect(onDone)
  const streams = chosen.flatMap(({ stream, use }) => (use && stream ? [stream] : []))
  const objects = [
    ...new Set(chosen.flatMap(({ stream }) => (stream?.mapping.record === 'object' ? [stream.mapping.kind] : []))),
  ]
  const change = (at: number, next: Partial<Chosen>) =>
    setChosen(chosen.map((entry, index) => (index === at ? { ...entry, ...next } : entry)))
  const taken = kinds.data?.some(s => s.name === name.trim()) ?? false
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          <div>
            <h1>Connect files</h1>
            <p>Columns, types and dates are guessed; real rows show what they would become. Correct what is wrong.</p>
          </div>
          <div className="right">
            <button type="button" className="btn" onClick={onDone}>
              Cancel
            </button>
            <button
              type="button"
              className="btn main"
              disabled={streams.length === 0 || name.trim() === '' || taken || add.isPending}
              onClick={() => add.mutate({ name: name.trim(), config: { streams, ...(watch && { watch }) } })}
            >
              {add.isPending ? 'Connecting …' : `Connect ${plural(streams.length, 'file')}`}
            </button>
          </div>
        </div>
        <Choose onPaths={paths => inspect.mutate({ paths })} busy={inspect.isPending} />
        {chosen.length > 0 ? (
          <>
            <label className="field source-name">
              <span>Name of the source{taken ? ' · this name is taken' : ''}</span>
              <input className="in" value={name} onChange={event => setName(event.currentTarget.value)} />
            </label>
            <label className="file-name">
              <input type="checkbox" checked={watch} onChange={event => setWatch(event.currentTarget.checked)} />
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
            onUse={on => change(at, { use: on })}
            onRemove={() => setChosen(chosen.filter(entry => entry.file !== file))}
            onStream={next => change(at, { stream: next })}
          />
        ))}
      </div>
    </div>
  )
}
