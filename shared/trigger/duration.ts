export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const UNITS: Record<string, number> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** Milliseconds of a written duration such as `28d` or `90m`; null when it is not one. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(s|m|h|d|w)$/.exec(text.trim())
  const unit = match?.[2] && UNITS[match[2]]
  return match?.[1] && unit ? Number(match[1]) * unit : null
}

/** `28d`, `6h`, `90m`: the largest unit that divides the milliseconds evenly. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    const size = UNITS[unit]
    if (size && ms >= size && ms % size === 0) return `${ms / size}${unit}`
  }
  return `${Math.round(ms / SECOND)}s`
}
