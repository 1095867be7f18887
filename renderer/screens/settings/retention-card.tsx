import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { RETAINED, type Retained, type Retention } from '../../../shared/model/retention.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { Form, type FormLack, firstLack, SendButton, STILL_SAVING } from '../../parts/form.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'
import { AdminOnly, NeedsAdmin } from './admin-only.tsx'

const LABELS: Record<Retained, string> = {
  events: 'Events, months',
  records: 'Closed tickets and records, months',
  messages: 'Text of sent messages, months',
  quarantine: 'Rows in quarantine, months',
}

/** Whole months; empty is for ever, anything else is no rule. */
const monthsOf = (text: string): number | null | undefined => {
  if (text.trim() === '') return null
  const months = Number(text)
  return Number.isInteger(months) && months >= 1 && months <= 240 ? months : undefined
}

function rulesOf(typed: Record<Retained, string>): Retention | null {
  const rules = RETAINED.map(kind => [kind, monthsOf(typed[kind])] as const)
  return rules.some(([, months]) => months === undefined) ? null : (Object.fromEntries(rules) as Retention)
}

/** The first period that is none. */
function periodLack(typed: Record<Retained, string>): FormLack | null {
  const field = RETAINED.find(kind => monthsOf(typed[kind]) === undefined)
  return field === undefined
    ? null
    : { say: `${LABELS[field]}: enter a whole number from 1 to 240, or leave it empty for ever`, field }
}

function Periods({ kept }: { kept: Retention }) {
  const { person } = useApi()
  const [typed, setTyped] = useState(
    () =>
      Object.fromEntries(RETAINED.map(kind => [kind, kept[kind] === null ? '' : String(kept[kind])])) as Record<
        Retained,
        string
      >,
  )
  const plan = useMutation(person.retentionPlan.mutationOptions())
  const save = useMutation(
    person.setRetention.mutationOptions({
      onSuccess: () => {
        plan.reset()
        toast('Retention changed')
      },
    }),
  )
  const rules = rulesOf(typed)
  const type = (kind: Retained, text: string) => {
    plan.reset()
    setTyped({ ...typed, [kind]: text })
  }
  const goes = plan.data?.filter(({ rows }) => rows > 0) ?? []
  const problem = periodLack(typed)
  const lack = firstLack(
    plan.isPending && { say: 'What would go is still being counted' },
    save.isPending && STILL_SAVING,
    problem,
  )
  const send = () => {
    if (!rules) return
    // What would go is shown first; the second press is the decision.
    if (plan.data) save.mutate(rules)
    else plan.mutate(rules)
  }
  return (
    <Form className="form" lack={lack} onSend={send}>
      <div className="row-2">
        {RETAINED.map(kind => (
          <TextField
            key={kind}
            label={LABELS[kind]}
            name={kind}
            value={typed[kind]}
            placeholder="for ever"
            inputMode="numeric"
            onText={text => type(kind, text)}
          />
        ))}
      </div>
      {(plan.error ?? save.error) ? <ErrorNote failure={failureOf(plan.error ?? save.error)} /> : null}
      {plan.data ? (
        <p role="status">
          {goes.length === 0
            ? 'Nothing is too old now.'
            : `Will be removed for good now: ${goes.map(({ kind, rows }) => plural(rows, WHAT[kind])).join(', ')}.`}
        </p>
      ) : null}
      <div className="form-acts">
        <SendButton className="btn">
          {plan.isPending ? 'Counting …' : plan.data ? 'Save' : 'Show what would go'}
        </SendButton>
        {problem ? <span className="bad-text">{problem.say}.</span> : null}
      </div>
    </Form>
  )
}

const WHAT: Record<Retained, string> = {
  events: 'event',
  records: 'closed record',
  messages: 'message text',
  quarantine: 'quarantined row',
}

/** For how long data are kept; empty is for ever. */
export function RetentionCard() {
  const kept = useQuery(useApi().person.retention.queryOptions())
  return (
    <section className="card" aria-label="Retention">
      <h2>
        Retention <NeedsAdmin>older data go in the background</NeedsAdmin>
      </h2>
      {kept.error ? <ErrorNote failure={failureOf(kept.error)} /> : null}
      <AdminOnly>{kept.data ? <Periods key={JSON.stringify(kept.data)} kept={kept.data} /> : null}</AdminOnly>
    </section>
  )
}
