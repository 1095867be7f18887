const FRAME = /^\s+at (?:(?:async )?([\w$.<>#[\] ]+) )?\(?(?:.*[\\/])?([\w.-]+:\d+:\d+)\)?$/

/**
 * What a log may say about an error that nobody expected: its kind, its code and where it was thrown. Its message may
 * quote a customer's data, and a path names the person whose folder it is, so neither is part of it.
 */
export function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${error === null ? 'null' : typeof error}`
  const { code } = error as { code?: unknown }
  const kind = /^\w+$/.test(error.name) ? error.name : 'Error'
  const said = typeof code === 'string' && /^\w+$/.test(code) ? `${kind} ${code}` : kind
  return [said, ...framesOf(error).slice(0, 8)].join(' ← ')
}

/** The message stands before the frames and may look like them, so it is cut off by its length. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message)
  const frames = at < 0 ? '' : stack.slice(at + message.length)
  return frames.split('\n').flatMap(line => {
    const [, name, place] = FRAME.exec(line) ?? []
    return place ? [name ? `${name} (${place})` : place] : []
  })
}
