import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import type { Facet } from '../../../../../shared/desk/facet.ts'
import type { PickField, QueuePick } from '../../../../../shared/desk/pick.ts'
import { useApi } from '../../../../api/client.tsx'
import { useOpenMenu } from '../../../../parts/keys/open-menus.ts'
import { count } from '../../../../parts/number.ts'
import { Dialog } from '../../../../parts/over/dialog.tsx'
import { useSelection } from '../../../../state/selection.ts'
import { FilterPanel } from './filter-panel.tsx'
import { chipsOf, FACET_WORDS, SORT_WORDS } from './filter-words.ts'
import { HoursPanel, moreWords, workWords } from './hours-panel.tsx'
import { SaveView } from './save-view.tsx'
import { PANELS, type PanelName, useShapeKeys } from './shape-keys.ts'
import { SortPanel } from './sort-panel.tsx'
import { withoutFields } from './toggle-pick.ts'
import { useViews, ViewsPanel } from './views-panel.tsx'

interface PanelProps {
  name: PanelName
  facet: Facet | null
  onFacet: (facet: Facet | null) => void
  onClose: () => void
}

function Panel({ name, facet, onFacet, onClose }: PanelProps) {
  switch (name) {
    case 'views':
      return <ViewsPanel onClose={onClose} />
    case 'filter':
      return <FilterPanel facet={facet} onFacet={onFacet} onClose={onClose} />
    case 'sort':
      return <SortPanel onClose={onClose} />
    case 'hours':
      return <HoursPanel onClose={onClose} />
    case 'save':
      return <SaveView onClose={onClose} />
  }
}

interface Chip {
  id: string
  words: string
  remove: () => void
}

/** The names of the triggers and of the account that a filter names, once it does. */
function useNamed({ triggers, accountId }: QueuePick): (facet: Facet, value: string) => string {
  const api = useApi()
  const known = useQuery(api.trigger.list.queryOptions({ enabled: triggers !== undefined }))
  const account = useQuery(
    api.account.get.queryOptions({ input: { id: accountId ?? 0 }, enabled: accountId !== undefined }),
  )
  return (facet, value) =>
    facet === 'trigger'
      ? (known.data?.find(({ definition }) => definition.id === value)?.definition.title ?? value)
      : (account.data?.name ?? `Account ${value}`)
}

/** What makes the list other than its view by priority, each with a way to take it away. */
function useChips(): Chip[] {
  const { pick, sort, group, setPick, setSort, setGroup } = useSelection()
  const named = useNamed(pick)
  const currency = useCurrency(pick.valueFrom !== undefined || pick.valueTo !== undefined)
  const remove = (fields: readonly PickField[]) => () => setPick(withoutFields(pick, fields))
  const chips: Chip[] = chipsOf(pick, { currency, named }).map(({ fields, words }) => ({
    ...{ id: fields.join(), words },
    remove: remove(fields),
  }))
  if (sort) {
    const { name, usual, turned } = SORT_WORDS[sort.by]
    chips.push({ id: 'sort', words: `${name}, ${sort.turned ? turned : usual}`, remove: () => setSort(null) })
  }
  if (group) chips.push({ id: 'group', words: 'One row for each customer', remove: () => setGroup(null) })
  return chips
}

/** What amounts of the filter are in, once it has one. */
function useCurrency(wanted: boolean): string | null {
  const facet = useQuery(useApi().worklist.facet.queryOptions({ input: { facet: 'value' }, enabled: wanted }))
  return facet.data?.currency ?? null
}

/** Below the tabs: what the list is filtered and ordered by, and the menus that change it. */
export const DeskBar = memo(function DeskBar({ lookedAt }: { lookedAt: number | null }) {
  const [panel, setPanel] = useState<PanelName | null>(null)
  const [facet, setFacet] = useState<Facet | null>(null)
  const { work, viewId, clearFilter } = useSelection()
  const chips = useChips()
  const name = useViews().find(view => view.id === viewId)?.name
  useShapeKeys(setPanel, chips.length > 0 || work !== null)
  const close = () => {
    setPanel(null)
    setFacet(null)
  }
  useOpenMenu(panel !== null, close)
  return (
    <>
      {chips.length > 0 ? (
        <fieldset className="shape-line" aria-label="Filter and order">
          {name ? <b>{name}</b> : null}
          {chips.map(({ id, words, remove }) => (
            <button type="button" className="chip on" key={id} onClick={remove} aria-label={`Remove: ${words}`}>
              {words} <IconX size={11} stroke={2} aria-hidden="true" />
            </button>
          ))}
          <button type="button" className="link" onClick={clearFilter}>
            Clear <kbd>Esc</kbd>
          </button>
        </fieldset>
      ) : null}
      {work ? (
        <div className="work-line">
          <p>{workWords(work)}</p>
          <p>{moreWords(work)}</p>
          <button type="button" className="link" onClick={clearFilter}>
            Back to all <kbd>Esc</kbd>
          </button>
        </div>
      ) : null}
      {lookedAt !== null ? (
        <p className="shape-note">Checked for the first {count(lookedAt)} issues of the list.</p>
      ) : null}
      <Dialog
        opened={panel !== null}
        onClose={close}
        // In a menu Esc goes one step back first.
        closeOnEscape={panel === 'hours' || panel === 'save'}
        title={facet ? FACET_WORDS[facet] : panel ? PANELS[panel] : ''}
        size={460}
      >
        {panel ? <Panel name={panel} facet={facet} onFacet={setFacet} onClose={close} /> : null}
      </Dialog>
    </>
  )
})
