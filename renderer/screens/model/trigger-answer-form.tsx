import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriggerAnswer, TriggerCard } from '../../../shared/predict/trigger-card.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { TextField } from '../../parts/field.tsx'
import { toast } from '../../parts/toast.tsx'

/** Days until a trigger may be proposed again, where nobody says otherwise. */
const FIRST_LOOK = 30

/** A lead pauses a trigger or keeps it: why, and when it may be proposed again. */
export function TriggerAnswerForm({ card: { triggerId, title }, onDone }: { card: TriggerCard; onDone: () => void }) {
  const [reason, setReason] = useState('')
  const [days, setDays] = useState(String(FIRST_LOOK))
  const decide = useMutation(
    useApi().model.decideTrigger.mutationOptions({
      onSuccess: () => {
        toast('Decision recorded in the journal')
        onDone()
      },
    }),
  )
  const lookAfterDays = Number(days)
  const isWhole = Number.isInteger(lookAfterDays) && lookAfterDays >= 1 && lookAfterDays <= 365
  const can = reason.trim() !== '' && isWhole && !decide.isPending
  const answer = (chosen: TriggerAnswer['answer']) =>
    decide.mutate({ triggerId, answer: chosen, reason: reason.trim(), lookAfterDays })
  return (
    <form className="trigger-answer" aria-label={title} onSubmit={event => event.preventDefault()}>
      <TextField label={`Reason, for ${title}`} value={reason} maxLength={500} onText={setReason} />
      <TextField label="Look again after, days" inputMode="numeric" value={days} onText={setDays} />
      <button type="button" className="btn main small" disabled={!can} onClick={() => answer('pause')}>
        Pause the trigger
      </button>
      <button type="button" className="btn small" disabled={!can} onClick={() => answer('keep')}>
        Keep it
      </button>
      {isWhole ? null : <small className="quiet">Enter a whole number of days from 1 to 365.</small>}
      {decide.error ? <ErrorNote failure={failureOf(decide.error)} /> : null}
    </form>
  )
}
