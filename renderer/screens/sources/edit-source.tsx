import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { PageTop } from '../../parts/page-top.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { useKeys } from '../../state/keys.tsx'
import { go } from '../../state/route.ts'
import { ConnectDatabase } from './connect/connect-database.tsx'
import { ConnectFiles } from './connect/connect-files.tsx'
import { ConnectSystem } from './connect/connect-system.tsx'
import { ConnectTap } from './connect/connect-tap.tsx'

/** The settings of a connected source, on the page that connects its kind. */
export function EditSource({ id }: { id: number }) {
  const sources = useQuery(useApi().source.list.queryOptions())
  if (sources.error)
    return (
      <NoSettings>
        <ErrorNote failure={failureOf(sources.error)} />
      </NoSettings>
    )
  if (!sources.data)
    return (
      <NoSettings>
        <BarRows rows={6} />
      </NoSettings>
    )
  const source = sources.data.find(found => found.id === id)
  if (source?.kind === 'postgres') return <ConnectDatabase key={id} source={source} />
  if (source?.kind === 'singer') return <ConnectTap key={id} source={source} />
  if (source?.kind === 'files') return <ConnectFiles key={id} source={source} />
  const { manifest } = (source?.settings ?? {}) as { manifest?: string }
  if (source && manifest) return <ConnectSystem id={manifest} source={source} />
  return (
    <NoSettings>
      <ErrorNote
        failure={{
          kind: 'not_found',
          what: 'The source has no settings page.',
          why: 'The source was removed, or its kind has no settings.',
          todo: 'Go back to the list of sources.',
        }}
      />
    </NoSettings>
  )
}

/** The page while there is no form to show. */
function NoSettings({ children }: { children: ReactNode }) {
  const back = () => go('sources')
  useKeys([{ keys: 'escape', label: 'back to the sources', group: 'Sources', run: back }])
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop title="Source settings">
          <button type="button" className="btn" onClick={back}>
            Back <kbd>Esc</kbd>
          </button>
        </PageTop>
        {children}
      </div>
    </div>
  )
}
