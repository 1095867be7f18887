import { useIsMutating, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ShutView } from '../../../shared/model/workspace.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { toast } from '../../parts/toast.tsx'
import { useAttend } from '../../state/switch-workspace.ts'
import { LinkBar } from '../link-bar.tsx'
import { SafetyWork } from '../safety-work.tsx'
import { Mend } from './mend.tsx'
import { OtherWorkspaces } from './other-workspaces.tsx'
import './rescue.css'

/** In place of the console where its workspace cannot be opened: why, and every way on. Nothing here loses anything. */
export function Rescue({ shut }: { shut: ShutView }) {
  const { dir, failure, ways, showsFolder } = shut
  const { workspace, task } = useApi()
  const title = useRef<HTMLHeadingElement>(null)
  // What had the focus has gone, and a screen reader should begin with what is wrong.
  useEffect(() => title.current?.focus(), [])
  useEffect(() => {
    document.title = `${failure.what} · Forestall`
  }, [failure.what])
  const again = useAttend(() => toast('The workspace still cannot be opened'))
  const show = useMutation(workspace.showFolder.mutationOptions())
  const tasks = useQuery(task.list.queryOptions())
  const isMending = tasks.data?.some(({ kind, state }) => kind === 'safety' && state === 'running') === true
  const isBusy = useIsMutating() > 0 || isMending
  const error = again.error ?? show.error
  return (
    <main className="rescue" id="main">
      <LinkBar isShut />
      <div className="rescue-page">
        <header>
          <h1 ref={title} tabIndex={-1}>
            {failure.what}
          </h1>
          <p>{failure.why}</p>
          {/* What a damaged file needs is below; its words name commands of the terminal. */}
          {failure.kind === 'corrupt' ? null : <p>{failure.todo}</p>}
          <p className="quiet">
            Folder: <span className="rescue-path">{dir}</span>
          </p>
          <div className="acts">
            <button type="button" className="btn" disabled={isBusy} onClick={() => again.mutate({ dir })}>
              Try again
            </button>
            {showsFolder ? (
              <button type="button" className="btn" onClick={() => show.mutate({})}>
                Open the folder
              </button>
            ) : null}
            <SafetyWork />
          </div>
          {error ? <ErrorNote failure={failureOf(error)} /> : null}
        </header>
        {ways.length > 0 ? <Mend shut={shut} isBusy={isBusy} /> : null}
        <OtherWorkspaces isBusy={isBusy} />
      </div>
    </main>
  )
}
