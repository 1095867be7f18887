import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { own, setOwn } from '../../../shared/foreign/own.ts'
import { FailureError, fail, ok, type Result } from '../../../shared/result.ts'
import { completeSchema } from '../../../shared/source/complete.ts'
import type { SingerConfig, SingerStream } from '../../../shared/source/singer-source.ts'
import { isConfined } from '../../http/confine.ts'
import { columnsOf as mappedColumns } from '../../record/mapping/fields.ts'
import { completeOf, type MappedRows, mapRows, markOf, rankOf } from '../../record/mapping/mapped-rows.ts'
import { broughtBy, sameTarget, targetsOf } from '../../record/mapping/targets.ts'
import {
  type Connected,
  type ConnectedKind,
  type ConnectedStream,
  type OpenDeps,
  type Page,
  SourceFailure,
  type StreamAsk,
} from '../../record/page.ts'
import { allowedTap } from './allowed.ts'
import { type Catalog, columnsOf, entryOf, readCatalog, selecting } from './catalog.ts'
import { readMessage } from './messages.ts'
import { gather, isDeleted } from './pages.ts'
import { type TapDeps, tapLines } from './process.ts'
import { watchSchema } from './schema-watch.ts'
import type { SingerCursor } from './versions.ts'

/**
 * Any program that prints Singer messages. Each stream is read by a run of its own, with nothing but that stream
 * selected, so that its state is kept with its records and one that fails holds up no other.
 */
export const singer: ConnectedKind<SingerConfig> = {
  secrets: async config => ok(config.secrets.map(name => ({ name, label: name, optional: false }))),
  open: openSinger,
}

export type SingerDeps = Pick<OpenDeps, 'secrets' | 'dir' | 'sleep'>
/** A tap needs no streams to be asked what it has. */
type TapConfig = Omit<SingerConfig, 'streams'>

interface Source {
  config: TapConfig
  deps: SingerDeps
  /** The settings with their secrets: what the tap gets as its `--config`. */
  settings: Record<string, unknown>
  clean(text: string): string
}

/** Opens the source; starts the tap when the first stream is read. */
export async function openSinger(config: SingerConfig, deps: SingerDeps): Promise<Result<Connected>> {
  const source = await sourceOf(config, deps)
  if (!source.ok) return source
  const mapped = new Map<string, MappedRows>()
  for (const stream of config.streams) {
    const rows = mapRows(stream.name, stream.mapping, { isDeleted })
    if (!rows.ok) return rows
    mapped.set(stream.name, rows.value)
  }
  return ok({
    streams: config.streams.flatMap(stream => {
      const rows = mapped.get(stream.name)
      return rows ? [connectedStream(source.value, stream, rows, replacedOf(stream, config.streams))] : []
    }),
    test: signal => testAll(source.value, config.streams, signal),
    close: async () => {},
    reconvert: (stream, raw) => {
      if (raw.startsWith('[')) return { reason: 'The line is not a Singer message.', column: null }
      return (
        mapped.get(stream)?.reconvert(raw) ?? { reason: 'The stream of this row is no longer synced.', column: null }
      )
    },
  })
}

/** Asks a tap again what it has. */
export async function discoverSinger(
  config: TapConfig,
  deps: SingerDeps,
  signal: AbortSignal,
): Promise<Result<Catalog>> {
  const source = await sourceOf(config, deps)
  return source.ok ? ok(await catalogOf(source.value, signal, true)) : source
}

async function sourceOf(config: TapConfig, deps: SingerDeps): Promise<Result<Source>> {
  if (isConfined())
    return fail(
      'refused',
      `The tap ${config.command} was not started.`,
      'Your administrator allows certain hosts only, and a program of its own cannot be held to them.',
      'Ask your administrator, or connect the system in another way.',
    )
  const allowed = await allowedTap(deps.dir, config.command, config.args)
  if (!allowed.ok) return allowed
  const settings: Record<string, unknown> = structuredClone(config.settings)
  const secrets: string[] = []
  for (const name of config.secrets) {
    const value = await deps.secrets.get(name)
    if (value === null)
      return fail(
        'refused',
        `The tap ${config.command} was not started.`,
        `The setting “${name}” has no value.`,
        'Enter the value under credentials.',
      )
    setIn(settings, name.split('.'), value)
    secrets.push(value)
  }
  return ok({ config, deps, settings, clean: cleaner(secrets) })
}

function setIn(settings: Record<string, unknown>, [first = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    setOwn(settings, first, value)
    return
  }
  const inner = own(settings, first)
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  setOwn(settings, first, next)
  setIn(next, rest, value)
}

/** Takes secrets out of a text, also as they stand in an address or a header. */
function cleaner(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter(secret => secret.length > 2)
    .flatMap(secret => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
  return text => forms.reduce((words, form) => words.replaceAll(form, '•••'), text)
}

const tapOf = ({ config, deps, clean }: Source, files: TapDeps['files'], signal: AbortSignal): TapDeps => ({
  command: config.command,
  args: config.args,
  files,
  cwd: deps.dir,
  idleMs: config.idleSeconds * 1_000,
  sleep: deps.sleep,
  signal,
  clean,
})

/** Asks the tap what it has. Fails in words. */
async function discover(source: Source, signal: AbortSignal): Promise<Catalog> {
  const tap = tapOf(source, { '--config': JSON.stringify(source.settings) }, signal)
  let text = ''
  for await (const lines of tapLines({ ...tap, args: [...tap.args, '--discover'] })) text += `${lines.join('\n')}\n`
  const catalog = readCatalog(text)
  if (catalog) return catalog
  throw new SourceFailure({
    kind: 'invalid',
    what: `The tap ${source.config.command} did not list its streams.`,
    why: 'The output of --discover is not a catalog.',
    todo: 'Run the tap by hand. For a tap without discovery, set catalog to “none”.',
  })
}

/** Discovered once and kept in the workspace, because some taps need minutes for it; a test discovers again. */
async function catalogOf(source: Source, signal: AbortSignal, anew = false): Promise<Catalog> {
  const { command, args, settings } = source.config
  const key = createHash('sha256')
    .update(JSON.stringify([command, args, settings]))
    .digest('hex')
    .slice(0, 16)
  const folder = join(source.deps.dir, 'singer')
  const file = join(folder, `${key}.json`)
  const kept = anew ? null : readCatalog(await readFile(file, 'utf8').catch(() => ''))
  if (kept) return kept
  const catalog = await discover(source, signal)
  await mkdir(folder, { recursive: true })
  await writeFile(file, JSON.stringify(catalog))
  return catalog
}

/** A tap may count versions of a table. What no other stream brings can then be told to be gone. */
function replacedOf(stream: SingerStream, all: readonly SingerStream[]): Pick<ConnectedStream, 'complete'> {
  if (stream.complete) return completeOf(stream)
  const others = all.filter(({ name }) => name !== stream.name).flatMap(({ mapping }) => broughtBy(mapping))
  const own = targetsOf(stream.mapping)
  if (own.some(target => target.record !== 'event' && others.some(other => sameTarget(target, other)))) return {}
  return { complete: { guard: completeSchema.parse({}), mappings: stream.mapping, isReplaced: true } }
}

function connectedStream(
  source: Source,
  stream: SingerStream,
  rows: MappedRows,
  complete: Pick<ConnectedStream, 'complete'>,
): ConnectedStream {
  return {
    name: stream.name,
    record: rows.record,
    priority: stream.priority ?? rankOf(stream.mapping),
    canBackfill: false,
    fills: rows.fills,
    reads: { uses: rows.uses, written: 'settings' },
    ...complete,
    pages: ask => pagesOf(source, stream, rows, ask),
  }
}

async function* pagesOf(source: Source, stream: SingerStream, rows: MappedRows, ask: StreamAsk): AsyncGenerator<Page> {
  const { config, settings, clean } = source
  const before = cursorOf(ask.cursor, stream)
  const names = new Set([stream.name])
  const files: Record<string, string> = { '--config': JSON.stringify(settings) }
  if (config.catalog !== 'none') {
    const catalog = await catalogOf(source, ask.signal)
    const entry = entryOf(catalog, stream.name)
    if (!entry) throw noStream(stream.name, catalog)
    for (const name of [entry.tap_stream_id, entry.stream]) if (name !== undefined) names.add(name)
    files[config.catalog] = JSON.stringify(selecting(catalog, [stream.name, ...(stream.with ?? [])]))
  }
  if (before.state !== null) files['--state'] = before.state
  const page = gather(rows, before, clean)
  const watch = watchSchema(stream.name, stream.mapping, stream.with ?? [])
  const full = before.state === null
  let isFirst = full
  const flush = (): Page => {
    const flushed = { ...page.flush(), full, isFirst }
    isFirst = false
    return flushed
  }
  try {
    for await (const lines of tapLines(tapOf(source, files, ask.signal))) {
      for (const line of lines) {
        const message = readMessage(line)
        const isOwn = 'stream' in message && names.has(message.stream)
        watch.take(message, isOwn)
        page.take(line, message, isOwn)
      }
      page.failIfJunk(config.command)
      ask.say(`${page.count()} records`)
      if (page.isFull()) yield flush()
    }
  } catch (error) {
    // Records from before the tap failed are as good as any, and the state behind it holds.
    if (error instanceof SourceFailure && !page.isEmpty()) yield flush()
    throw error
  }
  const warning = watch.warning()
  yield { ...flush(), replaces: page.replaces(), ...(warning !== null && { warning }) }
}

function cursorOf(cursor: string | null, { mapping, complete }: SingerStream): SingerCursor {
  const by = markOf(mapping)
  // A complete stream is read in full each time, so that it shows what is gone.
  if (complete) return { state: null, by }
  const kept = cursor === null ? null : (JSON.parse(cursor) as SingerCursor)
  return kept?.by === by ? kept : { state: null, by }
}

const noStream = (name: string, { streams }: Catalog): SourceFailure =>
  new SourceFailure({
    kind: 'not_found',
    what: `“${name}” was not read.`,
    why: `The tap has no such stream. It has: ${streams.map(entry => entry.tap_stream_id).join(', ')}.`,
    todo: 'Choose one of these; a test asks the tap again.',
  })

/** Whether the tap starts, lets us in, and has what the streams ask of it. */
async function testAll(
  source: Source,
  configured: readonly SingerStream[],
  signal: AbortSignal,
): ReturnType<Connected['test']> {
  const { config } = source
  try {
    const catalog = config.catalog === 'none' ? null : await catalogOf(source, signal, true)
    const streams = configured.map(stream => ({
      name: stream.name,
      problem: catalog && problemOf(stream, catalog),
    }))
    const wrong = streams.filter(({ problem }) => problem !== null).length
    const all = catalog
      ? 'The tap has all of these streams.'
      : 'This tap cannot list its streams; a sync will show them.'
    return {
      ok: wrong === 0,
      message: wrong === 0 ? all : `${wrong} of ${streams.length} streams need attention.`,
      streams,
    }
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
    const { what, why, todo } = error.failure
    return { ok: false, message: `${what} ${why} ${todo}`, streams: [] }
  }
}

function problemOf(stream: SingerStream, catalog: Catalog): string | null {
  const entry = entryOf(catalog, stream.name)
  if (!entry) return noStream(stream.name, catalog).failure.why
  const columns = columnsOf(entry)
  const missing = mappedColumns(stream.mapping).find(
    column => !columns.includes(column) && !columns.includes(column.split('.')[0] ?? ''),
  )
  if (columns.length === 0 || missing === undefined) return null
  return `The mapping reads “${missing}”, which this stream does not have. It has: ${columns.join(', ')}.`
}
