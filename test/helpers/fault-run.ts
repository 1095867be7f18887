import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DATABASE, openCache, readDb } from '../../main/cache/open.ts'
import { createWriter } from '../../main/cache/writer.ts'
import { createDrain } from '../../main/outbox/drain.ts'
import { nextWake, reconcileAtStart } from '../../main/outbox/store.ts'
import { unwrap } from '../../shared/result.ts'
import { HOUR, MINUTE } from '../../shared/trigger/duration.ts'
import { anAccount, anIssue, NOON } from './builders.ts'
import { compiled } from './compiled.ts'
import { type FaultChannel, faultChannels, type Ports, PROMISES } from './fault-channels.ts'
import { type FaultServers, faultServers } from './fault-servers.ts'
import { letGo } from './let-go.ts'

const CHANNELS = Object.keys(PROMISES) as FaultChannel[]
/** On each channel: two messages to one recipient, the others to recipients of their own. */
const MESSAGES = 8
const LIMIT = HOUR

/** What all points of a run came to. `lost`: took no effect although it should have, or is nowhere any more. */
export interface FaultTotals {
  points: number
  keys: number
  duplicates: number
  lost: number
  /** How many were left to a person, all on channels without keys. */
  shown: number
  /** What went wrong, for the person who looks. */
  wrong: string[]
}

/** The workspace every point starts from. */
export function makeFaultOutbox(dir: string): void {
  const { connection, reader } = unwrap(openCache(dir))
  const issue = anIssue(connection, { account: anAccount(connection) })
  connection.pragma('foreign_keys = OFF')
  const insert = connection.prepare(
    `INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
       queued_at, not_before) VALUES (?, 'i', ?, 1, ?, ?, ?, ?, '[]', 'waiting', ?, ?)`,
  )
  for (const channel of CHANNELS)
    for (let n = 0; n < MESSAGES; n++) {
      const [key, address] = [`${channel}-${n}`, `r${Math.max(n, 1)}@example.com`]
      const to = { name: null, address }
      const payload = { type: 'message', key, to, subject: 'About your order', text: 'Hello', html: '<p>Hello</p>' }
      insert.run(key, issue, address, channel, address, JSON.stringify(payload), NOON, NOON)
    }
  connection.pragma('wal_checkpoint(TRUNCATE)')
  reader.close()
  connection.close()
}

/** Runs the child; how many steps it made, or null when it was killed. */
export function drainFaultOutbox(
  dir: string,
  ports: Ports,
  killAt: number,
  onStart: (child: ChildProcess) => void = () => {},
): Promise<number | null> {
  const args = [compiled('fault-child'), dir, ports.smtp, ports.http, killAt, NOON].map(String)
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onStart(child)
  let said = ''
  child.stdout.on('data', piece => {
    said += piece
  })
  return new Promise((done, fail) => {
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') done(null)
      else if (code === 0) done(Number(said))
      else fail(new Error(`the draining process ended with ${code}`))
    })
  })
}

/** What a new start of the program does, until nothing is left that it could do without help. */
async function recover(dir: string, servers: FaultServers): Promise<{ key: string; channel: string; state: string }[]> {
  const { connection, reader, file } = unwrap(openCache(dir))
  const read = readDb(reader)
  const writer = createWriter(connection, file, () => {})
  let wall = NOON + MINUTE
  const clock = { now: () => wall, wall: () => wall }
  const channels = faultChannels(servers.ports, clock.wall)
  await reconcileAtStart({ writer, now: wall })
  const drain = createDrain({ writer, read, clock, random: () => 0, channels, recheck: letGo })
  while (nextWake(read, channels.keyed()) !== null && wall < NOON + LIMIT) {
    await drain(new AbortController().signal)
    wall += MINUTE
  }
  const rows = connection.prepare('SELECT key, channel, state FROM outbox ORDER BY id').all()
  await writer.close()
  reader.close()
  connection.close()
  return rows as { key: string; channel: string; state: string }[]
}

async function onePoint(room: string, servers: FaultServers, kills: readonly number[], totals: FaultTotals) {
  servers.forget()
  const dir = join(room, 'workspace')
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir)
  cpSync(join(room, '..', 'template', DATABASE), join(dir, DATABASE))
  for (const kill of kills) {
    if ((await drainFaultOutbox(dir, servers.ports, kill)) !== null) break
    totals.points++
    await servers.quiet()
  }
  const outcome = await settleFaultOutbox(dir, servers)
  totals.keys += outcome.keys
  totals.shown += outcome.shown
  totals.duplicates += outcome.duplicates
  totals.lost += outcome.lost
  totals.wrong.push(...outcome.wrong.map(line => `killed at ${kills.join(' and ')}: ${line}`))
}

/**
 * Starts again, drains to the end, and holds what took effect at the servers against what the outbox says. `keysHold`: the
 * age of a key is known, so that what has one leaves without a person.
 */
export async function settleFaultOutbox(dir: string, servers: FaultServers, keysHold = true) {
  const totals = { keys: 0, shown: 0, waiting: 0, duplicates: 0, lost: 0, wrong: [] as string[] }
  const rows = await recover(dir, servers)
  const wrong = (what: 'duplicates' | 'lost', key: string, state: string) => {
    totals[what]++
    totals.wrong.push(`${key} is ${state}, took effect ${servers.effects(key)} times`)
  }
  if (rows.length !== CHANNELS.length * MESSAGES) wrong('lost', 'a row', 'gone')
  for (const { key, channel, state } of rows) {
    const effects = servers.effects(key)
    totals.keys++
    if (state === 'unsure') totals.shown++
    if (state === 'waiting') totals.waiting++
    // Behind an unsure message of its own recipient a message may still wait; it must not have left then.
    const accounted = state === 'sent' ? effects === 1 : state === 'unsure' || (state === 'waiting' && effects === 0)
    if (effects > 1) wrong('duplicates', key, state)
    else if (!accounted || (PROMISES[channel as FaultChannel] && state !== 'sent' && keysHold))
      wrong('lost', key, state)
  }
  return totals
}

/**
 * Kills a drain at each of its steps (`share` 1) or at the first, the last and some spread evenly between, starts again,
 * drains to the end and holds what took effect at the servers against what the outbox says. Every fourth is killed a
 * second time while it recovers. `side`: how many processes at once.
 */
export async function killEverywhere(share: number, side = 2): Promise<FaultTotals> {
  const room = mkdtempSync(join(tmpdir(), 'forestall-faults-'))
  const totals: FaultTotals = { points: 0, keys: 0, duplicates: 0, lost: 0, shown: 0, wrong: [] }
  try {
    makeFaultOutbox(join(room, 'template'))
    const rigs = await Promise.all(
      Array.from({ length: side }, async (_, n) => {
        mkdirSync(join(room, String(n)))
        return { room: join(room, String(n)), servers: await faultServers() }
      }),
    )
    const [first] = rigs
    if (!first) return totals
    const whole = await stepsOfOne(first)
    const every = Math.max(1, Math.round(1 / share))
    const points = Array.from({ length: whole }, (_, n) => n + 1).filter(n => n % every === 0 || n === 1 || n === whole)
    const work = async (rig: (typeof rigs)[number]) => {
      for (let n = points.shift(); n !== undefined; n = points.shift())
        await onePoint(rig.room, rig.servers, n % 4 === 0 ? [n, 1 + ((n * 7) % 23)] : [n], totals)
    }
    await Promise.all(rigs.map(work))
    for (const { servers } of rigs) await servers.stop()
    return totals
  } finally {
    rmSync(room, { recursive: true, force: true })
  }
}

/** How many steps an undisturbed drain takes. */
async function stepsOfOne({ room, servers }: { room: string; servers: FaultServers }): Promise<number> {
  const dir = join(room, 'workspace')
  mkdirSync(dir)
  cpSync(join(room, '..', 'template', DATABASE), join(dir, DATABASE))
  const steps = await drainFaultOutbox(dir, servers.ports, 0)
  if (!steps) throw new Error('the drain was cut off although nobody killed it')
  return steps
}
