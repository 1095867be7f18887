import { count } from './number.ts'

interface Props {
  offset: number
  limit: number
  /** How many rows there are in all; null where that is unknown: then a full page may be followed by another. */
  total: number | null
  /** How many rows are shown. */
  shown: number
  onOffset: (offset: number) => void
}

/** `201–400 of 5,000` with buttons for the previous and the next page; nothing where one page holds all rows. */
export function Pager({ offset, limit, total, shown, onOffset }: Props) {
  const more = total === null ? shown === limit : offset + shown < total
  if (offset === 0 && !more) return null
  return (
    <div className="pager">
      <span className="quiet">
        {count(offset + 1)}–{count(offset + shown)}
        {total === null ? '' : ` of ${count(total)}`}
      </span>
      <button
        type="button"
        className="btn small"
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - limit))}
      >
        Previous
      </button>
      <button type="button" className="btn small" disabled={!more} onClick={() => onOffset(offset + limit)}>
        Next
      </button>
    </div>
  )
}
