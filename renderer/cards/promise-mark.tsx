import { promiseStanding } from '../../shared/desk/promise.ts'
import { dueWords } from './promise-words.ts'

const MARKS = {
  lapsed: { text: 'promise lapsed', tone: 'bad' },
  near: { text: 'promise due', tone: 'wait' },
  far: { text: 'promised', tone: '' },
} as const

/** Marks an account to which something is promised; a promise warns from a day before it lapses. */
export function PromiseMark({ dueAt, now }: { dueAt: number; now: number }) {
  const { text, tone } = MARKS[promiseStanding(dueAt, now)]
  return (
    <span className={`tag ${tone}`} title={`Promised by ${dueWords(dueAt, now)}`}>
      {text}
    </span>
  )
}
