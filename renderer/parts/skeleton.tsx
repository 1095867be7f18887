import { useState } from 'react'

/** A grey bar of the final shape, so that nothing jumps when the text arrives. Sizes in pixels or CSS lengths. */
export function Bar({ width, height = 10 }: { width: number | string; height?: number | string }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />
}

/** Rows of a table or list that is loading. */
export function BarRows({ rows, height = 37 }: { rows: number; height?: number }) {
  return (
    <div aria-busy="true" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
          key={row}
          style={{ height, display: 'flex', alignItems: 'center', gap: 24, borderTop: '1px solid var(--line)' }}
        >
          <Bar width={`${22 + ((row * 7) % 14)}%`} />
          <Bar width="12%" />
          <Bar width="18%" />
        </div>
      ))}
    </div>
  )
}

/**
 * `value`, or while another one is loading the one before it. What is drawn from that must be hidden: it belongs to
 * something else. It is kept so that the next one is written into what is there, which takes half of building it.
 */
export function useLast<Value>(value: Value | undefined, isLoading: boolean): Value | undefined {
  const [last, keep] = useState(value)
  if (value !== undefined && value !== last) keep(() => value)
  return value ?? (isLoading ? last : undefined)
}
