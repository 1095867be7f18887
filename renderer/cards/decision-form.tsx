import { type ReactNode, useState } from 'react'
import { TextField } from '../parts/field.tsx'

/** Days until a decision is looked at again, where nobody says otherwise. */
const FIRST_LOOK = 30

interface Props<Answer extends string> {
  className: string
  /** Names the form where several are on one screen. */
  name?: string
  reasonLabel: string
  /** The answer that the console proposes comes first. */
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
  const can = reason.trim() !== '' && isWhole && !isPending
  return (
    <form className={className} aria-label={name} onSubmit={event => event.preventDefault()}>
      <TextField label={reasonLabel} value={reason} maxLength={500} onText={setReason} />
      <TextField label="Look again after, days" inputMode="numeric" value={days} onText={setDays} />
      {answers.map(([answer, words], n) => (
        <button
          key={answer}
          type="button"
          className={n === 0 ? 'btn main small' : 'btn small'}
          disabled={!can}
          onClick={() => onAnswer(answer, { reason: reason.trim(), lookAfterDays })}
        >
          {words}
        </button>
      ))}
      {isWhole ? null : <small className="quiet">Enter a whole number of days from 1 to 365.</small>}
      {children}
    </form>
  )
}
