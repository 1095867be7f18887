import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, UNCHANGED } from '../../parts/form.tsx'
import { SetByAdministrator } from '../../parts/held.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toast.tsx'
import { usePolicy } from '../../state/policy.ts'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'
import { type GuardrailTexts, guardrailLack, guardrailsOf, textsOf } from './guardrail-texts.ts'
import { MeasuringFields } from './measuring-fields.tsx'

const CAP: readonly string[] = ['messages', 'days']
const QUIET: readonly string[] = ['from', 'to']

const LABELS: [Exclude<keyof GuardrailTexts, 'firstUse' | 'reference' | 'controls'>, string][] = [
  ['holdout', 'Held-out accounts, %'],
  ['messages', 'Messages per contact, at most'],
  ['days', '… within how many days'],
  ['from', 'Quiet hours from, recipient’s time'],
  ['to', '… until'],
  ['recent', 'Days without outreach after contact'],
  ['undo', 'Seconds to recall a message'],
]
const APPROVALS: typeof LABELS = [
  ['bulk', 'Bulk outreach to more than'],
  ['value', 'Monthly revenue above, empty for none'],
  ['currency', '… currency'],
]

function GuardrailFields({ saved }: { saved: Guardrails }) {
  const [texts, setTexts] = useState(textsOf(saved))
  const save = useMutation(
    useApi().workspace.setGuardrails.mutationOptions({ onSuccess: () => toast('Guardrails saved') }),
  )
  const { frequencyCap, quietHours } = usePolicy().guardrails
  const isHeld = (key: string) =>
    (frequencyCap !== null && CAP.includes(key)) || (quietHours !== null && QUIET.includes(key))
  const problem = guardrailLack(texts)
  const changed = JSON.stringify(texts) !== JSON.stringify(textsOf(saved))
  const lack = firstLack(save.isPending && STILL_SAVING, problem, !changed && UNCHANGED)
  return (
    <Form className="form" lack={lack} onSend={() => save.mutate(guardrailsOf(texts, saved))}>
      <div className="row-3">
        {LABELS.map(([key, label]) => (
          <TextField
            key={key}
            label={label}
            name={key}
            inputMode="decimal"
            value={texts[key]}
            disabled={isHeld(key)}
            onText={text => setTexts({ ...texts, [key]: text })}
          />
        ))}
      </div>
      {frequencyCap || quietHours ? (
        <p className="why">
          {[frequencyCap && 'Messages per contact', quietHours && 'Quiet hours'].filter(Boolean).join(' · ')}:{' '}
          <SetByAdministrator />
        </p>
      ) : null}
      <MeasuringFields texts={texts} onChange={more => setTexts({ ...texts, ...more })} />
      <h3 className="form-part">Approval by a second person</h3>
      <div className="row-3">
        {APPROVALS.map(([key, label]) => (
          <TextField
            key={key}
            label={label}
            name={key}
            value={texts[key]}
            onText={text => setTexts({ ...texts, [key]: text })}
          />
        ))}
      </div>
      <label className="check-line">
        <input
          type="checkbox"
          checked={texts.firstUse}
          onChange={event => setTexts({ ...texts, firstUse: event.currentTarget.checked })}
        />
        the first message of each new playbook version
      </label>
      <div className="form-acts">
        <SendButton>Save</SendButton>
        <span className={problem === null ? 'quiet' : 'bad-text'}>
          {problem?.say ??
            'A new share is for accounts that have no arm yet. An account keeps the arm that it was assigned.'}
        </span>
      </div>
    </Form>
  )
}

/** The guardrails for outreach. */
export function GuardrailsForm() {
  const guardrails = useQuery(useApi().workspace.guardrails.queryOptions())
  return (
    <section className="card" aria-label="Guardrails">
      <h2>
        Guardrails <NeedsAdmin>for every message of this workspace</NeedsAdmin>
      </h2>
      {guardrails.error ? <ErrorNote failure={failureOf(guardrails.error)} /> : null}
      {guardrails.isPending ? <BarRows rows={3} /> : null}
      {guardrails.data ? (
        <AdminOnly>
          <GuardrailFields key={JSON.stringify(guardrails.data)} saved={guardrails.data} />
        </AdminOnly>
      ) : null}
    </section>
  )
}
