import { DAY, HOUR, MINUTE, SECOND } from '../../shared/trigger/duration.ts'
import { aFlakyServer, type FlakyServer, type Misbehaviour, STREAMS, type StreamName } from './flaky-server.ts'
import { syncUntilThrough } from './flaky-source.ts'
import { addAccount, aTruth, cachedSets, differences, expectedSets } from './sync-truth.ts'
import { aSyncedFolder, NOW } from './synced-folder.ts'

/** One way in which the world goes wrong while a source is read. */
export interface FaultCase {
  name: string
  /** How far the server's clock is ahead, ms. */
  skew?: number
  /** Only the next sync can be right: the source changed behind what was read, or told the truth about something else. */
  eventually?: boolean
  /** Answers come late or never, so the test waits for the client's patience to end. */
  hangs?: boolean
  prepare(server: FlakyServer, time: { now: number }): void
}

export interface Verdict {
  name: string
  /** Lines by which cache and source differ, plus requests that came before the server had allowed them. */
  differences: number
  readings: number | null
}

const ACCOUNTS = 12

/** Plays one case on a server and a cache of its own. */
export async function playCase({
  name,
  skew = 0,
  eventually = false,
  hangs = false,
  prepare,
}: FaultCase): Promise<Verdict> {
  const time = { now: NOW }
  const server = await aFlakyServer(aTruth(ACCOUNTS), time, skew)
  const folder = aSyncedFolder('files')
  const apart = () => differences(expectedSets(server.truth), cachedSets(folder.read)) + folder.count('quarantine')
  let atFirst = 0
  try {
    prepare(server, time)
    // By a clock that is behind the server's, what has just happened there is still to come: it is read when it has.
    const later = 10 * MINUTE + Math.max(0, skew)
    const between = () => {
      if (!eventually) atFirst = apart()
      server.calm()
    }
    const readings = await syncUntilThrough(folder, server.port, time, later, between, hangs)
    return { name, differences: atFirst + apart() + server.impatient() + (readings === null ? 1 : 0), readings }
  } finally {
    folder.close()
    await server.stop()
  }
}

/** Misbehaves at the `at`-th request of a stream, and at the next ones, `times` in all. */
const spoiled = (stream: StreamName, at: number, times: number, how: (time: { now: number }) => Misbehaviour) =>
  ((server, time) =>
    server.misbehave(({ stream: asked, n }) =>
      asked === stream && n >= at && n < at + times ? how(time) : null,
    )) satisfies FaultCase['prepare']

const status = (code: number, headers?: Record<string, string>): Misbehaviour => ({
  do: 'status',
  status: code,
  ...(headers && { headers }),
})
const after = (value: string) => status(429, { 'retry-after': value })
const date = (ms: number) => new Date(ms).toUTCString()

/** Everything that an answer can be instead of good. */
const ANSWERS: Record<string, (time: { now: number }) => Misbehaviour> = {
  '429, Retry-After in seconds': () => after('7'),
  '429, Retry-After of a day': () => after('86400'),
  '429, Retry-After of no time': () => after('0'),
  '429, Retry-After as a date': time => after(date(time.now + 20 * SECOND)),
  '429, Retry-After of the past': time => after(date(time.now - HOUR)),
  '429, Retry-After below zero': () => after('-30'),
  '429, Retry-After with a fraction': () => after('2.5'),
  '429, Retry-After that is junk': () => after('soon, please'),
  '429 without Retry-After': () => status(429),
  '500': () => status(500),
  '502': () => status(502),
  '503, Retry-After in seconds': () => status(503, { 'retry-after': '5' }),
  '504': () => status(504),
  '408': () => status(408),
  'connection reset': () => ({ do: 'reset' }),
  'truncated body': () => ({ do: 'truncate' }),
  'login page with 200': () => ({ do: 'login' }),
  'malformed JSON': () => ({ do: 'malformed' }),
  'gzip bomb': () => ({ do: 'bomb' }),
  'token expired': () => ({ do: 'expire' }),
  'page told twice': () => ({ do: 'duplicate' }),
  'page told backwards': () => ({ do: 'backwards' }),
  'page of before': () => ({ do: 'stale' }),
  'cursor in a circle': () => ({ do: 'circle' }),
}
/** Waited for in real time. */
const SLOW: Record<string, () => Misbehaviour> = {
  'slow drip': () => ({ do: 'drip' }),
  hang: () => ({ do: 'hang' }),
}

const answerCases = (
  streams: readonly StreamName[],
  places: readonly number[],
  times: readonly number[],
): FaultCase[] =>
  Object.entries(ANSWERS).flatMap(([name, how]) =>
    streams.flatMap(stream =>
      places.flatMap(at =>
        times.map(often => ({
          name: `${name}: ${stream}, request ${at}, ${often} times`,
          eventually: name === 'page of before',
          prepare: spoiled(stream, at, often, how),
        })),
      ),
    ),
  )

const slowCases = (streams: readonly StreamName[], times: readonly number[]): FaultCase[] =>
  Object.entries(SLOW).flatMap(([name, how]) =>
    streams.flatMap(stream =>
      times.map(often => ({
        name: `${name}: ${stream}, ${often} times`,
        hangs: true,
        prepare: spoiled(stream, 1, often, how),
      })),
    ),
  )

/** An account with everything that is its, as it comes to be just now. */
function accountNow(server: FlakyServer, n: number): void {
  const { truth } = server
  addAccount(truth, n)
  for (const [id, event] of truth.events)
    if (id.startsWith(`E${n}-`)) truth.events.set(id, { ...event, at: server.now() })
  for (const id of truth.tickets.keys()) if (id.startsWith(`T${n}-`)) server.touch(id)
}

/** The source changes while somebody pages through it. */
const CHANGES: Record<string, (server: FlakyServer) => void> = {
  'accounts inserted on top': server => accountNow(server, 100),
  'many accounts inserted': server => {
    for (let n = 100; n < 120; n++) accountNow(server, n)
  },
  'a ticket changed': server => {
    const ticket = server.truth.tickets.get('T1-1')
    if (ticket) server.truth.tickets.set('T1-1', { ...ticket, state: 'solved' })
    server.touch('T1-1')
  },
  'a ticket deleted': server => {
    if (server.truth.tickets.delete('T2-2')) server.remove('T2-2')
  },
  'a ticket moved to another account': server => {
    const ticket = server.truth.tickets.get('T3-1')
    if (ticket) server.truth.tickets.set('T3-1', { ...ticket, account: 'A1' })
    server.touch('T3-1')
  },
  'an event that has just happened': server =>
    server.truth.events.set('just-now', { account: 'A1', kind: 'login', at: server.now() }),
  'a contact inserted on top': ({ truth }) => {
    const all = [...truth.contacts]
    truth.contacts.clear()
    truth.contacts.set('C0', { account: 'A1', name: 'New', email: 'new@example.com' })
    for (const [id, contact] of all) truth.contacts.set(id, contact)
  },
}

const changeCases = (
  streams: readonly StreamName[],
  places: readonly number[],
  skews: readonly number[],
): FaultCase[] =>
  Object.entries(CHANGES).flatMap(([name, change]) =>
    streams.flatMap(stream =>
      places.flatMap(at =>
        skews.map(skew => ({
          name: `${name}: while ${stream} is at request ${at}, clock ${skew / MINUTE} minutes ahead`,
          skew,
          eventually: true,
          prepare: (server: FlakyServer) => {
            let done = false
            server.before(asked => {
              if (done || asked.stream !== stream || asked.n < at) return
              done = true
              change(server)
            })
          },
        })),
      ),
    ),
  )

/** Clocks that do not agree, with nothing else wrong but a bad answer in between. */
const skewCases = (skews: readonly number[]): FaultCase[] =>
  skews.map(skew => ({
    name: `clock ${skew / MINUTE} minutes ahead, Retry-After as a date`,
    skew,
    prepare: spoiled('tickets', 1, 2, time => after(date(time.now + skew + 20 * SECOND))),
  }))

/** Everything goes wrong at once, by chance of a seed. */
const stormCase = (seed: number): FaultCase => ({
  name: `storm ${seed}`,
  skew: (seed % 5) * MINUTE - 2 * MINUTE,
  eventually: true,
  prepare: (server, time) => {
    let state = seed * 2_654_435_761
    const chance = () => {
      state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0
      return state / 2 ** 32
    }
    const answers = Object.values(ANSWERS)
    let asked = 0
    server.misbehave(() => {
      // A server that never gets better cannot be read by anybody.
      if (++asked > 150 || chance() > 0.35) return null
      return answers[Math.floor(chance() * answers.length)]?.(time) ?? null
    })
    const changes = Object.values(CHANGES)
    let times = 0
    server.before(() => {
      if (chance() < 0.1 && times++ < 6) changes[Math.floor(chance() * changes.length)]?.(server)
    })
  },
})

const numbers = (n: number, first = 1): number[] => Array.from({ length: n }, (_, i) => first + i)

/** One of each, for every run of the tests. */
export const sampleCases = (): FaultCase[] => [
  ...answerCases(['tickets'], [1], [1]),
  ...answerCases(['accounts', 'events'], [2], [8]).filter((_, n) => n % 3 === 0),
  ...slowCases(['contacts'], [1]),
  ...changeCases(['accounts'], [2], [0]),
  ...skewCases([-2 * HOUR, 2 * HOUR]),
  ...numbers(6).map(stormCase),
]

/** All of them, at each stream and place, once and so often that a whole sync fails. */
export const allCases = (): FaultCase[] => [
  ...answerCases(STREAMS, [0, 1, 3], [1, 3, 8]),
  ...slowCases(STREAMS, [1, 7]),
  ...changeCases(STREAMS, [0, 1, 2, 4], [-2 * HOUR, 0, 2 * HOUR]),
  ...skewCases([-DAY, -2 * HOUR, -5 * MINUTE, 5 * MINUTE, 2 * HOUR, DAY]),
  ...numbers(100).map(stormCase),
]
