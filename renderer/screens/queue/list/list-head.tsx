import { IconSearch, IconX } from '@tabler/icons-react'
import { memo, useRef } from 'react'
import type { QueueCounts } from '../../../../shared/model/queue.ts'
import { LONGEST_SEARCH } from '../../../../shared/text/longest.ts'
import { CATEGORIES, QUEUE_VIEWS } from '../../../../shared/vocabulary.ts'
import { Key } from '../../../parts/keys/key.tsx'
import { compact } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { Tabs } from '../../../parts/tabs.tsx'
import { CATEGORY_WORDS, VIEW_WORDS } from '../../../parts/words.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useSelection } from '../../../state/selection.ts'
import { useDragList } from './shape/save-list.ts'

function Views({ counts }: { counts: QueueCounts | undefined }) {
  const { view, setView } = useSelection()
  const drag = useDragList()('list')
  // Most workspaces have nobody whom acting harms, so that view is there only where it shows somebody.
  const shown = QUEUE_VIEWS.filter(name => name !== 'undisturbed' || name === view || (counts?.views[name] ?? 0) > 0)
  const tabs = shown.map(name => ({
    name,
    label: VIEW_WORDS[name],
    n: counts?.views[name] ? compact(counts.views[name]) : '',
  }))
  return (
    <Tabs
      className="views"
      label="Views"
      tabs={tabs}
      chosen={view}
      onChoose={setView}
      chosenProps={drag.draggable ? { ...drag, title: 'Drag the list out as a CSV file' } : {}}
    />
  )
}

function Chips({ counts }: { counts: QueueCounts | undefined }) {
  const { category, setCategory } = useSelection()
  const shown = CATEGORIES.filter(name => (counts?.categories[name] ?? 0) > 0 || name === category)
  return (
    <fieldset className={`chips-list${shown.length <= 3 ? ' few' : ''}`} aria-label="Categories">
      {shown.map(name => (
        <button
          type="button"
          key={name}
          className={`chip${name === category ? ' on' : ''}`}
          aria-pressed={name === category}
          aria-label={`${CATEGORY_WORDS[name]} ${compact(counts?.categories[name] ?? 0)}`}
          title={CATEGORY_WORDS[name]}
          onClick={() => setCategory(name === category ? null : name)}
        >
          <Shape category={name} size={10} />
          <span className="label">{CATEGORY_WORDS[name]}</span> {compact(counts?.categories[name] ?? 0)}
        </button>
      ))}
    </fieldset>
  )
}

/** Views, categories and the filter above the list. */
export const ListHead = memo(function ListHead({ counts }: { counts: QueueCounts | undefined }) {
  const { search, setSearch } = useSelection()
  const field = useRef<HTMLInputElement>(null)
  useKeys([{ act: 'queue.filter', run: () => field.current?.focus() }])
  return (
    <>
      <Views counts={counts} />
      <div className="chips">
        <Chips counts={counts} />
        <label className="filter">
          <IconSearch size={12} stroke={2} aria-hidden="true" />
          <input
            ref={field}
            value={search}
            maxLength={LONGEST_SEARCH}
            placeholder="Filter"
            aria-label="Filter the list by account or issue"
            onChange={event => setSearch(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key === 'Escape') setSearch('')
              if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
            }}
          />
          {search ? (
            <button type="button" onClick={() => setSearch('')} aria-label="Clear the filter">
              <IconX size={12} stroke={2} />
            </button>
          ) : (
            <Key of="queue.filter" />
          )}
        </label>
      </div>
    </>
  )
})
