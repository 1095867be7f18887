import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { ConnectDatabase } from './connect/connect-database.tsx'
import { ConnectFiles } from './connect/connect-files.tsx'
import { ConnectSystem } from './connect/connect-system.tsx'
import { ConnectTap } from './connect/connect-tap.tsx'

/** The settings of a source that is connected, on the same page by which its kind is connected. */
export function EditSource({ id }: { id: number }) {
  const sources = useQuery(useApi().source.list.queryOptions())
  if (!sources.data) return <BarRows rows={6} />
  const source = sources.data.find(found => found.id === id)
  if (source?.kind === 'postgres') return <ConnectDatabase key={id} source={source} />
  if (source?.kind === 'singer') return <ConnectTap key={id} source={source} />
  if (source?.kind === 'files') return <ConnectFiles key={id} source={source} />
  const { manifest } = (source?.settings ?? {}) as { manifest?: string }
  if (source && manifest) return <ConnectSystem id={manifest} source={source} />
  return (
    <ErrorNote
      failure={{
        kind: 'not_found',
        what: 'There is nothing to change here.',
        why: 'This source is gone, or has no settings of this kind.',
        todo: 'Look at the list of sources.',
      }}
    />
  )
}
