const MOST_LINES = 20
const MOST_LETTERS = 1_500

/** The beginning of a long text, as much of it as a message box can show. */
export function excerpt(text: string): string {
  const lines = text.split('\n')
  const short = lines.slice(0, MOST_LINES).join('\n').slice(0, MOST_LETTERS)
  return short.length < text.length ? `${short.trimEnd()} …` : text
}
