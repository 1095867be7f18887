/** Where something stands in a text; both count from 1, columns in characters. */
export interface Place {
  line: number
  column: number
}

export class JsonFault extends Error implements Place {
  readonly line: number
  readonly column: number
  constructor({ line, column }: Place, why: string) {
    super(why)
    this.line = line
    this.column = column
  }
}

/** The place of a byte (UTF-8) of `text`, which itself starts at `from`. Beyond the end: the place behind it. */
export function placeIn(text: string, byte: number, from: Place): Place {
  const before = byte >= text.length * 3 ? text : Buffer.from(text).subarray(0, Math.max(0, byte)).toString()
  const newline = before.lastIndexOf('\n')
  if (newline === -1) return { line: from.line, column: from.column + before.length }
  let lines = 0
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) lines++
  return { line: from.line + lines, column: before.length - newline }
}
