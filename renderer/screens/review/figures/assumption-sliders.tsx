import type { RoiAssumptions } from '../../../../shared/review/roi.ts'
import { percent, plural } from '../../../parts/number.ts'
import { moneyWords } from './bounded-words.ts'

interface Slider {
  key: keyof RoiAssumptions
  label: string
  most: number
  step: number
  words: (value: number, currency: string) => string
}

const SLIDERS: readonly Slider[] = [
  { key: 'contactMinor', label: 'Cost of a contact', most: 4_000, step: 50, words: moneyWords },
  { key: 'minuteMinor', label: 'Cost of a minute of work', most: 300, step: 5, words: moneyWords },
  { key: 'margin', label: 'Margin of a subscription', most: 1, step: 0.05, words: percent },
  { key: 'months', label: 'A kept account stays', most: 24, step: 1, words: months => plural(months, 'month') },
]

interface Props {
  assumed: RoiAssumptions
  currency: string
  onChange: (assumed: RoiAssumptions) => void
}

/** One slider for each assumption of the return, with its value in words. */
export function AssumptionSliders({ assumed, currency, onChange }: Props) {
  return (
    <fieldset className="assumptions" aria-label="Assumptions">
      {SLIDERS.map(({ key, label, most, step, words }) => (
        <label key={key}>
          <span>
            {label} <b>{words(assumed[key], currency)}</b>
          </span>
          <input
            type="range"
            min={0}
            max={most}
            step={step}
            value={assumed[key]}
            aria-valuetext={words(assumed[key], currency)}
            onChange={event => onChange({ ...assumed, [key]: Number(event.currentTarget.value) })}
          />
        </label>
      ))}
    </fieldset>
  )
}
