import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Period } from '../../../../shared/period.ts'
import type { ADVICE_ANSWERS } from '../../../../shared/review/decision.ts'
import type { Recommendation } from '../../../../shared/review/effect.ts'
import { useApi } from '../../../api/client.tsx'
import { TextField } from '../../../parts/field.tsx'
import { toast } from '../../../parts/toast.tsx'

/** Days until a decision is looked at again, where nobody says otherwise. */
const FIRST_WINDOW = 30

interface Props {
  advice: Recommendation
  range: Period
  onDone: () => void
}

/** A lead follows or declines advice: why, and when the decision is looked at again. */
export function AdviceForm({ advice, range, onDone }: Props) {
  const [reason, setReason] = useState('')
  const [days, setDays] = useState(String(FIRST_WINDOW))
  const decide = useMutation(
    useApi().review.decide.mutationOptions({
      onSuccess: () => {
        toast('Decision recorded in the journal')
        onDone()
      },
    }),
  )
  const lookAfterDays = Number(days)
  const isWhole = Number.isInteger(lookAfterDays) && lookAfterDays >= 1 && lookAfterDays <= 365
  const can = reason.trim() !== '' && isWhole && !decide.isPending
  const answer = (chosen: (typeof ADVICE_ANSWERS)[number]) =>
    decide.mutate({
      ...range,
      ...{ playbookId: advice.playbookId, advice: advice.advice, answer: chosen, reason: reason.trim(), lookAfterDays },
    })
  return (
    <form className="advice-answer" onSubmit={event => event.preventDefault()}>
      <TextField label="Reason" value={reason} maxLength={500} onText={setReason} />
      <TextField label="Look again after, days" inputMode="numeric" value={days} onText={setDays} />
      <button type="button" className="btn main small" disabled={!can} onClick={() => answer('follow')}>
        Follow the advice
      </button>
      <button type="button" className="btn small" disabled={!can} onClick={() => answer('decline')}>
        Decline it
      </button>
      {isWhole ? null : <small className="quiet">Enter a whole number of days from 1 to 365.</small>}
    </form>
  )
}
