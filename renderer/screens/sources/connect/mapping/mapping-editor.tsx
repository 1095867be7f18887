import type { AccountRef, Mapping } from '../../../../../shared/source/mapping.ts'
import type { StaysRef } from '../../../../../shared/source/record-mapping.ts'
import type { RowTest } from '../../../../../shared/source/value-ref.ts'
import { ColumnList, ColumnSelect, type Columns } from './column-select.tsx'
import { ConditionField } from './condition-field.tsx'
import { KeptColumns } from './kept-columns.tsx'
import { FIELDS, fieldOf, withField } from './mapping-edit.ts'
import { idForm, idOf, ownerForm, ownerRef, refWords } from './mapping-forms.ts'
import { StaysField } from './stays-field.tsx'
import { ValueField } from './value-field.tsx'

interface Props {
  mapping: Mapping
  columns: Columns
  objects: readonly string[]
  onChange: (mapping: Mapping) => void
}

const ID_KINDS = { column: 'one column', join: 'several columns', content: 'content of the row' } as const

/** What names a record: a column, several together, or what the row says. */
function IdField({ mapping, columns, onChange }: Props) {
  const form = idForm(mapping.id)
  const label = FIELDS[mapping.record][0]?.label ?? 'Id'
  const set = (kind: keyof typeof ID_KINDS, names: readonly string[]) => {
    const id = idOf(kind, names)
    if (id) onChange({ ...mapping, id })
  }
  const start = (kind: keyof typeof ID_KINDS) => {
    const all = columns.map(({ name }) => name).filter(name => name !== '')
    const known = form.kind === 'other' ? all.slice(0, 1) : form.columns
    set(kind, kind === 'content' ? all.slice(0, 20) : known)
  }
  return (
    <div className="map-row">
      <span>{label}</span>
      <span className="map-from">
        <select
          className="in map-kind"
          aria-label={`${label}: what names a record`}
          value={form.kind}
          onChange={event => start(event.currentTarget.value as keyof typeof ID_KINDS)}
        >
          {Object.entries(ID_KINDS).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
          {form.kind === 'other' ? <option value="other">as JSON</option> : null}
        </select>
        {form.kind === 'column' ? (
          <ColumnSelect
            columns={columns}
            value={form.columns[0]}
            label={`${label}: column`}
            onPick={name => set('column', [name])}
          />
        ) : form.kind === 'other' ? (
          <code className="clip">{form.words}</code>
        ) : (
          <ColumnList columns={columns} value={form.columns} label={label} onChange={names => set(form.kind, names)} />
        )}
      </span>
    </div>
  )
}

function AccountField({ mapping, columns, objects, onChange }: Props) {
  if (mapping.record === 'account') return null
  const form = ownerForm(mapping.account)
  const set = (account: AccountRef) => onChange({ ...mapping, account })
  if (!form)
    return (
      <div className="map-row">
        <span>Account</span>
        <code className="clip">{refWords(mapping.account)}</code>
      </div>
    )
  const kinds = [...new Set([...objects, ...(form.through === '' ? [] : [form.through])])]
  return (
    <div className="map-row">
      <span>Account</span>
      <span className="map-from map-account">
        <select
          className="in"
          aria-label="How the row refers to its account"
          value={form.through === '' ? 'id' : form.through}
          onChange={event => {
            const through = event.currentTarget.value
            set(ownerRef({ ...form, through: through === 'id' ? '' : through }))
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
          value={form.column}
          label="Column with the account"
          onPick={column => set(ownerRef({ ...form, column }))}
        />
        {form.through === '' ? (
          <span className="or-else">
            <small>or else the person in</small>
            <ColumnSelect
              columns={columns}
              value={form.orElse}
              label="Column with the person where there is no account"
              optional
              onPick={orElse => set(ownerRef({ ...form, orElse }))}
            />
          </span>
        ) : null}
      </span>
    </div>
  )
}

const CONDITIONS = { when: 'Only rows where', deleted: 'Deleted where' } as const

/** Which rows are records, which say that a record is gone, and the history of an object. */
function Conditions({ mapping, columns, onChange }: Props) {
  const set = (name: 'when' | 'deleted' | 'mergedInto', text: RowTest | undefined) => {
    const { [name]: _old, ...rest } = mapping
    onChange((text === undefined ? rest : { ...rest, [name]: text }) as Mapping)
  }
  const setStays = (stays: StaysRef | undefined) => {
    if (mapping.record !== 'object') return
    const { stays: _old, ...rest } = mapping
    onChange(stays === undefined ? rest : { ...rest, stays })
  }
  return (
    <>
      {(['when', 'deleted'] as const).map(name => (
        <ConditionField
          key={name}
          label={CONDITIONS[name]}
          text={mapping[name]}
          columns={columns}
          mayBeSaid={name === 'deleted'}
          onChange={text => set(name, text)}
        />
      ))}
      {mapping.mergedInto === undefined ? null : (
        <div className="map-row">
          <span>Merged into</span>
          <span className="map-from">
            <input
              className="in"
              value={mapping.mergedInto}
              spellCheck={false}
              aria-label="Merged into: expression"
              onChange={event => set('mergedInto', event.currentTarget.value || undefined)}
            />
          </span>
        </div>
      )}
      {mapping.record === 'object' ? <StaysField stays={mapping.stays} columns={columns} onChange={setStays} /> : null}
    </>
  )
}

/** Where each field of a record comes from. */
export function MappingEditor(props: Props) {
  const { mapping, columns, onChange } = props
  const [, ...fields] = FIELDS[mapping.record]
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
      <IdField {...props} />
      <AccountField {...props} />
      {fields.map(spec => (
        <ValueField
          key={spec.name}
          spec={spec}
          value={fieldOf(mapping, spec.name)}
          columns={columns}
          onChange={next => onChange(withField(mapping, spec.name, next))}
        />
      ))}
      <Conditions {...props} />
      <KeptColumns mapping={mapping} columns={columns} onChange={onChange} />
    </div>
  )
}
