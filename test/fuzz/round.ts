import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { commandLine } from './command-lines.ts'
import { hostileFile, hostileManifest } from './files.ts'
import { foreignFrame, foreignRequest } from './foreign.ts'
import { type Finding, judgeAnswer, judgeLog } from './judge.ts'
import { frameOf, type Payload, payloadOf, procedures } from './payloads.ts'
import { type Pick, picking } from './pick.ts'
import { openCommandLine } from './shells/command-line.ts'
import { openDesktop } from './shells/desktop.ts'
import { HANG_MS, type Outcome, type Shell, SILENT_MS } from './shells/shell.ts'
import { openWeb, type WebLine } from './shells/web.ts'
import { slowdown } from './slowdown.ts'
import { FILES, type Template } from './template.ts'

export const ROUNDS = ['desktop', 'web', 'requests', 'files', 'command line'] as const
export type RoundKind = (typeof ROUNDS)[number]

/** Something that was found, with what is needed to play it again. */
export interface Failure extends Finding {
  round: RoundKind
  seed: number
  /** How many payloads of the round were thrown until then. */
  at: number
  /** The payload; of a log or a chain, the last ones before it. */
  payloads: string[]
}

export interface Tally {
  payloads: number
  calls: Set<string>
  failures: Failure[]
}

interface Fuzzed {
  kind: RoundKind
  seed: number
  template: Template
  payloads: number
  tally: Tally
}

/** One shell on a fresh copy of the workspace; what it answers and logs is judged, and its journal at the end. */
export async function playRound(round: Fuzzed): Promise<void> {
  const { kind, seed, template } = round
  const folder = join(template.room, `${kind.replace(' ', '-')}-${seed}`)
  // Deep, so that a relative path leads to nothing outside.
  const home = join(folder, 'a/b/c/d')
  const dir = join(home, 'workspace')
  mkdirSync(join(home, 'folder'), { recursive: true })
  cpSync(template.workspace, dir, { recursive: true })
  for (const [n, name] of FILES.slice(0, 3).entries())
    writeFileSync(join(home, name), ['a,b\n1,2\n', '[{"a":1}]', '{"a":1}\n'][n] ?? '')
  writeFileSync(join(home, 'empty.csv'), '')
  const pick = picking(seed)
  const place = { folder, home, dir, pick }
  try {
    if (kind === 'command line') await commandLines(round, place)
    else await frames(round, place)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Place {
  folder: string
  home: string
  dir: string
  pick: Pick
}

/** Calls that wait for a server, with the patience that servers ask for, or compute as a task that can be cancelled. */
const WAITS = new Set([
  ...['source.sync', 'source.test', 'source.signIn', 'source.propose', 'source.previewConnected', 'source.pushdown'],
  ...['channel.test', 'channel.testSmtp', 'outbox.drain', 'model.train', 'model.evaluate'],
])
const SHOWN = 20_000
/** Whether an answer took longer than a person may be left without one, on a machine that does nothing else. */
const isSlow = ({ ms }: { ms: number }): boolean => ms > HANG_MS && ms / slowdown() > HANG_MS
const said = ({ call, input, file }: Payload & { file?: string }) =>
  `${call} ${input.slice(0, SHOWN)}${file === undefined ? '' : ` file:${file}`}`

async function frames(round: Fuzzed, place: Place): Promise<void> {
  const { kind, template, tally } = round
  const { folder, home, dir, pick } = place
  const open = (): Promise<Shell> =>
    kind === 'web' || kind === 'requests' ? openWeb(home, dir) : openDesktop(home, dir)
  let shell = await open()
  const last: string[] = []
  let thrownSoFar = 0
  const note = (found: readonly Finding[], payloads: readonly string[]) => {
    for (const one of found)
      tally.failures.push({ ...one, round: kind, seed: round.seed, at: thrownSoFar, payloads: [...payloads] })
  }
  const log = () => note(judgeLog(shell.said(), folder, template.personal), last.slice(-30))
  const again = async () => {
    log()
    await shell.end()
    shell = await open()
  }
  let asked = 0
  const next = () => `f${++asked}`

  /** What waits for a server or computes may do so for long, but the shell answers meanwhile, and ends it when it is told to. */
  const cancelled = async (): Promise<Outcome> => {
    const id = next()
    const tasks = await shell.send(frameOf({ call: 'task.list', input: '' }, id), id)
    if (tasks.came !== 'answer') return tasks
    for (const [, task] of tasks.text.matchAll(/"id":"?([\w-]+)"?[^{}]*"state":"running"/g)) {
      const stop = next()
      await shell.send(frameOf({ call: 'task.cancel', input: JSON.stringify({ id: task }) }, stop), stop)
    }
    return tasks
  }

  const call = async (payload: Payload & { file?: string }, meta?: Pick): Promise<Outcome> => {
    const shown = said(payload)
    last.push(shown)
    tally.calls.add(payload.call)
    const send = async (patience = SILENT_MS) => {
      const id = next()
      const outcome = await shell.send(frameOf(payload, id, meta), id, patience)
      if (payload.call === 'changes') await shell.send(JSON.stringify({ i: id, t: 4 }), null, 20)
      return outcome
    }
    const waits = WAITS.has(payload.call)
    let outcome = await send(waits ? HANG_MS : SILENT_MS)
    if (waits && outcome.came === 'silent') outcome = await cancelled()
    for (let n = 0; n < 2 && outcome.came === 'answer' && isSlow(outcome); n++) outcome = await send()
    if (outcome.came === 'silent' || isSlow(outcome))
      note([{ fault: 'hangs', why: `${outcome.came} after ${Math.round(outcome.ms)} ms` }], [shown])
    if (outcome.came === 'ended') note([{ fault: 'crashes', why: 'the process ended' }], last.slice(-5))
    if (outcome.came === 'answer') note(judgeAnswer(outcome.text), [shown])
    if (outcome.came === 'silent' || outcome.came === 'ended') await again()
    return outcome
  }
  /** Something that may be cut off or left unanswered, but may neither end nor block the shell. */
  const foreign = async () => {
    const frame = foreignFrame(pick)
    last.push(String(frame))
    const id = next()
    await Promise.race([shell.send(frame, null), new Promise(done => setTimeout(done, 5))])
    const outcome = await shell.send(frameOf({ call: 'task.idle', input: '' }, id), id)
    if (outcome.came === 'closed') return
    if (outcome.came !== 'answer') {
      note([{ fault: outcome.came === 'ended' ? 'crashes' : 'hangs', why: outcome.came }], last.slice(-2))
      await again()
    }
  }
  const request = async () => {
    const bytes = foreignRequest(shell as WebLine, pick)
    last.push(bytes)
    const answer = await thrown((shell as WebLine).port, bytes)
    note(judgeAnswer(answer), [bytes])
  }

  for (let n = 0; n < round.payloads; n++) {
    tally.payloads += 1
    thrownSoFar = n + 1
    if (kind === 'requests') {
      if (pick.happens(0.6)) await request()
      else await foreign()
    } else if (kind === 'files')
      await call(
        pick.happens(0.7) ? hostileFile(join(home, 'data-files'), pick) : hostileManifest(dir, pick, template.known),
      )
    else {
      const { call: name, schema } = procedures[n % procedures.length] as (typeof procedures)[number]
      await call(payloadOf(name, schema, pick, template.known), pick)
      // An empty workspace would answer everything else in no time.
      if (name === 'workspace.create' || name === 'workspace.open')
        await call({ call: 'workspace.open', input: JSON.stringify({ dir }) })
    }
  }
  await call({ call: 'workspace.open', input: JSON.stringify({ dir }) })
  const verified = await call({ call: 'journal.verify', input: '' })
  if (verified.came !== 'answer' || !/"intact":true/.test(verified.text))
    note([{ fault: 'chain.broken', why: JSON.stringify(verified).slice(0, 500) }], last.slice(-30))
  log()
  await shell.end()
}

/** Writes bytes to a port of this computer and reads what comes until the other side ends. */
function thrown(port: number, bytes: string): Promise<string> {
  return new Promise(done => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    socket.on('error', () => {})
    socket.on('data', piece => {
      answer += piece
    })
    socket.on('close', () => done(answer))
  })
}

async function commandLines(round: Fuzzed, { home, dir, folder, pick }: Place): Promise<void> {
  const { template, tally } = round
  let line = openCommandLine(home)
  let at = 0
  const failed = (fault: Finding['fault'], why: string, payload: string) =>
    tally.failures.push({ fault, why, round: round.kind, seed: round.seed, at, payloads: [payload] })
  while (at < round.payloads) {
    at += 1
    const argv = ['--workspace', dir, ...commandLine(pick, template.known, FILES)]
    const shown = JSON.stringify(argv).slice(0, SHOWN)
    tally.payloads += 1
    let ran = await line.run(argv)
    const hangs = () => isSlow(ran) && !argv.some(word => WAITS.has(word))
    for (let more = 0; more < 2 && ran.came === 'answer' && hangs(); more++) ran = await line.run(argv)
    if (ran.came === 'silent' || hangs()) failed('hangs', `${ran.came} after ${Math.round(ran.ms)} ms`, shown)
    if (ran.came === 'ended') failed('crashes', ran.stderr.slice(0, 500), shown)
    if (ran.stderr.includes('An unexpected error occurred')) failed('internal_errors', ran.stderr.slice(0, 500), shown)
    else
      for (const { fault, why } of judgeLog(ran.stderr, '\0', []))
        if (!why.includes('payload’s words')) failed(fault, why, shown)
    if (ran.came !== 'answer') {
      await line.end()
      line = openCommandLine(home)
    }
  }
  const { code, stdout, stderr } = await line.run(['--workspace', dir, 'verify'])
  if (code !== 0) failed('chain.broken', (stdout + stderr).replaceAll(folder, ''), 'verify')
  await line.end()
}
