import { type ReactNode, useState } from 'react'
import { TextField } from '../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../parts/form.tsx'

/** Days until a decision is looked at again, where nobody says otherwise. */
const FIRST_LOOK = 30

const WHOLE_DAYS = 'Enter a whole number of days from 1 to 365'

interface Props<Answer extends string> {
  className: string
  /** Names the form where several are on one screen. */
  name?: string
  reasonLabel: string
  /** The answer that the console proposes comes first; Enter gives it. */
  answers: readonly (readonly [answer: Answer, words: string])[]
  isPending: boolean
  onAnswer: (answer: Answer, why: { reason: string; lookAfterDays: number }) => void
  children?: ReactNode
}

/** A lead decides: why, and when the decision is looked at again. */
export function DecisionForm<Answer extends string>(props: Props<Answer>) {
  const { className, name, reasonLabel, answers, isPending, onAnswer, children } = props
  const [reason, setReason] = useState('')
  const [days, setDays] = useState(String(FIRST_LOOK))
  const lookAfterDays = Number(days)
  const isWhole = Number.isInteger(lookAfterDays) && lookAfterDays >= 1 && lookAfterDays <= 365
  const lack = firstLack(
    isPending && STILL_SAVING,
    unlessTyped(reason, 'Give a reason first', 'reason'),
    !isWhole && { say: WHOLE_DAYS, field: 'days' },
  )
  const send = (value: string) => {
    const [answer] = answers.find(([one]) => one === value) ?? answers[0] ?? []
    if (answer !== undefined) onAnswer(answer, { reason: reason.trim(), lookAfterDays })
  }
  return (
    <Form className={className} label={name} lack={lack} onSend={send}>
      <TextField label={reasonLabel} name="reason" value={reason} maxLength={500} onText={setReason} />
      <TextField label="Look again after, days" name="days" inputMode="numeric" value={days} onText={setDays} />
      {answers.map(([answer, words], n) => (
        <SendButton key={answer} value={answer} className={n === 0 ? 'btn main small' : 'btn small'}>
          {words}
        </SendButton>
      ))}
      {isWhole ? null : <small className="quiet">{WHOLE_DAYS}.</small>}
      {children}
    </Form>
  )
}
