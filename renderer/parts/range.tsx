interface Props {
  /** The choices, in days; null is all of history. */
  ranges: readonly (number | null)[]
  chosen: number | null
  onChoose: (days: number | null) => void
  className?: string
}

/** The period that a screen covers, up to now. */
export const Range = ({ ranges, chosen, onChoose, className }: Props) => (
  <fieldset className={className ? `range ${className}` : 'range'} aria-label="Period">
    {ranges.map(days => (
      <button
        type="button"
        key={days ?? 'all'}
        className={`pill${days === chosen ? ' on' : ''}`}
        aria-pressed={days === chosen}
        onClick={() => onChoose(days)}
      >
        {days === null ? 'All' : `${days} days`}
      </button>
    ))}
  </fieldset>
)
