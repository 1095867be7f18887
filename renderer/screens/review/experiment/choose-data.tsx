import { useMutation } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { Field } from '../../../parts/field.tsx'
import { Form, firstLack, SendButton, unlessTyped } from '../../../parts/form.tsx'
import { plural } from '../../../parts/number.ts'
import { useWorkspace } from '../../../state/now.ts'
import { aFormMetric, type ExperimentForm, proposedForm } from './experiment-form.ts'

interface Props {
  form: ExperimentForm
  onChange: (next: Partial<ExperimentForm>) => void
  /** Analyses, or says what is missing. */
  onRun: () => void
}

const decimalOf = (value: string): ExperimentForm['answers'] =>
  value === 'comma' || value === 'point' ? { decimal: value } : {}

/** A file, by dialog or by path, whose columns are looked at before anything is asked. */
function ChooseFile({ form, onChange }: Omit<Props, 'onRun'>) {
  const { source } = useApi()
  const desktop = useWorkspace().data?.shell === 'desktop'
  const inspect = useMutation(
    source.inspect.mutationOptions({
      meta: { quiet: true },
      onSuccess: ([file]) => file && file.columns.length > 0 && onChange(proposedForm(file)),
    }),
  )
  const look = (path: string) => {
    onChange({ path, file: null, answers: {} })
    inspect.mutate({ paths: [path] })
  }
  const pick = useMutation(source.pickFiles.mutationOptions({ onSuccess: ([path]) => path && look(path) }))
  const path = form.path.trim().replace(/^["']|["']$/g, '')
  const lack = firstLack(
    inspect.isPending && { say: 'The columns are still being read' },
    unlessTyped(path, desktop ? 'Choose a file first, or write its path' : 'Write the path of the file first', 'path'),
  )
  const unread = inspect.data?.find(({ columns }) => columns.length === 0)
  return (
    <>
      <Form className="experiment-line" lack={lack} onSend={() => look(path)}>
        {desktop ? (
          <button type="button" className="btn main" disabled={pick.isPending} onClick={() => pick.mutate({})}>
            Choose a file …
          </button>
        ) : null}
        <input
          className="in wide"
          aria-label="Path of the file"
          name="path"
          placeholder="Path of the file, for example /home/you/campaign.csv"
          value={form.path}
          onChange={event => onChange({ path: event.currentTarget.value })}
        />
        <SendButton className="btn">{inspect.isPending ? 'Reading columns …' : 'Read columns'}</SendButton>
      </Form>
      {inspect.error ? <ErrorNote failure={failureOf(inspect.error)} /> : null}
      {unread ? (
        <div className="note bad" role="alert">
          <b>{unread.path} cannot be used.</b>
          <p>{unread.problem}</p>
        </div>
      ) : null}
      {form.file?.questions.some(({ kind }) => kind === 'decimal') ? (
        <div className="experiment-line">
          <Field label="Mark before three digits">
            <select
              className="in"
              value={form.answers.decimal ?? ''}
              onChange={event => onChange({ answers: decimalOf(event.currentTarget.value) })}
            >
              <option value="">not said</option>
              <option value="comma">1.500 is 1500, decimal comma</option>
              <option value="point">1.500 is 1.5, decimal point</option>
            </select>
          </Field>
        </div>
      ) : null}
      {form.file ? (
        <p className="quiet">
          {plural(form.file.total, 'row')}, {plural(form.file.columns.length, 'column')} in <bdi>{form.file.path}</bdi>
        </p>
      ) : null}
    </>
  )
}

function ChooseDays({ form, onChange, onRun }: Props) {
  // They belong to the question that the card of columns sends, and stand outside of its form.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onRun()
  }
  return (
    <div className="experiment-line">
      <Field label="First day of the experiment (UTC)">
        <input
          className="in"
          type="date"
          name="since"
          value={form.since}
          onKeyDown={onKeyDown}
          onChange={event => onChange({ since: event.currentTarget.value })}
        />
      </Field>
      <Field label="Day after its last one, if it has ended">
        <input
          className="in"
          type="date"
          name="until"
          value={form.until}
          onKeyDown={onKeyDown}
          onChange={event => onChange({ until: event.currentTarget.value })}
        />
      </Field>
      <p className="quiet">
        Events count from the first day on; as a value before, in the same length of time before it.
      </p>
    </div>
  )
}

/** Where the units of the experiment are. */
export function ChooseData({ form, onChange, onRun }: Props) {
  const choose = (from: ExperimentForm['from']) =>
    onChange({ from, arm: '', unit: '', control: '', planned: {}, metrics: [aFormMetric()] })
  return (
    <section className="card experiment-data" aria-label="Data">
      <h2>
        Data <small>CSV, NDJSON or JSON, also as .gz · read in place, nothing is kept</small>
      </h2>
      <div className="experiment-line" role="radiogroup" aria-label="Where the data are">
        <label>
          <input type="radio" name="from" checked={form.from === 'file'} onChange={() => choose('file')} /> A file
        </label>
        <label>
          <input type="radio" name="from" checked={form.from === 'accounts'} onChange={() => choose('accounts')} />{' '}
          Accounts of this workspace
        </label>
      </div>
      {form.from === 'file' ? (
        <ChooseFile form={form} onChange={onChange} />
      ) : (
        <ChooseDays form={form} onChange={onChange} onRun={onRun} />
      )}
    </section>
  )
}
