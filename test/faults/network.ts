import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { forestall } from '../helpers/cli.ts'
import { allCases, type FaultCase, playCase } from '../helpers/fault-cases.ts'
import { addUp, type Fault, type FaultOutcome } from './fault.ts'
import { offlineOutbox, statusOutbox } from './outbox.ts'
import { inRoom } from './room.ts'

const CASES = allCases()

/** Plays cases against a source; what the cache then lacks or has too much of counts as lost. */
async function playAll(cases: readonly FaultCase[]): Promise<FaultOutcome> {
  const outcomes: FaultOutcome[] = []
  for (const one of cases) {
    const { name, differences, readings } = await playCase(one)
    const wrong = readings === null ? [`${name}: never read to its end`] : []
    outcomes.push({ injected: 1, lost: differences, duplicates: 0, wrong })
  }
  return addUp(outcomes)
}

/** All cases whose name begins with one of these; spread over them for a quick look. */
const casesOf = (names: readonly string[], quick: boolean): FaultCase[] => {
  const all = CASES.filter(({ name }) => names.some(begin => name.startsWith(begin)))
  return quick ? all.filter((_, n) => n % Math.ceil(all.length / 4) === 0) : all
}

const reading =
  (...names: string[]): Fault['inject'] =>
  quick =>
    playAll(casesOf(names, quick))

const OFFLINE: FaultCase = {
  name: 'offline',
  prepare: server => {
    let asked = 0
    server.misbehave(() => (asked++ < 30 ? { do: 'reset' } : null))
  },
}

const STATUSES = [408, 429, 500, 502, 503, 504]

/** A small file that unpacks to a big one, and one that is nested deeper than any data are. */
async function bombs(quick: boolean): Promise<FaultOutcome> {
  return inRoom(async dir => {
    mkdirSync(dir, { recursive: true })
    const size = quick ? 8_000_000 : 64_000_000
    const files: [string, Buffer][] = [
      ['rows.csv.gz', gzipSync(Buffer.from(`id,name\n${'1,a\n'.repeat(size / 4)}`))],
      ['zeros.csv.gz', gzipSync(Buffer.alloc(size))],
      ['deep.json', Buffer.from('['.repeat(size / 40) + ']'.repeat(size / 40))],
      ['line.ndjson', Buffer.from(`{"a":"${'x'.repeat(size)}"}`)],
    ]
    const outcomes: FaultOutcome[] = []
    for (const [name, content] of files) {
      const file = join(dir, name)
      writeFileSync(file, content)
      const { code, stderr } = await forestall(['--workspace', join(dir, name.split('.')[0] ?? ''), 'import', file])
      const crashed = code > 2 || stderr.includes('unexpected error')
      outcomes.push({
        injected: 1,
        lost: 0,
        duplicates: 0,
        wrong: crashed ? [`${name}: ${code}: ${stderr.slice(0, 300)}`] : [],
      })
    }
    return addUp(outcomes)
  })
}

/** What the network and the systems behind it can do while a source is read and while messages leave. */
export const networkFaults: readonly Fault[] = [
  {
    name: 'offline',
    about: 'every connection is cut, while a source is read and while an outbox is drained three times',
    inject: async quick => {
      const sources = await playAll([OFFLINE])
      return addUp(quick ? [sources, await offlineOutbox()] : [sources, await offlineOutbox(), await offlineOutbox()])
    },
  },
  { name: 'slow', about: 'a server drips its answer or hangs', inject: reading('slow drip', 'hang') },
  {
    name: 'statuses',
    about: '408, 429 with every kind of Retry-After, 500, 502, 503 and 504, from a source and from a channel',
    inject: async quick => {
      const outcomes = [await playAll(casesOf(['429', '500', '502', '503', '504', '408'], quick))]
      for (const status of quick ? [429] : STATUSES) outcomes.push(await statusOutbox(status))
      return addUp(outcomes)
    },
  },
  {
    name: 'cut',
    about: 'a connection is reset, or its answer truncated',
    inject: reading('connection reset', 'truncated body'),
  },
  {
    name: 'malformed',
    about: 'malformed JSON, a login page with 200, an expired token',
    inject: reading('malformed JSON', 'login page', 'token expired'),
  },
  {
    name: 'bombs',
    about: 'a gzip bomb as an answer; compressed, deep and endless files',
    inject: async quick => addUp([await playAll(casesOf(['gzip bomb'], quick)), await bombs(quick)]),
  },
  {
    name: 'repeated_pages',
    about: 'pages told twice, backwards, of before, or in a circle',
    inject: reading('page told twice', 'page told backwards', 'page of before', 'cursor in a circle'),
  },
]
