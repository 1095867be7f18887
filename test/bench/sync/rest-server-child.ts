import { createServer } from 'node:http'
import { accountJson, eventJson, type Size } from './rest-data.ts'

/**
 * A local HTTP source in a process of its own. Pages of a small source are made before it listens, so that what is
 * measured is not how fast they are made; those of a large one would not fit and are made as they are asked for.
 */
const size: Size = { accounts: Number(process.argv[2]), events: Number(process.argv[3]) }
const perPage = Number(process.argv[4])
const KEPT = 500_000

const page = (kind: string, after: number): string => {
  const all = kind === 'accounts' ? size.accounts : size.events
  const end = Math.min(after + perPage, all)
  const data: unknown[] = []
  for (let n = after; n < end; n++) data.push(kind === 'accounts' ? accountJson(n) : eventJson(n, size))
  return JSON.stringify({ object: 'list', data, has_more: end < all, next: String(end) })
}

const kept = new Map<string, Buffer>()
if (size.accounts + size.events <= KEPT)
  for (const kind of ['accounts', 'events'] as const)
    for (let after = 0; after < Math.max(1, size[kind]); after += perPage)
      kept.set(`${kind} ${after}`, Buffer.from(page(kind, after)))

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://local')
  const kind = url.pathname.slice(1)
  const after = Number(url.searchParams.get('after') ?? 0)
  const body = kept.get(`${kind} ${after}`) ?? Buffer.from(page(kind, after))
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
process.on('disconnect', () => process.exit(0))
