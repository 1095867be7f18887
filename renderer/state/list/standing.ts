import { useEngine } from '../../api/client.tsx'
import { type Selection, useSelection } from '../selection.ts'

/** What the list is asked for, as the contract expects it. */
export function filterOf(of: Pick<Selection, 'view' | 'category' | 'search' | 'incident' | 'pick' | 'sort' | 'group'>) {
  const search = of.search.trim()
  return {
    view: of.view,
    ...(of.category ? { category: of.category } : {}),
    ...(search ? { search } : {}),
    ...(of.incident ? { incident: of.incident.id } : {}),
    ...(Object.keys(of.pick).length > 0 ? { pick: of.pick } : {}),
    ...(of.sort ? { sort: of.sort } : {}),
    ...(of.group ? { group: of.group } : {}),
  }
}

/** After a command over the selection: keeps selected what the list still holds. */
export function useKeepStanding(): () => Promise<void> {
  const { client } = useEngine()
  return async () => {
    const was = useSelection.getState()
    if (was.checked.size === 0) return
    const left = await client.worklist.standing({ ...filterOf(was), issueIds: [...was.checked] })
    const { checked } = useSelection.getState()
    // What was selected or cleared meanwhile is the person's own doing.
    if (checked === was.checked) useSelection.setState({ checked: new Set(left) })
  }
}
