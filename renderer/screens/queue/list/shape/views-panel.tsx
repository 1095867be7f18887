import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { isShaped } from '../../../../../shared/desk/pick.ts'
import {
  isReadableView,
  type SavedView,
  STANDARD_VIEWS,
  type ViewShape,
} from '../../../../../shared/desk/saved-view.ts'
import { BANDS } from '../../../../../shared/vocabulary.ts'
import { useApi } from '../../../../api/client.tsx'
import { compact } from '../../../../parts/number.ts'
import { toast } from '../../../../parts/toast.tsx'
import { useSelection } from '../../../../state/selection.ts'
import { useUndo } from '../../../../state/undo.ts'
import { ChoiceList } from './choice-list.tsx'
import { STANDARD_VIEW_WORDS } from './filter-words.ts'

/** A view that a key or the menu of views opens. */
export interface DeskView {
  id: string
  name: string
  keys: string | null
  shape: ViewShape
  isOwn: boolean
}

/** The digits after `m` (my views) that open one's own views. */
const OWN_KEYS = 9

const ownView = ({ id, name, shape }: SavedView, n: number): DeskView => ({
  ...{ id, name, shape, isOwn: true },
  keys: n < OWN_KEYS ? `m ${n + 1}` : null,
})

/** Every view: those of each workspace, then one's own. */
export function useViews(): DeskView[] {
  const own = useQuery(useApi().worklist.views.queryOptions())
  const standard = STANDARD_VIEWS.map(({ id, key, shape }) => ({
    ...{ id, name: STANDARD_VIEW_WORDS[id], keys: `g ${key}`, shape, isOwn: false },
  }))
  return [...standard, ...(own.data ?? []).filter(isReadableView).map(ownView)]
}

/** One's own views that cannot be read: no key opens them, and the menu says so. */
function useDamaged() {
  const own = useQuery(useApi().worklist.views.queryOptions())
  return (own.data ?? []).filter(view => !isReadableView(view))
}

/** How many rows each view has, asked once the menu is open; undefined until that is known. */
function useSizes(views: readonly DeskView[]): (number | undefined)[] {
  const api = useApi()
  const inputs = views.map(({ shape: { view, pick, sort, group } }) => ({
    ...{ view, pick },
    ...(sort ? { sort } : {}),
    ...(group ? { group } : {}),
  }))
  return useQueries({
    queries: inputs.map(input =>
      isShaped(input) ? api.worklist.counts.queryOptions({ input }) : api.queue.counts.queryOptions({ input }),
    ),
    combine: answers => answers.map(({ data }) => data && BANDS.reduce((sum, band) => sum + data.bands[band], 0)),
  })
}

/** The menu of views, each with its size and its key; `Delete` removes one of one's own. */
export function ViewsPanel({ onClose }: { onClose: () => void }) {
  const views = useViews()
  const damaged = useDamaged()
  const sizes = useSizes(views)
  const { viewId, openView } = useSelection()
  const undo = useUndo()
  const remove = useMutation(
    useApi().worklist.removeView.mutationOptions({
      onSuccess: ({ journalId }) =>
        toast('View removed', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
    }),
  )
  return (
    <ChoiceList
      title="Views"
      options={[
        ...views.map(({ id, name, keys, isOwn }, n) => ({
          ...{ id, label: name, isOn: id === viewId },
          ...(isOwn ? { detail: 'yours' } : {}),
          ...(sizes[n] === undefined ? {} : { n: compact(sizes[n] ?? 0) }),
          ...(keys ? { kbd: keys } : {}),
        })),
        ...damaged.map(({ id, name }) => ({ id, label: name, detail: 'cannot be read' })),
      ]}
      onPick={id => {
        const view = views.find(one => one.id === id)
        if (view) openView(view.id, view.shape)
        else toast(`${damaged.find(one => one.id === id)?.unreadable ?? ''} Remove the view and save it again.`)
        onClose()
      }}
      onRemove={id =>
        (views.some(view => view.id === id && view.isOwn) || damaged.some(view => view.id === id)) &&
        remove.mutate({ id })
      }
      onClose={onClose}
      note="⏎ opens, Delete removes one of yours, m s saves the list as it is."
    />
  )
}
