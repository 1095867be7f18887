import { useMutation, useQuery } from '@tanstack/react-query'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { PageTop } from '../../parts/page-top.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { useWorkspace } from '../../state/now.ts'
import { go } from '../../state/route.ts'
import { ConnectDatabase } from './connect/connect-database.tsx'
import { ConnectFiles } from './connect/connect-files.tsx'
import { ConnectSystem } from './connect/connect-system.tsx'
import { ConnectTap } from './connect/connect-tap.tsx'
import { DataGapsCard } from './data-gaps-card.tsx'
import { DoctorCard } from './doctor-card.tsx'
import { EditSource } from './edit-source.tsx'
import { Gallery } from './gallery.tsx'
import { askIdentity, Identity } from './identity.tsx'
import { LanesCard } from './lanes-card.tsx'
import { OwnWorkspace } from './own-workspace.tsx'
import { Quarantine } from './quarantine.tsx'
import { enterCredentials, SourceCard } from './source-card.tsx'
import { syncedWords } from './source-words.ts'
import { askTopics, TopicsCard } from './topics-card.tsx'
import './connect/connect.css'
import './sources.css'

/** Up to this many sources show their streams from the start. */
const FEW = 2

/** Asks for what its cards show at first. */
export function askSources(engine: Engine): void {
  const { api, queries } = engine
  void queries.prefetchQuery({ ...api.source.gaps.queryOptions({ input: {} }), ...AHEAD })
  void queries.prefetchQuery({ ...api.source.manifests.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...api.signal.lanes.queryOptions({ input: {} }), ...AHEAD })
  askTopics(engine)
  askIdentity(engine)
}

/** The sources, their freshness, merged accounts and quarantined rows. */
export function SourcesScreen({ rest }: { rest: string | null }) {
  const [first, how, id] = (rest ?? '').split('/')
  if (first === 'edit') return <EditSource id={Number(how)} />
  if (first !== 'connect') return <Sources />
  if (how === 'files') return <ConnectFiles />
  if (how === 'postgres') return <ConnectDatabase />
  if (how === 'singer') return <ConnectTap />
  if (how === 'rest' && id) return <ConnectSystem id={id} />
  return <ConnectWhere here={how === 'here'} />
}

/** In the sample, one's own data are first offered a workspace of their own. */
function ConnectWhere({ here }: { here: boolean }) {
  const workspace = useWorkspace().data
  if (!workspace) return null
  return workspace.sample && !here ? <OwnWorkspace /> : <Gallery />
}

function Sources() {
  const api = useApi()
  const sources = useQuery(api.source.list.queryOptions())
  const tasks = useQuery(api.task.list.queryOptions())
  const running = tasks.data?.filter(task => task.state === 'running') ?? []
  const sync = useMutation(
    api.source.sync.mutationOptions({
      onSuccess: report => toast(syncedWords(report)),
    }),
  )
  const all = () => {
    if (sync.isPending) toastBusy('The sources are still being synced')
    else if (!sources.data?.length) toast(sources.data ? 'Connect a source first' : 'The sources are still loading')
    else sync.mutate({})
  }
  useKeys([
    { act: 'sources.sync', run: all },
    { act: 'sources.connect', run: () => go('sources', 'connect') },
    { act: 'sources.credentials', run: enterCredentials },
  ])
  const few = (sources.data?.length ?? 0) <= FEW
  const set = sources.data?.reduce((sum, source) => sum + source.quarantined, 0) ?? 0
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop
          title="Sources"
          about={
            <>
              The systems and files that Forestall syncs into this workspace. Rows that do not match their mapping are
              quarantined.
            </>
          }
        >
          <button type="button" className="btn" aria-disabled={sync.isPending || !sources.data?.length} onClick={all}>
            Sync all now <Key of="sources.sync" />
          </button>
          <button type="button" className="btn main" onClick={() => go('sources', 'connect')}>
            Connect a source <Key of="sources.connect" />
          </button>
        </PageTop>
        {sources.error ? <ErrorNote failure={failureOf(sources.error)} /> : null}
        {sources.isPending ? <BarRows rows={4} /> : null}
        {sources.data?.length === 0 ? (
          <Empty
            title="No sources connected"
            acts={
              <button type="button" className="btn main small" onClick={() => go('sources', 'connect')}>
                Connect a source
              </button>
            }
          >
            Connect your systems or files to sync accounts, contacts, events and tickets. The data stays on this
            computer.
          </Empty>
        ) : null}
        <DataGapsCard />
        {sources.data?.map(source => (
          <SourceCard
            key={source.id}
            source={source}
            task={running.find(({ sourceId }) => sourceId === source.id) ?? null}
            open={few}
            onSync={() => sync.mutate({ sourceId: source.id })}
          />
        ))}
        {sources.data && sources.data.length > 0 ? <DoctorCard /> : null}
        {sources.data && sources.data.length > 0 ? <TopicsCard /> : null}
        {sources.data && sources.data.length > 0 ? <LanesCard /> : null}
        <Identity />
        {set > 0 ? <Quarantine sources={sources.data ?? []} /> : null}
      </div>
    </div>
  )
}
