import { DATE_FORMATS, type DateFormat } from '../../../../../shared/source/cell-format.ts'
import type { StaysRef } from '../../../../../shared/source/record-mapping.ts'
import { ColumnSelect, type Columns } from './column-select.tsx'
import { DATE_WORDS } from './mapping-edit.ts'
import { changedStep, datedStep, type StaysForm, type StepForm, staysForm, staysList } from './stays-forms.ts'

interface Props {
  stays: StaysRef | undefined
  columns: Columns
  onChange: (stays: StaysRef | undefined) => void
}

const KINDS: Record<StaysForm['kind'], string> = {
  none: 'only the present state',
  columns: 'a column dates each state',
  list: 'a list within the row',
}

/** The states that an object went through, each with its date, so that a back-test sees every one of them. */
export function StaysField({ stays, columns, onChange }: Props) {
  const form = staysForm(stays)
  const dated = columns.filter(({ type }) => type === 'date')
  const another = (n: number): StepForm['ref'] => {
    const column = dated[n] ?? dated[0] ?? columns[0]
    const format = DATE_FORMATS.find(known => known === column?.format) ?? 'iso'
    return datedStep(n === 0 ? 'open' : 'closed', column?.name ?? 'date', format)
  }
  const start = (kind: StaysForm['kind']) =>
    onChange(
      kind === 'none' ? undefined : kind === 'columns' ? [another(0)] : staysList({ each: '', state: '', since: '' }),
    )
  return (
    <div className="map-row map-stays">
      <span>
        Dated states<small className="quiet"> optional</small>
      </span>
      <div>
        <span className="map-from">
          <select
            className="in map-kind"
            aria-label="Dated states: where they are"
            value={form.kind}
            onChange={event => start(event.currentTarget.value as StaysForm['kind'])}
          >
            {Object.entries(KINDS).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
        </span>
        {form.kind === 'columns' ? (
          <>
            {form.steps.map((step, at) => (
              <Step
                // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names and are edited in place
                key={at}
                step={step}
                at={at}
                columns={columns}
                onChange={ref => onChange(form.steps.map((other, n) => (n === at ? ref : other.ref)))}
                onRemove={() => {
                  const rest = form.steps.filter((_, n) => n !== at).map(({ ref }) => ref)
                  onChange(rest.length > 0 ? rest : undefined)
                }}
              />
            ))}
            <button
              type="button"
              className="btn small"
              onClick={() => onChange([...form.steps.map(({ ref }) => ref), another(form.steps.length)])}
            >
              Add a state
            </button>
          </>
        ) : null}
        {form.kind === 'list' ? <List list={form.list} onChange={onChange} /> : null}
      </div>
    </div>
  )
}

function Step({
  step,
  at,
  columns,
  onChange,
  onRemove,
}: {
  step: StepForm
  at: number
  columns: Columns
  onChange: (ref: StepForm['ref']) => void
  onRemove: () => void
}) {
  const label = `State ${at + 1}`
  return (
    <span className="map-from map-step">
      {step.state === null ? (
        <code className="clip">as JSON</code>
      ) : (
        <input
          className="in"
          value={step.state}
          aria-label={`${label}: name`}
          onChange={event => onChange(changedStep(step, { state: event.currentTarget.value }))}
        />
      )}
      <small>since</small>
      <ColumnSelect
        columns={columns}
        value={step.column}
        label={`${label}: column of its date`}
        onPick={column => column && onChange(changedStep(step, { column }))}
      />
      <select
        className="in"
        value={step.format}
        aria-label={`${label}: date format`}
        onChange={event => onChange(changedStep(step, { format: event.currentTarget.value as DateFormat }))}
      >
        {DATE_FORMATS.map(format => (
          <option key={format} value={format}>
            {DATE_WORDS[format]}
          </option>
        ))}
      </select>
      <button type="button" className="link" aria-label={`${label}: remove`} onClick={onRemove}>
        remove
      </button>
    </span>
  )
}

const PARTS = { each: 'List', state: 'State of an item', since: 'Date of an item' } as const

function List({
  list,
  onChange,
}: {
  list: { each: string; state: string; since: string }
  onChange: (stays: StaysRef) => void
}) {
  return (
    <span className="map-from map-step">
      {(['each', 'state', 'since'] as const).map(part => (
        <label key={part} className="field">
          <span>{PARTS[part]}</span>
          <input
            className="in"
            value={list[part]}
            spellCheck={false}
            onChange={event => onChange(staysList({ ...list, [part]: event.currentTarget.value }))}
          />
        </label>
      ))}
    </span>
  )
}
