import { useMutation } from '@tanstack/react-query'
import type { TriggerCard } from '../../../shared/predict/trigger-card.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { DecisionForm } from '../../cards/decision-form.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { toast } from '../../parts/toast.tsx'

const ANSWERS = [
  ['pause', 'Pause the trigger'],
  ['keep', 'Keep it'],
] as const

/** A lead pauses a trigger or keeps it: why, and when it may be proposed again. */
export function TriggerAnswerForm({ card: { triggerId, title }, onDone }: { card: TriggerCard; onDone: () => void }) {
  const decide = useMutation(
    useApi().model.decideTrigger.mutationOptions({
      onSuccess: () => {
        toast('Decision recorded in the journal')
        onDone()
      },
    }),
  )
  return (
    <DecisionForm
      className="trigger-answer"
      name={title}
      reasonLabel={`Reason, for ${title}`}
      answers={ANSWERS}
      isPending={decide.isPending}
      onAnswer={(answer, why) => decide.mutate({ triggerId, answer, ...why })}
    >
      {decide.error ? <ErrorNote failure={failureOf(decide.error)} /> : null}
    </DecisionForm>
  )
}
