import { COLUMN_TYPES, type Mapping } from '../../../../../shared/source/mapping.ts'
import { columnRef } from './mapping-edit.ts'

interface Props {
  mapping: Mapping
  columns: readonly { name: string; type: string }[]
  onChange: (mapping: Mapping) => void
}

/** The columns kept beside the fields, for use in triggers. A column that the source no longer has can be removed. */
export function KeptColumns({ mapping, columns, onChange }: Props) {
  const { properties } = mapping
  const set = (next: Mapping['properties']) => onChange({ ...mapping, properties: next })
  const gone = (name: string) => {
    const ref = properties[name]
    return typeof ref === 'object' && 'field' in ref && !columns.some(column => column.name === ref.field)
  }
  const more = columns.filter(({ name }) => properties[name] === undefined)
  return (
    <div className="kept">
      <span className="quiet">
        {Object.keys(properties).length > 0 ? 'Other columns' : 'No other columns are kept.'}
      </span>
      {Object.keys(properties).map(name => (
        <button
          type="button"
          key={name}
          className={`tag${gone(name) ? ' bad' : ''}`}
          aria-label={`Remove ${name}`}
          title={gone(name) ? 'The source no longer has this column' : 'Remove this column'}
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
          aria-label="Add another column"
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
