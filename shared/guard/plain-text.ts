/**
 * Words of a customer's data beside our own, where nothing keeps them apart: a terminal, the subject of a message. Marks
 * that turn the order of letters round for what follows could make one file name look like another, and control
 * characters speak to the terminal or begin a line of their own. Letters of every script pass, and so do the marks that
 * only concern their neighbours (joiners, and the invisible left-to-right and right-to-left letters).
 */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g
const BREAKING = /[\p{Cc}\u2028\u2029]+/gu

/** Words as one line: without what turns letters round, with a space for what would begin another line. */
export const plainLine = (words: string): string => words.replace(TURNING, '').replace(BREAKING, ' ').trim()

/** The same for a line of a terminal, whose columns stay where they are. */
export const terminalLine = (line: string): string => line.replace(TURNING, '').replace(BREAKING, ' ')

/** JSON for a terminal: the same value, with what a terminal could take for a command written as an escape. */
export const terminalJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /[\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g,
    mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
