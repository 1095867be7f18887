import { BETTER, type Better, METRIC_KINDS, type MetricKind } from '../../../../shared/experiment/ask.ts'
import { own } from '../../../../shared/foreign/own.ts'
import { Field } from '../../../parts/field.tsx'
import { Form, type FormLack, SendButton } from '../../../parts/form.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { aFormMetric, type ExperimentForm, type FormColumn, type FormMetric } from './experiment-form.ts'

const KIND_WORDS: Record<MetricKind, string> = { share: 'yes or no', number: 'a number', money: 'money' }
const BETTER_WORDS: Record<Better, string> = { lower: 'lower is better', higher: 'higher is better' }

interface SelectProps {
  label: string
  name?: string
  value: string
  options: readonly (readonly [value: string, words: string])[]
  /** What nothing chosen means. */
  none: string
  onChoose: (value: string) => void
}

function Select({ label, name, value, options, none, onChoose }: SelectProps) {
  return (
    <Field label={label}>
      <select
        className="in"
        aria-label={label}
        name={name}
        value={value}
        onChange={event => onChoose(event.currentTarget.value)}
      >
        <option value="">{none}</option>
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  )
}

const optionsOf = (columns: readonly FormColumn[]) =>
  columns.map(({ name, samples }): [string, string] => [
    name,
    samples.length > 0 ? `${name} (${samples.slice(0, 2).join(', ').slice(0, 30)})` : name,
  ])

interface MetricProps {
  metric: FormMetric
  columns: readonly FormColumn[]
  onChange: (next: Partial<FormMetric>) => void
  onRemove: (() => void) | null
}

function MetricFields({ metric, columns, onChange, onRemove }: MetricProps) {
  const options = optionsOf(columns)
  return (
    <fieldset className="experiment-metric" aria-label={`Metric ${metric.column || 'to choose'}`}>
      <Select
        label="Metric"
        name="metric"
        value={metric.column}
        options={options}
        none="Choose a column"
        onChoose={column => onChange({ column })}
      />
      <Select
        label="Read as"
        value={metric.kind}
        options={METRIC_KINDS.map(kind => [kind, KIND_WORDS[kind]])}
        none="what its cells are"
        onChoose={kind => onChange({ kind: METRIC_KINDS.find(known => known === kind) ?? '' })}
      />
      {metric.kind === 'money' ? (
        <Field label="Currency">
          <input
            className="in"
            size={5}
            maxLength={3}
            placeholder="EUR"
            value={metric.currency}
            onChange={event => onChange({ currency: event.currentTarget.value.toUpperCase() })}
          />
        </Field>
      ) : null}
      <Select
        label="Good"
        value={metric.better}
        options={BETTER.map(better => [better, BETTER_WORDS[better]])}
        none="neither way"
        onChoose={better => onChange({ better: BETTER.find(known => known === better) ?? '' })}
      />
      <Select
        label="Same value before"
        value={metric.pre}
        options={options}
        none="none"
        onChoose={pre => onChange({ pre })}
      />
      {onRemove ? (
        <button type="button" className="btn small plain" onClick={onRemove}>
          Remove
        </button>
      ) : null}
    </fieldset>
  )
}

interface Props {
  form: ExperimentForm
  columns: readonly FormColumn[]
  /** Arms of the last answer, which the cells of the column name. */
  arms: readonly string[]
  /** What is missing before anything can be compared; null where nothing is. */
  lack: FormLack | null
  busy: boolean
  onChange: (next: Partial<ExperimentForm>) => void
  onRun: () => void
}

/** Which column says what. */
export function ColumnsForm({ form, columns, arms, lack, busy, onChange, onRun }: Props) {
  const options = optionsOf(columns)
  const known = [...new Set([...arms, ...(columns.find(({ name }) => name === form.arm)?.samples ?? [])])]
  const { metrics } = form
  const changeMetric = (at: number, next: Partial<FormMetric>) =>
    onChange({ metrics: metrics.map((metric, nth) => (nth === at ? { ...metric, ...next } : metric)) })
  return (
    <section className="card" aria-label="Columns">
      {/* What is missing may be a field of the card above, so it is told by the page. */}
      <Form lack={null} onSend={onRun}>
        <h2>
          <span>
            Columns <small>what each one says</small>
          </span>
          <SendButton className="btn main small" aria-disabled={lack !== null || busy}>
            {busy ? 'Analysing …' : 'Analyse'} <Key of="review.analyse" />
          </SendButton>
        </h2>
        <div className="experiment-line">
          <Select
            label="Arm"
            name="arm"
            value={form.arm}
            options={options}
            none="Choose a column"
            onChoose={arm => onChange({ arm, control: '', planned: {} })}
          />
          <Select
            label="Control arm"
            value={form.control}
            options={known.map(name => [name, name])}
            none="by its name"
            onChoose={control => onChange({ control })}
          />
          {form.from === 'file' ? (
            <Select
              label="Unit"
              value={form.unit}
              options={options}
              none="each row is one"
              onChoose={unit => onChange({ unit })}
            />
          ) : null}
          {arms.map(arm => (
            <Field key={arm} label={`Planned share of ${arm}`}>
              <input
                className="in"
                size={5}
                inputMode="decimal"
                name={`planned ${arm}`}
                placeholder="equal"
                value={own(form.planned, arm) ?? ''}
                onChange={event => onChange({ planned: { ...form.planned, [arm]: event.currentTarget.value } })}
              />
            </Field>
          ))}
        </div>
        {metrics.map((metric, at) => (
          <MetricFields
            key={metric.id}
            metric={metric}
            columns={columns}
            onChange={next => changeMetric(at, next)}
            onRemove={metrics.length > 1 ? () => onChange({ metrics: metrics.filter((_, nth) => nth !== at) }) : null}
          />
        ))}
        <button
          type="button"
          className="btn small"
          onClick={() => onChange({ metrics: [...metrics, aFormMetric(metrics)] })}
        >
          Add a metric
        </button>
      </Form>
    </section>
  )
}
