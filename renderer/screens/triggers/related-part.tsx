import { IconPlus, IconX } from '@tabler/icons-react'
import { createContext, useContext } from 'react'
import { WordBit } from '../../parts/inputs.tsx'
import { IconButton } from './icon-button.tsx'

type Loose = Record<string, unknown>

/** The kind of objects that the trigger in the editor is about; null where it is about accounts. */
export const EachKind = createContext<string | null>(null)

/** How what is measured belongs to the trigger's object: it is that object, or its key is the same. */
export function RelatedPart({ filter, onChange }: { filter: Loose; onChange: (filter: Loose) => void }) {
  const each = useContext(EachKind)
  const of = filter.of as 'this' | { their: string; this?: string } | undefined
  const drop = () => {
    const { of: _before, ...rest } = filter
    onChange(rest)
  }
  if (of === undefined) {
    if (each === null) return null
    return (
      <button
        type="button"
        className="add-bit"
        onClick={() => onChange({ ...filter, of: filter.kind === each ? 'this' : { their: `${each}_id` } })}
      >
        <IconPlus size={11} aria-hidden /> of this {each?.replaceAll('_', ' ')}
      </button>
    )
  }
  const remove = (
    <IconButton label="Remove the relation" onClick={drop}>
      <IconX size={11} />
    </IconButton>
  )
  if (of === 'this')
    return (
      <span className="where">
        this {String(filter.kind).replaceAll('_', ' ')} {remove}
      </span>
    )
  const set = (change: Partial<typeof of>) => onChange({ ...filter, of: { ...of, ...change } })
  return (
    <span className="where">
      whose
      <WordBit label="Their property" value={of.their} options={['id']} onChange={their => set({ their })} />
      is this one’s
      <WordBit label="Own property" value={of.this ?? 'id'} options={['id']} onChange={own => set({ this: own })} />
      {remove}
    </span>
  )
}
