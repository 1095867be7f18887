import type { ViewShape } from '../../../../../shared/desk/saved-view.ts'
import { toast } from '../../../../parts/toast.tsx'
import type { Binding } from '../../../../state/key-match.ts'
import { useKeys } from '../../../../state/keys.tsx'
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
  const list = { group: 'List' }
  const show = (id: string, name: string, shape: ViewShape) => {
    openView(id, shape)
    if (id === viewId) toast(`The view “${name}” is open`)
  }
  const keys: Binding[] = [
    { keys: 'shift+v', label: 'open the views', ...list, run: () => open('views') },
    { keys: 'shift+f', label: 'build a filter', ...list, run: () => open('filter') },
    { keys: 'shift+s', label: 'sort the list', ...list, run: () => open('sort') },
    {
      keys: 'shift+g',
      label: group ? 'show each issue as a row' : 'show each customer as a row',
      ...list,
      run: () => setGroup(group ? null : 'account'),
    },
    { keys: 'shift+h', label: 'pick work for the time you have', ...list, run: () => open('hours') },
    { keys: 'm s', label: 'save the list as a view', ...list, run: () => open('save') },
    ...views.flatMap(({ id, name, keys, shape }) =>
      keys ? [{ keys, label: `open the view “${name}”`, group: 'Views', run: () => show(id, name, shape) }] : [],
    ),
  ]
  if (isShaped && checked.size === 0 && !incident)
    keys.push({ keys: 'escape', label: 'clear the filter', ...list, run: clearFilter })
  useKeys(keys)
}
