/**
 * What nobody means in a line of text: control characters, line ends, and marks that turn the text around and go on doing so
 * for what is shown after it.
 */
const NOISE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** A text without what would break the line that it is shown in. Marks that only tell a direction stay. */
export const cleanLine = (text: string): string => text.replace(NOISE, ' ').trim()
