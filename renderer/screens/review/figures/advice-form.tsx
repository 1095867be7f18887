import { useMutation } from '@tanstack/react-query'
import type { Period } from '../../../../shared/period.ts'
import type { Recommendation } from '../../../../shared/review/effect.ts'
import { useApi } from '../../../api/client.tsx'
import { DecisionForm } from '../../../cards/decision-form.tsx'
import { toast } from '../../../parts/toast.tsx'

interface Props {
  advice: Recommendation
  range: Period
  onDone: () => void
}

const ANSWERS = [
  ['follow', 'Follow the advice'],
  ['decline', 'Decline it'],
] as const

/** A lead follows or declines advice: why, and when the decision is looked at again. */
export function AdviceForm({ advice: { playbookId, advice }, range, onDone }: Props) {
  const decide = useMutation(
    useApi().review.decide.mutationOptions({
      onSuccess: () => {
        toast('Decision recorded in the journal')
        onDone()
      },
    }),
  )
  return (
    <DecisionForm
      className="advice-answer"
      reasonLabel="Reason"
      answers={ANSWERS}
      isPending={decide.isPending}
      onAnswer={(answer, why) => decide.mutate({ ...range, playbookId, advice, answer, ...why })}
    />
  )
}
