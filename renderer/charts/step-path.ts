/** A value from a place on the line on; null where nothing is known. */
export interface Step {
  x: number
  y: number | null
}

/**
 * An SVG path of steps from left to right, with gaps where nothing is known. `end`: where the last step ends. A stretch
 * between two gaps is at least `shortest` wide: one of today beside a month, or of an hour, could not be seen.
 */
export function stepPath(steps: readonly Step[], end: number, shortest: number): string {
  return steps
    .map(({ x, y }, k) => {
      if (y === null) return ''
      const before = steps[k - 1]?.y ?? null
      const next = steps[k + 1]
      const begin = before === null ? Math.min(x, end - shortest) : x
      const goesOn = next !== undefined && next.y !== null
      const until = next?.x ?? end
      return `${before === null ? `M${begin} ${y}` : `V${y}`}H${goesOn ? until : Math.max(until, begin + shortest)}`
    })
    .join('')
}
