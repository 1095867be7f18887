import { IconPlus, IconX } from '@tabler/icons-react'
import { BUILT_IN_RATES } from '../../../shared/exchange.ts'
import { BOUNDS } from '../../../shared/trigger/measures/parts.ts'
import { NumberBit, SelectBit, WordBit } from '../../parts/inputs.tsx'
import { IconButton } from './icon-button.tsx'

type Loose = Record<string, unknown>
type Bound = (typeof BOUNDS)[number]

/** Currencies to choose from; others may be typed. */
export const CURRENCIES: readonly string[] = ['EUR', ...Object.keys(BUILT_IN_RATES)]

const WORDS: Record<Bound, string> = { gte: 'at least', gt: 'more than', lte: 'at most', lt: 'less than' }

/** `with an amount of at least 500 EUR`: whole units, as a person writes them on an invoice. */
export function AmountPart({ filter, onChange }: { filter: Loose; onChange: (filter: Loose) => void }) {
  const { amount, ...rest } = filter
  if (amount === undefined)
    return (
      <button
        type="button"
        className="add-bit"
        onClick={() => onChange({ ...filter, amount: { gte: 500, currency: 'EUR' } })}
      >
        <IconPlus size={11} aria-hidden /> amount
      </button>
    )
  const test = amount as Loose
  const name = BOUNDS.find(one => test[one] !== undefined) ?? 'gte'
  const put = (bound: Bound, value: number, currency: unknown) =>
    onChange({ ...rest, amount: { [bound]: value, currency } })
  const value = Number(test[name])
  return (
    <>
      <span>with an amount of</span>
      <SelectBit
        label="Bound of the amount"
        value={name}
        options={BOUNDS.map(one => [one, WORDS[one]] as const)}
        onChange={next => put(next, value, test.currency)}
      />
      <NumberBit
        label="Amount in whole units, not in cents"
        value={value}
        width={64}
        onChange={next => put(name, next, test.currency)}
      />
      <WordBit
        label="Currency of the amount"
        value={String(test.currency)}
        options={CURRENCIES}
        onChange={next => put(name, value, next)}
      />
      <IconButton label="Remove the amount" onClick={() => onChange(rest)}>
        <IconX size={11} />
      </IconButton>
    </>
  )
}
