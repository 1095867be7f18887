import { useQuery } from '@tanstack/react-query'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { useApi } from '../../../api/client.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { age } from '../../../parts/time.ts'
import { useNow, useWorkspace } from '../../../state/now.ts'
import { go } from '../../../state/route.ts'
import { useSelection } from '../../../state/selection.ts'

/** Data this old say nothing about the last weeks. */
const OLD_MS = 30 * DAY

/** Why the list is empty, and what would fill it. */
export function ListEmpty() {
  const { view, search, category, incident, setSearch, setCategory, setIncident } = useSelection()
  const tasks = useQuery(useApi().task.list.queryOptions())
  const accounts = useWorkspace().data?.counts.accounts ?? 0
  const sources = useQuery(useApi().source.list.queryOptions())
  const now = useNow()
  const newest = Math.max(0, ...(sources.data?.map(source => source.newestAt ?? 0) ?? []))
  const old = newest > 0 && now - newest > OLD_MS ? now - newest : null
  const busy = tasks.data?.some(task => task.state === 'running')
  if (search || category || incident)
    return (
      <Empty
        title="Nothing fits this filter"
        acts={
          <button
            type="button"
            className="btn small"
            onClick={() => {
              setSearch('')
              setCategory(null)
              setIncident(null)
            }}
          >
            Clear the filter
          </button>
        }
      >
        Issues of other accounts and categories are still in the queue.
      </Empty>
    )
  if (view === 'mine') return <Empty title="You have claimed nothing">Press c on an issue to make it yours.</Empty>
  if (view === 'unclaimed') return <Empty title="Everything is claimed">New issues appear here.</Empty>
  if (view === 'snoozed')
    return <Empty title="Nothing is snoozed">Press s on an issue to put it off; it comes back by itself.</Empty>
  if (view === 'acting')
    return <Empty title="Nothing is under way">Issues whose message has left wait here for what follows.</Empty>
  if (view === 'confirm')
    return <Empty title="Nothing to confirm">When it is clear what followed a message, you judge it here with y.</Empty>
  if (busy) return <Empty title="Reading">Issues appear as soon as triggers have been evaluated.</Empty>
  if (accounts === 0)
    return (
      <Empty
        title="No accounts yet"
        acts={
          <button type="button" className="btn main small" onClick={() => go('sources', 'connect')}>
            Connect a source
          </button>
        }
      >
        Predicted issues appear here once a source is connected and has been read.
      </Empty>
    )
  if (old !== null)
    return (
      <Empty
        title="Nothing predicted right now"
        acts={
          <button type="button" className="btn small" onClick={() => go('settings')}>
            Set the clock
          </button>
        }
      >
        The newest data are {age(old)} old, so triggers that look at the last days see nothing. Set the clock to a
        moment within the data to work on it as if it were then.
      </Empty>
    )
  return <Empty title="Nothing predicted right now">No trigger fires for any account. New issues appear here.</Empty>
}
