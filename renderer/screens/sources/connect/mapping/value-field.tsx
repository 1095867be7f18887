import type { ValueRef } from '../../../../../shared/source/mapping.ts'
import { ColumnSelect, type Columns } from './column-select.tsx'
import { columnRef, type FieldSpec } from './mapping-edit.ts'
import { refWords } from './mapping-forms.ts'
import { TypeSelects } from './type-selects.tsx'

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
      {ref ? (
        <TypeSelects value={ref} type={type} columns={columns} isMonthly={spec.name === 'mrr'} onChange={onChange} />
      ) : null}
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
