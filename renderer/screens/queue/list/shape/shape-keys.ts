import type { ViewShape } from '../../../../../shared/desk/saved-view.ts'
import { toast } from '../../../../parts/toast.tsx'
import { type KeyUse, useKeys } from '../../../../state/keys.tsx'
import { useSelection } from '../../../../state/selection.ts'
import { useViews } from './views-panel.tsx'

/** The dialogs that shape the list, with their titles. */
export const PANELS = {
  views: 'Views',
  filter: 'Filter by',
  sort: 'Sort by',
  hours: 'Work for the time you have',
  save: 'Save the view',
} as const
/** One of these dialogs. */
export type PanelName = keyof typeof PANELS

/** The keys that give the list its shape: views, filter, order, grouping and work for a time. */
export function useShapeKeys(open: (panel: PanelName) => void, isShaped: boolean): void {
  const { viewId, openView, group, setGroup, clearFilter, checked, incident } = useSelection()
  const views = useViews()
  const show = (id: string, name: string, shape: ViewShape) => {
    openView(id, shape)
    if (id === viewId) toast(`The view “${name}” is open`)
  }
  const keys: KeyUse[] = [
    { act: 'list.views', run: () => open('views') },
    { act: 'list.filter', run: () => open('filter') },
    { act: 'list.sort', run: () => open('sort') },
    {
      act: 'list.group',
      label: group ? 'show each issue as a row' : 'show each customer as a row',
      run: () => setGroup(group ? null : 'account'),
    },
    { act: 'list.hours', run: () => open('hours') },
    { act: 'list.save', run: () => open('save') },
    ...views.flatMap(({ id, name, keys, shape }) =>
      keys ? [{ keys, label: `open the view “${name}”`, group: 'Views', run: () => show(id, name, shape) }] : [],
    ),
  ]
  if (isShaped && checked.size === 0 && !incident)
    keys.push({ keys: 'escape', label: 'clear the filter', group: 'List', run: clearFilter })
  useKeys(keys)
}
