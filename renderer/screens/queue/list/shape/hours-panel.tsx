import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type HoursAnswer, LONGEST_STRETCH } from '../../../../../shared/desk/hours.ts'
import { formatMoney } from '../../../../../shared/money.ts'
import { useApi } from '../../../../api/client.tsx'
import { failureOf } from '../../../../api/errors.ts'
import { ErrorNote } from '../../../../parts/error-note.tsx'
import { Form, firstLack, SendButton } from '../../../../parts/form.tsx'
import { count, plural } from '../../../../parts/number.ts'
import { useSelection } from '../../../../state/selection.ts'
import { useFilter } from '../use-queue.ts'

/** How long a piece of work is at first. */
const USUAL = 90

/** Minutes that somebody typed: `90`, `1.5 h`, `2h`; null for anything else. */
export function minutesOf(text: string): number | null {
  const [, number = '', unit] = /^\s*(\d+(?:[.,]\d+)?)\s*(h|m|min)?\s*$/i.exec(text) ?? []
  const minutes = Math.round(Number(number.replace(',', '.')) * (unit?.toLowerCase() === 'h' ? 60 : 1))
  return number !== '' && minutes >= 1 && minutes <= LONGEST_STRETCH ? minutes : null
}

/** Money that is expected to be kept, without its cents. */
const effectWords = (minor: number, currency: string | null): string =>
  currency === null ? count(Math.round(minor)) : formatMoney({ minor: Math.round(minor / 100) * 100, currency })

/** What the work that was picked comes to, in a sentence. */
export function workWords({ issueIds, used, minutes, effectMinor, currency }: HoursAnswer): string {
  if (issueIds.length === 0) return `Nothing that can be started fits into ${minutes} min.`
  return `${plural(issueIds.length, 'issue')} in ${used} of ${minutes} min, expected to keep ${effectWords(effectMinor, currency)} a month.`
}

/** What one more hour would add, in a sentence. */
export const moreWords = ({ more, currency }: HoursAnswer): string =>
  more.effectMinor <= 0
    ? 'One more hour would add nothing.'
    : `One more hour would add ${effectWords(more.effectMinor, currency)}${more.issues > 0 ? ` by ${plural(more.issues, 'issue')}` : ''}.`

/** Asks how much time there is, and picks the work that avoids most in it. */
export function HoursPanel({ onClose }: { onClose: () => void }) {
  const filter = useFilter()
  const { work, showWork } = useSelection()
  const [text, setText] = useState(String(work?.minutes ?? USUAL))
  const minutes = minutesOf(text)
  const { pick, sort: _sort, group: _group, ...rest } = filter
  // Picking again is about the whole list, not about what was picked before.
  const { issueIds: _ids, ...conditions } = pick ?? {}
  const found = useQuery({
    ...useApi().worklist.hours.queryOptions({
      input: { ...rest, pick: conditions, minutes: minutes ?? USUAL },
      enabled: minutes !== null,
    }),
    gcTime: 0,
  })
  const answer = minutes === null || found.isFetching ? undefined : found.data
  const isEmpty = answer?.issueIds.length === 0
  const range = `Enter between 1 and ${count(LONGEST_STRETCH)} minutes`
  const lack = firstLack(
    minutes === null && { say: range, field: 'minutes' },
    found.error !== null && { say: failureOf(found.error).what },
    !answer && { say: 'The work is still being picked' },
    answer && isEmpty && { say: workWords(answer), field: 'minutes' },
  )
  const show = () => {
    if (!answer) return
    showWork(answer)
    onClose()
  }
  return (
    <Form className="stack" lack={lack} onSend={show}>
      <label className="inline">
        <span>Minutes</span>
        <input
          className="in"
          aria-label="Minutes"
          name="minutes"
          data-autofocus
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onFocus={event => event.currentTarget.select()}
        />
        <small className="quiet nowrap">90, or 1.5 h</small>
      </label>
      <div role="status" className="hours-answer">
        {minutes === null ? <p>{range}.</p> : null}
        {minutes !== null && !answer && !found.error ? <p className="quiet">Picking the work …</p> : null}
        {found.error ? <ErrorNote failure={failureOf(found.error)} /> : null}
        {answer ? (
          <>
            <p>
              <b>{workWords(answer)}</b>
            </p>
            <p>{moreWords(answer)}</p>
            <p className="quiet">
              Picked from {plural(answer.considered, 'issue')} that nobody else has claimed
              {answer.blocked > 0 ? `, of which ${count(answer.blocked)} cannot be started` : ''}. Expected: risk ×
              treatability × value.
            </p>
          </>
        ) : null}
      </div>
      <div className="dialog-acts">
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
        <SendButton>
          Show this work <kbd>⏎</kbd>
        </SendButton>
      </div>
    </Form>
  )
}
