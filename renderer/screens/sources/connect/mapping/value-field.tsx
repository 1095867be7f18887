import { DATE_FORMATS, type DateFormat, DECIMALS, type Decimal } from '../../../../../shared/source/cell-format.ts'
import { COLUMN_TYPES, type ColumnType, type ValueRef } from '../../../../../shared/source/mapping.ts'
import { ColumnSelect, type Columns } from './column-select.tsx'
import { columnRef, DATE_WORDS, type FieldSpec } from './mapping-edit.ts'
import { refWords } from './mapping-forms.ts'

type ColumnValue = Extract<ValueRef, { field: string }>

const DECIMAL_WORDS: Record<Decimal, string> = { point: '1,240.50', comma: '1.240,50', ask: 'choose the mark …' }

/** How the cells of a column are read: type, form of dates, decimal mark, currency. */
function TypeSelects({
  value,
  type,
  columns,
  onChange,
}: {
  value: ColumnValue
  type: ColumnType
  columns: Columns
  onChange: (value: ValueRef) => void
}) {
  return (
    <>
      <select
        className="in"
        value={type}
        aria-label="Type"
        onChange={event => onChange(columnRef(value.field, event.currentTarget.value as ColumnType, value))}
      >
        {COLUMN_TYPES.map(one => (
          <option key={one}>{one}</option>
        ))}
      </select>
      {type === 'date' ? (
        <select
          className="in"
          value={value.format ?? 'iso'}
          aria-label="Date format"
          onChange={event => onChange({ ...value, format: event.currentTarget.value as DateFormat })}
        >
          {DATE_FORMATS.map(format => (
            <option key={format} value={format}>
              {DATE_WORDS[format]}
            </option>
          ))}
        </select>
      ) : null}
      {type === 'money' ? <Currency value={value} columns={columns} onChange={onChange} /> : null}
      {(type === 'money' || type === 'number') && value.decimal !== undefined ? (
        <select
          className="in"
          value={value.decimal}
          aria-label="Decimal mark"
          onChange={event => onChange({ ...value, decimal: event.currentTarget.value as Decimal })}
        >
          {DECIMALS.map(decimal => (
            <option key={decimal} value={decimal}>
              {DECIMAL_WORDS[decimal]}
            </option>
          ))}
        </select>
      ) : null}
    </>
  )
}

/** One currency for the whole column, or the column that names each row's own. */
function Currency({
  value,
  columns,
  onChange,
}: {
  value: ColumnValue
  columns: Columns
  onChange: (value: ValueRef) => void
}) {
  const { currencyField, ...rest } = value
  return (
    <>
      <input
        className="in"
        value={value.currency ?? ''}
        maxLength={3}
        size={3}
        aria-label="Currency"
        onChange={event => {
          const { currency: _was, ...others } = value
          const code = event.currentTarget.value.toUpperCase()
          onChange(code === '' && currencyField !== undefined ? others : { ...others, currency: code })
        }}
      />
      <select
        className="in"
        value={currencyField ?? ''}
        aria-label="Column with the currency"
        onChange={event => {
          const column = event.currentTarget.value
          onChange(column === '' ? rest : { ...rest, currencyField: column })
        }}
      >
        <option value="">for all rows</option>
        {columns.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </>
  )
}

type From = 'column' | 'constant' | 'expression' | 'other'

function fromOf(value: ValueRef | undefined): From {
  if (value === undefined) return 'column'
  if (typeof value === 'string' || 'path' in value) return 'expression'
  return 'field' in value ? 'column' : 'const' in value ? 'constant' : 'other'
}

interface Props {
  spec: FieldSpec
  value: ValueRef | undefined
  columns: Columns
  onChange: (value: ValueRef | undefined) => void
}

/** Where the value of a field comes from: a column, a fixed value, or an expression. */
export function ValueField({ spec, value, columns, onChange }: Props) {
  const from = fromOf(value)
  const first = columns[0]?.name ?? 'id'
  const start = (to: string) => {
    if (to === 'column') onChange(spec.required ? columnRef(first, spec.type) : undefined)
    else if (to === 'constant') onChange({ const: spec.name === 'kind' ? 'event' : '' })
    else onChange(spec.type === 'money' ? { path: '@', type: 'money', currency: 'EUR' } : '@')
  }
  return (
    <div className="map-row">
      <span>
        {spec.label}
        {spec.required ? '' : <small className="quiet"> optional</small>}
      </span>
      <span className="map-from">
        <select
          className="in map-kind"
          value={from}
          aria-label={`${spec.label}: source of the value`}
          onChange={event => start(event.currentTarget.value)}
        >
          <option value="column">column</option>
          <option value="constant">fixed value</option>
          <option value="expression">expression</option>
          {from === 'other' ? <option value="other">first of several</option> : null}
        </select>
        {from === 'column' ? (
          <FromColumn spec={spec} value={value} columns={columns} onChange={onChange} />
        ) : (
          <FromText spec={spec} value={value} from={from} onChange={onChange} />
        )}
      </span>
    </div>
  )
}

function FromColumn({ spec, value, columns, onChange }: Props) {
  const ref = typeof value === 'object' && 'field' in value ? value : undefined
  const type = ref?.type ?? spec.type
  return (
    <>
      <ColumnSelect
        columns={columns}
        value={ref?.field ?? ''}
        label={`${spec.label}: column`}
        optional={!spec.required}
        onPick={name => onChange(name ? columnRef(name, type, ref) : undefined)}
      />
      {ref ? <TypeSelects value={ref} type={type} columns={columns} onChange={onChange} /> : null}
    </>
  )
}

/** A fixed value or an expression, as it is typed; what has more to it is edited as JSON. */
function FromText({ spec, value, from, onChange }: Omit<Props, 'columns'> & { from: From }) {
  if (value === undefined || from === 'other')
    return <code className="clip">{value === undefined ? '' : refWords(value)}</code>
  const isConstant = typeof value === 'object' && 'const' in value
  const text = isConstant ? String(value.const) : refWords(value)
  return (
    <input
      className="in"
      value={text}
      spellCheck={false}
      aria-label={`${spec.label}: ${isConstant ? 'fixed value' : 'expression'}`}
      onChange={event => {
        const next = event.currentTarget.value
        if (isConstant) onChange({ const: next })
        else if (typeof value === 'object' && 'path' in value) onChange({ ...value, path: next || '@' })
        else onChange(next || '@')
      }}
    />
  )
}
