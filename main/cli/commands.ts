import { resolve } from 'node:path'
import type { RouterClient } from '@orpc/server'
import type { QueueView } from '../../shared/model/queue.ts'
import type { SyncReport } from '../../shared/model/source.ts'
import type { ClockSetting } from '../../shared/model/workspace.ts'
import { FailureError } from '../../shared/result.ts'
import type { FileStream } from '../../shared/source/mapping.ts'
import { DAY, parseDuration } from '../../shared/trigger/duration.ts'
import { CHECKS, type Check, type OutboxState } from '../../shared/vocabulary.ts'
import type { router } from '../api/router.ts'
import { print, table } from './print.ts'
import { takenForLines } from './taken-for.ts'
import { waitingLines } from './waiting.ts'

export type Client = RouterClient<typeof router>

/** The input of a friendly command: the contract's client, its arguments, and its options. */
export interface Invocation {
  client: Client
  args: string[]
  options: {
    json: boolean
    all: boolean
    name?: string
    view?: string
    limit?: string
    state?: string
    mapping?: string
    url?: string
    trigger?: string
    setting?: string[]
    allow?: string[]
    days?: string
    check?: string
  }
  /** Environment of the process, for credentials. */
  env: Readonly<Record<string, string | undefined>>
  /** Machine time, UTC ms. */
  wall: number
}

/** Resolves with an exit code where that is not 0 although the command was carried out. */
export type Run = (invocation: Invocation) => Promise<number | undefined>

/** A scheduler that starts a sync checks the exit code only, so a failed stream must show there. */
const exitOf = (report: SyncReport): number | undefined =>
  report.cancelled || report.streams.some(({ error }) => error !== undefined) ? 1 : undefined

export const reportLines = (report: SyncReport): string[] => [
  ...table([
    ['stream', 'read', 'changed', 'unchanged', 'quarantined'],
    ...report.streams.map(s => [s.name, s.read, s.changed, s.unchanged, s.quarantined]),
  ]),
  ...report.streams.flatMap(({ name, error }) => (error === undefined ? [] : [`${name}: ${error}`])),
  ...(report.cancelled ? ['Sync cancelled. Rows already synced are kept.'] : []),
]

/** Connects files under one source name. A repeated name replaces the streams of the same files and adds the others. */
const importFiles: Run = async ({ client, args, options }) => {
  if (args.length === 0)
    throw usage('The command “import” needs at least one file', 'forestall import accounts.csv tickets.csv')
  const name = options.name ?? 'Files'
  const found = await client.source.inspect({ paths: args.map(path => resolve(path)) })
  const bad = found.find(file => file.problem !== null || file.stream === null)
  if (bad) throw badFile(bad.path, bad.problem ?? 'The columns could not be recognised.')
  const { sourceId, journalId, streams } = await connectFiles(
    client,
    name,
    found.flatMap(file => file.stream ?? []),
  )
  const report = await client.source.sync({ sourceId }).catch(async (error: unknown) => {
    // An unreadable file would stop every other file of this source from being synced, now and later.
    await client.journal.undo({ id: journalId }).catch(() => {})
    throw error
  })
  print(options.json, report, () => [...takenForLines(streams), ...reportLines(report)])
  return exitOf(report)
}

/** Connects the files; resolves with their streams, which a person may have edited before. */
async function connectFiles(client: Client, name: string, streams: FileStream[]) {
  const existing = (await client.source.list()).find(source => source.name === name && source.kind === 'files')
  if (!existing) return { ...(await client.source.add({ name, config: { streams } })), streams }
  const kept = (existing.config?.streams ?? []).filter(old => !streams.some(fresh => fresh.path === old.path))
  const read = merged(existing.config?.streams, streams)
  const config = { ...existing.config, streams: [...kept, ...read] }
  const { journalId } = await client.source.update({ sourceId: existing.id, name, config })
  return { sourceId: existing.id, journalId, streams: read }
}

/** A mapping that a person has edited is kept when the same file is imported again. */
const merged = (old: FileStream[] | undefined, fresh: FileStream[]): FileStream[] =>
  fresh.map(stream => old?.find(candidate => candidate.path === stream.path) ?? stream)

const sync: Run = async ({ client, args, options }) => {
  const wanted = args[0]
  const sources = await client.source.list()
  const source =
    wanted === undefined
      ? undefined
      : sources.find(s => s.slug === wanted || s.name === wanted || String(s.id) === wanted)
  if (wanted !== undefined && !source) throw usage(`There is no source “${wanted}”`, 'forestall call source.list')
  const report = await client.source.sync(source ? { sourceId: source.id } : {})
  print(options.json, report, () => reportLines(report))
  return exitOf(report)
}

const evaluate: Run = async ({ client, options }) => {
  const report = await client.signal.evaluate({ everything: options.all })
  print(options.json, report, () => [
    `${report.accounts} accounts evaluated: ${report.fired} signals fired, ${report.cleared} cleared${report.heldBack > 0 ? `, ${report.heldBack} held back by a daily cap` : ''}; ` +
      `${report.opened} issues opened, ${report.closed} closed, ${report.rescored} rescored`,
  ])
}

const queue: Run = async ({ client, options }) => {
  const rows = await client.queue.list({
    view: (options.view ?? 'now') as QueueView,
    limit: Number(options.limit ?? 50),
  })
  print(options.json, rows, () =>
    rows.length === 0
      ? ['No issues in this view.']
      : table([
          ['issue', 'priority', 'risk', 'category', 'account', 'what'],
          ...rows.map(r => [r.id, r.priority.toFixed(1), r.risk.toFixed(2), r.category, r.accountName, r.title]),
        ]),
  )
}

const whyItWaits = async (client: Client): Promise<string[]> =>
  waitingLines(await client.outbox.summary(), (await client.workspace.info()).clock)

const outbox: Run = async invocation => {
  const { client, args, options } = invocation
  if (args[0] === 'drain') {
    const drained = await client.outbox.drain({})
    const waits = await whyItWaits(client)
    print(options.json, drained, () => [
      `${drained.sent} sent, ${drained.later} waiting, ${drained.refused} refused, ${drained.unsure} unsure`,
      ...waits,
    ])
    return
  }
  if (args[0] === 'unsent') return unsent(invocation)
  if (args[0] !== undefined && args[0] !== 'list')
    throw usage(`The command “outbox” has no subcommand “${args[0]}”`, 'forestall outbox [list | drain | unsent]')
  const items = await client.outbox.list(options.state ? { state: options.state as OutboxState } : {})
  const summary = await client.outbox.summary()
  const waits = await whyItWaits(client)
  print(options.json, { summary, items }, () => [
    ...waits,
    ...table([
      ['id', 'state', 'queued', 'account', 'subject', 'why'],
      ...items.map(i => [i.id, i.state, new Date(i.queuedAt).toISOString(), i.accountName, i.subject, i.why ?? '']),
    ]),
  ])
}

const isCheck = (word: string): word is Check => (CHECKS as readonly string[]).includes(word)

/** Messages that were not sent in the last days, and the check or the decision that stopped each. */
const unsent: Run = async ({ client, options }) => {
  const days = options.days === undefined ? null : Number(options.days)
  if (days !== null && !(days > 0))
    throw usage('The option --days needs a number of days', 'forestall outbox unsent --days 30')
  const { check } = options
  if (check !== undefined && !isCheck(check))
    throw usage(
      `There is no check “${check}”. The checks are ${CHECKS.join(', ')}`,
      'forestall outbox unsent --check quiet_hours',
    )
  const { now } = await client.workspace.info()
  const from = days === null ? 0 : Math.max(0, Math.round(now - days * DAY))
  const items = await client.outbox.unsent({
    from,
    limit: Number(options.limit ?? 100),
    ...(check === undefined ? {} : { check }),
  })
  const counts = await client.outbox.unsentCounts({ from })
  print(options.json, { counts, items }, () => [
    `${counts.total} not sent${counts.checks.map(one => `, ${one.check} ${one.n}`).join('')}`,
    ...table([
      ['decided', 'result', 'account', 'to', 'reason'],
      ...items.map(({ at, ended, accountName, recipient, because }) => [
        ...[new Date(at).toISOString(), ended, accountName, recipient ?? ''],
        because.map(({ check: of, fact }) => (of === null ? fact : `${of}: ${fact}`)).join(' '),
      ]),
    ]),
  ])
}

const clock: Run = async ({ client, args, options, wall }) => {
  const [mode, value] = args
  if (mode !== undefined) await client.workspace.setClock(clockSetting(mode, value, wall))
  const info = await client.workspace.info()
  print(options.json, { clock: info.clock, now: info.now }, () => [
    `${info.clock.mode}: ${new Date(info.now).toISOString()}`,
  ])
}

function clockSetting(mode: string, value: string | undefined, wall: number): ClockSetting {
  if (mode === 'real') return { mode }
  const at = value === undefined ? Number.NaN : Date.parse(value)
  if (mode === 'fixed' && !Number.isNaN(at)) return { mode, at }
  // A date starts the clock at that moment; a duration shifts the clock that far into the past.
  if (mode === 'shifted' && !Number.isNaN(at)) return { mode, offset: at - wall }
  const back = value === undefined ? null : parseDuration(value)
  if (mode === 'shifted' && back !== null) return { mode, offset: -back }
  throw usage(
    'The clock setting is not valid',
    'forestall clock real | fixed 2024-12-31 | shifted 2024-12-31 | shifted 30d',
  )
}

/** The command line itself is wrong, and nothing was carried out. */
export class UsageError extends FailureError {}

export const usage = (why: string, todo: string) =>
  new UsageError({
    kind: 'invalid',
    what: 'The command is not valid.',
    why: `${why}.`,
    todo: `For example: ${todo}`,
  })

const badFile = (path: string, why: string) =>
  new FailureError({ kind: 'invalid', what: `The file ${path} was not imported.`, why, todo: 'Nothing was changed.' })

/** The commands on top of the contract. `init` and `call` need no open workspace client and live in cli.ts. */
export const friendly: Record<string, Run> = { import: importFiles, sync, evaluate, queue, outbox, clock }
