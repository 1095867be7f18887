import { useState } from 'react'
import type { RowTest } from '../../../../../shared/source/value-ref.ts'
import { ColumnSelect, type Columns } from './column-select.tsx'
import { asTest, CONDITION_WORDS, type RowCondition, saidBy, shownCondition, yesWords } from './condition-forms.ts'

interface Props {
  label: string
  text: RowTest | undefined
  columns: Columns
  /** Whether a column may say it, as yes or by a date. */
  mayBeSaid?: boolean
  onChange: (condition: RowTest | undefined) => void
}

const TESTS = Object.keys(CONDITION_WORDS) as RowCondition['test'][]

/** A condition by a column and what its cell must say, or as an expression. */
export function ConditionField({ label, text, columns, mayBeSaid = false, onChange }: Props) {
  // An expression that happens to be plain stays one while it is typed.
  const [isTyped, setTyped] = useState(false)
  const found = shownCondition(text)
  const condition: RowCondition = isTyped && typeof text === 'string' ? { test: 'expression', text } : found
  const words = yesWords(condition)
  const first = columns.find(({ name }) => name !== '')?.name ?? 'id'
  const set = (next: RowCondition) => onChange(saidBy(next))
  return (
    <div className="map-row">
      <span>
        {label}
        <small className="quiet"> optional</small>
      </span>
      <span className="map-from map-condition">
        {'column' in condition ? (
          <ColumnSelect
            columns={columns}
            value={condition.column}
            label={`${label}: column`}
            onPick={column => column && set({ ...condition, column })}
          />
        ) : null}
        <select
          className="in map-kind"
          value={condition.test}
          aria-label={`${label}: condition`}
          onChange={event => {
            const test = event.currentTarget.value as RowCondition['test']
            setTyped(test === 'expression')
            set(asTest(condition, test, first))
          }}
        >
          {TESTS.filter(test => test !== 'says' || mayBeSaid).map(test => (
            <option key={test} value={test}>
              {CONDITION_WORDS[test].replace(/:$/, '')}
            </option>
          ))}
        </select>
        {'value' in condition ? (
          <input
            className="in"
            value={condition.value}
            aria-label={`${label}: value`}
            onChange={event => set({ ...condition, value: event.currentTarget.value })}
          />
        ) : null}
        {words === null ? null : (
          <small className="quiet clip" title={words}>
            Yes: {words}
          </small>
        )}
        {condition.test === 'expression' ? (
          <input
            className="in"
            value={condition.text}
            spellCheck={false}
            aria-label={`${label}: expression`}
            onChange={event => onChange(event.currentTarget.value || undefined)}
          />
        ) : null}
      </span>
    </div>
  )
}
