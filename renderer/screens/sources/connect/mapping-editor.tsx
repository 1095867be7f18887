import type { InspectedFile } from '../../../../shared/model/source.ts'
import { DATE_FORMATS, type DateFormat } from '../../../../shared/source/cell-format.ts'
import {
  type AccountRef,
  COLUMN_TYPES,
  type ColumnType,
  type Mapping,
  type ValueRef,
} from '../../../../shared/source/mapping.ts'
import { KeptColumns } from './kept-columns.tsx'
import { columnRef, DATE_WORDS, FIELDS, type FieldSpec, fieldOf, withField } from './mapping-edit.ts'

type Columns = InspectedFile['columns']

interface Props {
  mapping: Mapping
  columns: Columns
  objects: readonly string[]
  onChange: (mapping: Mapping) => void
}

function ColumnSelect({
  columns,
  value,
  label,
  optional,
  onPick,
}: {
  columns: Columns
  value: string
  label: string
  optional?: boolean
  onPick: (name: string) => void
}) {
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

function TypeSelects({
  value,
  onChange,
}: {
  value: Extract<ValueRef, { field: string }>
  onChange: (v: ValueRef) => void
}) {
  return (
    <>
      <select
        className="in"
        value={value.type}
        aria-label="Type"
        onChange={event => onChange(columnRef(value.field, event.currentTarget.value as ColumnType, value))}
      >
        {COLUMN_TYPES.map(type => (
          <option key={type}>{type}</option>
        ))}
      </select>
      {value.type === 'date' ? (
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
      {value.type === 'money' ? (
        <input
          className="in"
          value={value.currency ?? ''}
          maxLength={3}
          size={3}
          aria-label="Currency"
          onChange={event => onChange({ ...value, currency: event.currentTarget.value.toUpperCase() })}
        />
      ) : null}
    </>
  )
}

function Field({ spec, mapping, columns, onChange }: Props & { spec: FieldSpec }) {
  const value = fieldOf(mapping, spec.name)
  const set = (next: ValueRef | undefined) => onChange(withField(mapping, spec.name, next))
  const field = value && 'field' in value ? value.field : ''
  return (
    <div className="map-row">
      <span>
        {spec.label}
        {spec.required ? '' : <small className="quiet"> optional</small>}
      </span>
      {value && 'const' in value ? (
        <span className="map-from">
          <input
            className="in"
            value={String(value.const)}
            aria-label={`${spec.label}: fixed value`}
            onChange={event => set({ const: event.currentTarget.value })}
          />
          <button type="button" className="link" onClick={() => set(columnRef(columns[0]?.name ?? 'id', spec.type))}>
            use a column
          </button>
        </span>
      ) : (
        <span className="map-from">
          <ColumnSelect
            columns={columns}
            value={field}
            label={`${spec.label}: column`}
            optional={!spec.required}
            onPick={name =>
              set(name ? columnRef(name, value && 'field' in value ? value.type : spec.type, value) : undefined)
            }
          />
          {value ? <TypeSelects value={value} onChange={set} /> : null}
          {spec.name === 'kind' && value ? (
            <button type="button" className="link" onClick={() => set({ const: 'event' })}>
              use a fixed value
            </button>
          ) : null}
        </span>
      )}
    </div>
  )
}

function AccountField({ mapping, columns, objects, onChange }: Props) {
  if (mapping.record === 'account') return null
  const { account } = mapping
  const set = (next: AccountRef) => onChange({ ...mapping, account: next })
  const kinds = [...new Set([...objects, ...(account.by === 'object' ? [account.kind] : [])])]
  return (
    <div className="map-row">
      <span>Account</span>
      <span className="map-from map-account">
        <select
          className="in"
          aria-label="How the row refers to its account"
          value={account.by === 'id' ? 'id' : account.kind}
          onChange={event => {
            const kind = event.currentTarget.value
            set(kind === 'id' ? { by: 'id', field: account.field } : { by: 'object', kind, field: account.field })
          }}
        >
          <option value="id">with the account id in</option>
          {kinds.map(kind => (
            <option key={kind} value={kind}>
              of the {kind} with its id in
            </option>
          ))}
        </select>
        <ColumnSelect
          columns={columns}
          value={account.field}
          label="Column with the account"
          onPick={field => set({ ...account, field })}
        />
      </span>
    </div>
  )
}

/** The column and type of each field. */
export function MappingEditor(props: Props) {
  const { mapping, onChange } = props
  return (
    <div className="mapping">
      {mapping.record === 'object' ? (
        <div className="map-row">
          <span>Kind of object</span>
          <span className="map-from">
            <input
              className="in"
              value={mapping.kind}
              aria-label="Kind of object, such as ticket or subscription"
              onChange={event => onChange({ ...mapping, kind: event.currentTarget.value || 'object' })}
            />
          </span>
        </div>
      ) : null}
      <AccountField {...props} />
      {FIELDS[mapping.record].map(spec => (
        <Field key={spec.name} spec={spec} {...props} />
      ))}
      <KeptColumns mapping={mapping} columns={props.columns} onChange={onChange} />
    </div>
  )
}
