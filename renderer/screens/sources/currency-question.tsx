import { MINOR_DIGITS } from '../../../shared/currencies.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'

/** Offered first, before all others by the alphabet. */
const COMMON = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY']
const OTHERS = [...MINOR_DIGITS.keys()].filter(code => !COMMON.includes(code)).sort()

/** Those of the columns that a mapping does not read as money: a currency chosen by hand is an answer too. */
export function plainIn(columns: readonly string[], mapping: Mappings): string[] {
  const priced = new Set(mappingsOf(mapping).flatMap(moneyIn))
  return columns.filter(column => !priced.has(column))
}

function moneyIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { field, type } = value as Record<string, unknown>
  const own = typeof field === 'string' && type === 'money' ? [field] : []
  return [...own, ...Object.values(value).flatMap(moneyIn)]
}

interface Props {
  columns: readonly string[]
  busy: boolean
  onAnswer: (answers: Answers) => void
}

/** Asks once in which currency plain numbers are. Nothing waits for the answer: without one they stay numbers. */
export function CurrencyQuestion({ columns, busy, onAnswer }: Props) {
  if (columns.length === 0) return null
  return (
    <fieldset className="file-question">
      <legend>
        Which currency are these amounts in? <small>column {columns.join(', ')}</small>
      </legend>
      <select
        className="in"
        aria-label="Currency of the amounts"
        value=""
        disabled={busy}
        onChange={event => onAnswer({ currency: event.currentTarget.value })}
      >
        <option value="">choose …</option>
        {[...COMMON, ...OTHERS].map(code => (
          <option key={code}>{code}</option>
        ))}
      </select>
      <small>Without a currency they are not read as money.</small>
    </fieldset>
  )
}
