import { useQuery } from '@tanstack/react-query'
import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { useApi } from '../../api/client.tsx'
import { Field, TextField } from '../../parts/field.tsx'
import type { GuardrailTexts } from './guardrail-texts.ts'

const PLACES: Record<Guardrails['referenceCode'], string> = {
  end: 'A line at the end of the message',
  subject: 'In the subject',
  none: 'Nowhere',
}

interface Props {
  texts: Pick<GuardrailTexts, 'reference' | 'controls'>
  onChange: (more: Partial<Pick<GuardrailTexts, 'reference' | 'controls'>>) => void
}

/** What measuring asks of a team: control groups of single playbooks, and a code by which replies are recognised. */
export function MeasuringFields({ texts: { reference, controls }, onChange }: Props) {
  const playbooks = useQuery(useApi().playbook.list.queryOptions())
  return (
    <>
      <h3 className="form-part">Measuring</h3>
      <Field label="Reference code of a message">
        <select
          className="in"
          value={reference}
          onChange={event => onChange({ reference: event.currentTarget.value as Guardrails['referenceCode'] })}
        >
          {(Object.keys(PLACES) as Guardrails['referenceCode'][]).map(place => (
            <option key={place} value={place}>
              {PLACES[place]}
            </option>
          ))}
        </select>
      </Field>
      <p className="quiet">
        By its code, a contact about our message is told apart from a contact about the trouble. “forestall reference
        CODE” finds the message of a code.
      </p>
      <details className="controls-by-playbook">
        <summary>Control accounts of single playbooks, %</summary>
        <p className="quiet">
          Beside the held-out accounts, this share of the others goes without this playbook alone. Empty for none.
        </p>
        <div className="row-3">
          {playbooks.data?.map(({ id, name }) => (
            <TextField
              key={id}
              label={name}
              name={`control:${id}`}
              inputMode="decimal"
              value={controls[id] ?? ''}
              onText={text => onChange({ controls: { ...controls, [id]: text } })}
            />
          ))}
        </div>
      </details>
    </>
  )
}
