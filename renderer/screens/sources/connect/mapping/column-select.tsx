import type { InspectedFile } from '../../../../../shared/model/source.ts'

export type Columns = InspectedFile['columns']

interface Props {
  columns: Columns
  value: string
  label: string
  optional?: boolean
  onPick: (name: string) => void
}

/** The columns of a file, a table or a stream; one that is gone stays visible as missing. */
export function ColumnSelect({ columns, value, label, optional, onPick }: Props) {
  return (
    <select className="in" value={value} aria-label={label} onChange={event => onPick(event.currentTarget.value)}>
      {optional || value === '' ? <option value="">–</option> : null}
      {value && !columns.some(column => column.name === value) ? (
        <option value={value}>{value} (missing)</option>
      ) : null}
      {columns.map(column => (
        <option key={column.name} value={column.name}>
          {column.name}
        </option>
      ))}
    </select>
  )
}

/** Several columns in their order, each with a button that takes it out. */
export function ColumnList({
  columns,
  value,
  label,
  onChange,
}: {
  columns: Columns
  value: readonly string[]
  label: string
  onChange: (names: string[]) => void
}) {
  const more = columns.filter(({ name }) => name !== '' && !value.includes(name))
  return (
    <span className="column-list">
      {value.map(name => (
        <button
          type="button"
          key={name}
          className="tag"
          aria-label={`${label}: remove ${name}`}
          disabled={value.length === 1}
          onClick={() => onChange(value.filter(other => other !== name))}
        >
          {name} ×
        </button>
      ))}
      {more.length > 0 ? (
        <select
          className="in"
          value=""
          aria-label={`${label}: add a column`}
          onChange={event => onChange([...value, event.currentTarget.value])}
        >
          <option value="">+ column</option>
          {more.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      ) : null}
    </span>
  )
}
