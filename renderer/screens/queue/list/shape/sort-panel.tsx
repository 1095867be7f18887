import { SORTS } from '../../../../../shared/desk/pick.ts'
import { useSelection } from '../../../../state/selection.ts'
import { ChoiceList } from './choice-list.tsx'
import { SORT_WORDS } from './filter-words.ts'

/** The orders of the list; choosing the one in use turns it round. */
export function SortPanel({ onClose }: { onClose: () => void }) {
  const { sort, setSort } = useSelection()
  const { by, turned } = sort ?? { by: 'priority' as const, turned: false }
  return (
    <ChoiceList
      title="Sort by"
      first={SORTS.indexOf(by)}
      options={SORTS.map(one => {
        const { name, usual, turned: other } = SORT_WORDS[one]
        const isOn = one === by
        return { id: one, label: name, detail: isOn && turned ? other : usual, isOn }
      })}
      onPick={id => {
        const one = SORTS.find(known => known === id) ?? 'priority'
        const next = { by: one, turned: one === by && !turned }
        setSort(next.by === 'priority' && !next.turned ? null : next)
        onClose()
      }}
      onClose={onClose}
      note="Choosing the order in use turns it round."
    />
  )
}
