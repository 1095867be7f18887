import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { ConnectDatabase } from './connect/connect-database.tsx'
import { ConnectFiles } from './connect/connect-files.tsx'
import { ConnectSystem } from './connect/connect-system.tsx'
import { ConnectTap } from './connect/connect-tap.tsx'

/** The settings of a connected source, on the page that connects its kind. */
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
        what: 'The source has no settings page.',
        why: 'The source was removed, or its kind has no settings.',
        todo: 'Go back to the list of sources.',
      }}
    />
  )
}
