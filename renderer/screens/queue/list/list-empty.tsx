import { useQuery } from '@tanstack/react-query'
import type { Task } from '../../../../shared/model/task.ts'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { useApi } from '../../../api/client.tsx'
import { Empty } from '../../../parts/empty.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { age } from '../../../parts/time.ts'
import { isPart } from '../../../shell/freshness.ts'
import { useNow, useWorkspace } from '../../../state/now.ts'
import { go } from '../../../state/route.ts'
import { useSelection } from '../../../state/selection.ts'
import { useLayout } from './use-queue.ts'

/** The whole screen of an empty list: what would be listed and what to do next, where no issue is in view. */
export function NothingListed() {
  const { layout, settled } = useLayout()
  return settled && layout.rows === 0 ? <ListEmpty /> : null
}

/** Data this old says nothing about the last weeks. */
const OLD_MS = 30 * DAY

/** Work that may end with new issues. Others run beside an empty list for hours, or keep it from being filled. */
const BRINGS_ISSUES: ReadonlySet<Task['kind']> = new Set(['sync', 'evaluate', 'sample'])

/** Why the list is empty, and how to fill it. */
export function ListEmpty() {
  const { view, search, category, incident, pick, clearFilter } = useSelection()
  const tasks = useQuery(useApi().task.list.queryOptions())
  const accounts = useWorkspace().data?.counts.accounts ?? 0
  const sources = useQuery(useApi().source.list.queryOptions())
  const now = useNow()
  const newest = Math.max(0, ...(sources.data?.map(source => source.newestAt ?? 0) ?? []))
  const old = newest > 0 && now - newest > OLD_MS ? now - newest : null
  const busy = tasks.data?.some(({ kind, state }) => state === 'running' && BRINGS_ISSUES.has(kind))
  if (search || category || incident || Object.keys(pick).length > 0)
    return (
      <Empty
        title="No issues match this filter"
        acts={
          <button type="button" className="btn small" onClick={clearFilter}>
            Clear the filter
          </button>
        }
      >
        Issues of other accounts and categories are still in the queue.
      </Empty>
    )
  if (view === 'mine')
    return (
      <Empty title="No issues claimed by you">
        Press <Key of="act.claim" /> on an issue to claim it.
      </Empty>
    )
  if (view === 'unclaimed') return <Empty title="All issues are claimed">New issues appear here.</Empty>
  if (view === 'snoozed')
    return (
      <Empty title="No snoozed issues">
        Press <Key of="act.snooze" /> on an issue to snooze it. It returns to the queue automatically.
      </Empty>
    )
  if (view === 'acting')
    return (
      <Empty title="No issues in progress">
        Issues with a started playbook are listed here until their outcome is known.
      </Empty>
    )
  if (view === 'undisturbed')
    return (
      <Empty title="Nobody to leave undisturbed">
        Issues are listed here where acting was measured to make the trouble likelier.
      </Empty>
    )
  if (view === 'confirm')
    return (
      <Empty title="Nothing to confirm">
        Once a message’s outcome is known, confirm it here with <Key of="outcome.confirm" />.
      </Empty>
    )
  if (busy) return <Empty title="Syncing">Issues appear as soon as the triggers have been evaluated.</Empty>
  const failed = sources.data?.filter(source => source.error !== null) ?? []
  if (accounts === 0 && sources.data && sources.data.length > 0)
    return (
      <Empty title="No accounts yet" acts={<ShowSources />}>
        {failed.length > 0
          ? `${failedWords(failed)}. Predicted issues appear here once accounts were read.`
          : 'No source has read an account yet. Predicted issues appear here once one has.'}
      </Empty>
    )
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
        Predicted issues appear here once a source is connected and synced.
      </Empty>
    )
  const part = sources.data?.find(isPart)
  if (part)
    return (
      <Empty title={`${part.name} was read in part`} acts={<ShowSources />}>
        Half of the events would look like silence, so nothing is predicted before the rest is there. Sync it again:
        what was read is kept, and the sync goes on after it.
      </Empty>
    )
  if (old !== null)
    return (
      <Empty
        title="No predicted issues right now"
        acts={
          <button type="button" className="btn small" onClick={() => go('settings')}>
            Set the clock
          </button>
        }
      >
        The newest data is {age(old)} old, so triggers that look at recent days find nothing. Set the clock to a date
        within the data to replay that time.
      </Empty>
    )
  if (failed.length > 0) {
    const read = failed.map(source => source.newestAt ?? source.syncedAt)
    const since = read.includes(null) ? '' : ` in the last ${age(now - Math.min(...read.filter(at => at !== null)))}`
    return (
      <Empty title="No predicted issues in what was synced" acts={<ShowSources />}>
        {failedWords(failed)}, so nothing is known of what happened there{since}.
      </Empty>
    )
  }
  return (
    <Empty title="No predicted issues right now">No trigger is firing for any account. New issues appear here.</Empty>
  )
}

const ShowSources = () => (
  <button type="button" className="btn main small" onClick={() => go('sources')}>
    Show the sources <Key of="go.sources" />
  </button>
)

/** How many sources are named; the sources screen has all of them. */
const NAMED = 3

function failedWords(failed: readonly { name: string }[]): string {
  const names = failed.map(({ name }) => name)
  const told = names.length > NAMED ? [...names.slice(0, NAMED - 1), `${names.length - NAMED + 1} others`] : names
  return `The last sync of ${new Intl.ListFormat('en-GB').format(told)} failed`
}
