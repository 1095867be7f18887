import { count } from './number.ts'

interface Props {
  offset: number
  limit: number
  /** How many there are in all; null where that is not known: then a full page may be followed by another. */
  total: number | null
  /** How many are shown. */
  shown: number
  onOffset: (offset: number) => void
}

/** `201–400 of 5,000`, with the way to the pages before and after; nothing where one page holds them all. */
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
