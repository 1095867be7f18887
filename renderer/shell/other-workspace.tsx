import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useApi } from '../api/client.tsx'
import { Empty } from '../parts/empty.tsx'

/**
 * The window of an issue while the console has another workspace open, in which the issue's number names some other issue.
 * It comes back, with what was being written, when its workspace is opened again.
 */
export function OtherWorkspace({ dir, open }: { dir: string; open: string }) {
  const list = useQuery(useApi().workspace.list.queryOptions()).data ?? []
  const close = useRef<HTMLButtonElement>(null)
  // Nothing else is here, and what had the focus has gone.
  useEffect(() => close.current?.focus(), [])
  const name = list.find(one => one.dir === dir)?.name
  return (
    <main className="other-workspace" id="main" tabIndex={-1}>
      <h1 className="sr">Issue of another workspace</h1>
      <Empty
        title={name === undefined ? 'This issue belongs to another workspace' : `This issue belongs to “${name}”`}
        acts={
          <button type="button" className="btn main" ref={close} onClick={() => window.close()}>
            Close this window <kbd>⏎</kbd>
          </button>
        }
      >
        The console has opened “{open}”. Open the other workspace again in Settings to continue with this issue: what
        you were writing is kept until then.
      </Empty>
    </main>
  )
}
