interface Props {
  /** What is chosen from, in days; null: all there is. */
  ranges: readonly (number | null)[]
  chosen: number | null
  onChoose: (days: number | null) => void
  className?: string
}

/** The stretch of time that a screen is about, up to now. */
export const Range = ({ ranges, chosen, onChoose, className }: Props) => (
  <fieldset className={className} aria-label="Range">
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
