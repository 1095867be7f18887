import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FACETS, type Facet } from '../../../../../shared/desk/facet.ts'
import { useApi } from '../../../../api/client.tsx'
import { compact, count } from '../../../../parts/number.ts'
import { useSelection } from '../../../../state/selection.ts'
import { useFilter } from '../use-queue.ts'
import { ChoiceList } from './choice-list.tsx'
import { FACET_WORDS, optionWords } from './filter-words.ts'
import { isFiltered, isPicked, togglePick } from './toggle-pick.ts'

interface FilterPanelProps {
  /** What the filter is being extended by; null while that is chosen. */
  facet: Facet | null
  onFacet: (facet: Facet | null) => void
  onClose: () => void
}

/** Builds the filter by keys alone: first what it is about, then its values, each with how many issues have it. */
export function FilterPanel({ facet, onFacet, onClose }: FilterPanelProps) {
  const { pick } = useSelection()
  if (facet) return <Values key={facet} facet={facet} onClose={onClose} onBack={() => onFacet(null)} />
  const options = FACETS.map(one => ({ id: one, label: FACET_WORDS[one] }))
  return (
    <ChoiceList
      title="Filter by"
      options={options.map(option => ({ ...option, isOn: isFiltered(pick, option.id) }))}
      onPick={id => onFacet(FACETS.find(one => one === id) ?? null)}
      onClose={onClose}
    />
  )
}

function Values({ facet, onClose, onBack }: { facet: Facet; onClose: () => void; onBack: () => void }) {
  const filter = useFilter()
  const { pick, setPick } = useSelection()
  const found = useQuery(
    useApi().worklist.facet.queryOptions({ input: { ...filter, facet }, placeholderData: keepPreviousData }),
  )
  const currency = found.data?.currency ?? null
  const options = found.data?.options.map(option => ({
    id: option.value,
    label: optionWords(facet, option, currency),
    n: compact(option.n),
    isOn: isPicked(pick, facet, option.value),
  }))
  return (
    <ChoiceList
      title={FACET_WORDS[facet]}
      options={options}
      several
      onPick={value => setPick(togglePick(pick, facet, value))}
      onClose={onClose}
      onBack={onBack}
      note={
        found.data?.lookedAt
          ? `Checked for the first ${count(found.data.lookedAt)} issues of the list.`
          : '⏎ adds or removes a value, Esc goes back.'
      }
    />
  )
}
