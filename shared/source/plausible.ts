/** Before and from here on, a moment in data about customers is hardly true: a counter that began, or a year mistyped. */
export const PLAUSIBLE = { from: Date.UTC(1990, 0, 1), until: Date.UTC(2100, 0, 1) }

/** Whether a moment (UTC ms) can be one of a customer's life. */
export const isPlausible = (at: number): boolean => at >= PLAUSIBLE.from && at < PLAUSIBLE.until
