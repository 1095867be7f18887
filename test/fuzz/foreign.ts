import type { Pick } from './pick.ts'

const PIECES = [
  ...['/', '//', '[', ']', '%', '%00', '%2e%2e', '..', '\\', ':', '@', '?', '#', 'token=', 'rpc', 'é', '\x01', ' '],
]
const METHODS = ['GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'PRI', 'get', '']
const JSONS = ['{}', '[]', 'null', '-1e999', '"é"', '{"json":', '}', '{"i":"1"', '"\\u0000"', ',', ':']

const some = ({ one, whole }: Pick, most: number, of: readonly string[]) =>
  Array.from({ length: whole(0, most - 1) }, () => one(of)).join('')

const bytes = ({ whole }: Pick, most: number) =>
  Buffer.from(Array.from({ length: whole(0, most) }, () => whole(0, 255)))

/** A request as no browser would write it; most name the console's own address, so that they come further. */
export function foreignRequest({ port, cookie }: { port: number; cookie: string }, pick: Pick): string {
  const { one, happens } = pick
  const target = `${one(['/', '//', '/[', '', 'http://', '*'])}${some(pick, 8, PIECES)}`
  const host = happens(0.8) ? `127.0.0.1:${port}` : some(pick, 4, PIECES)
  const more = one([
    '',
    `Cookie: ${cookie}\r\n`,
    'Upgrade: websocket\r\nConnection: Upgrade\r\n',
    'Content-Length: -1\r\n',
  ])
  return `${one(METHODS)} ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`
}

/** A frame on an admitted line: nothing of the protocol, something like it, or a call with anything in it. */
export function foreignFrame(pick: Pick): string | Buffer {
  const { one, uniform } = pick
  const call = {
    i: String(uniform()),
    p: { u: `/${some(pick, 4, ['queue/', 'list', 'workspace/info', ...PIECES])}`, b: { json: one(JSONS) } },
  }
  return one<() => string | Buffer>([
    () => bytes(pick, 60),
    () => some(pick, 6, JSONS),
    () => JSON.stringify({ ...call, t: one([1, 2, 3, 4, 'x', null]) }),
    () => JSON.stringify(call),
    () => JSON.stringify({ ...call, p: { ...call.p, u: one(['//[', '/%', '[', '']) } }),
    () =>
      JSON.stringify({
        ...call,
        p: { ...call.p, h: one([null, 1, { 'content-type': 'multipart/form-data' }, { x: 1 }]) },
      }),
  ])()
}
