/**
 * The address on this server that a foreign request line names; null where the line names none, which is answered with
 * 400. Every program and web page can send one, such as `//[`, which `URL` throws at, or `//other.host/`, which it takes
 * for another machine.
 */
export function requestTarget(line: string | undefined, origin: string): URL | null {
  if (!line?.startsWith('/') || !URL.canParse(line, origin)) return null
  const url = new URL(line, origin)
  return url.origin === origin ? url : null
}
