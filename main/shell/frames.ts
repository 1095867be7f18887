/**
 * A listener that hears frames of the router's protocol and nothing else: the router's own adapters decode what arrives
 * in listeners that nobody catches, or write it into the log. `onForeign` hears of any other frame.
 */
export const onlyFrames =
  <E extends { data: unknown }>(listener: (event: E) => void, onForeign: () => void) =>
  (event: E): void =>
    isFrame(event.data) ? listener(event) : onForeign()

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A call (kind 1 or none) or the end of one (4). Files, forms and streams of the page are part of no call. */
function isFrame(data: unknown): data is string {
  if (typeof data !== 'string') return false
  const frame = parsed(data)
  if (!isObject(frame) || typeof frame.i !== 'string') return false
  if (frame.t === 4) return true
  return (frame.t === undefined || frame.t === 1) && isObject(frame.p) && isCall(frame.p)
}

function isCall({ u, h = {}, m = 'POST' }: Record<string, unknown>): boolean {
  if (typeof u !== 'string' || !u.startsWith('/') || !URL.canParse(u, 'http://call')) return false
  if (!isObject(h) || typeof m !== 'string') return false
  return Object.entries(h).every(
    ([name, value]) => typeof value === 'string' && !['content-type', 'content-disposition'].includes(name),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
