/** Paragraphs at blank lines, and the lines of each: what the HTML of a message is made of. */
export const letterParagraphs = (text: string): string[][] => text.split('\n\n').map(one => one.split('\n'))

/** A message's text as it is sent: one kind of line break, no spaces at ends of lines, at most one empty line. */
export const tidyText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
