import { COLUMN_TYPES, type Mapping } from '../../../../shared/source/mapping.ts'
import { columnRef } from './mapping-edit.ts'

interface Props {
  mapping: Mapping
  columns: readonly { name: string; type: string }[]
  onChange: (mapping: Mapping) => void
}

/** Columns that are kept beside the fields, so that triggers can name them. One that is gone at the source can be let go. */
export function KeptColumns({ mapping, columns, onChange }: Props) {
  const { properties } = mapping
  const set = (next: Mapping['properties']) => onChange({ ...mapping, properties: next })
  const gone = (name: string) => {
    const ref = properties[name]
    return ref !== undefined && 'field' in ref && !columns.some(column => column.name === ref.field)
  }
  const more = columns.filter(({ name }) => properties[name] === undefined)
  return (
    <div className="kept">
      <span className="quiet">{Object.keys(properties).length > 0 ? 'Also kept' : 'No further columns are kept.'}</span>
      {Object.keys(properties).map(name => (
        <button
          type="button"
          key={name}
          className={`tag${gone(name) ? ' bad' : ''}`}
          aria-label={`Do not keep ${name}`}
          title={gone(name) ? 'It is not there any more' : 'Do not keep it'}
          onClick={() => {
            const { [name]: _gone, ...rest } = properties
            set(rest)
          }}
        >
          {name} ×
        </button>
      ))}
      {more.length > 0 ? (
        <select
          className="in"
          aria-label="Keep another column"
          value=""
          onChange={event => {
            const name = event.currentTarget.value
            const type = COLUMN_TYPES.find(known => known === more.find(column => column.name === name)?.type) ?? 'text'
            set({ ...properties, [name]: columnRef(name, type) })
          }}
        >
          <option value="">+ column</option>
          {more.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      ) : null}
    </div>
  )
}
