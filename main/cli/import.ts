import { resolve } from 'node:path'
import type { InspectedFile } from '../../shared/model/source.ts'
import { FailureError } from '../../shared/result.ts'
import { type Answers, answersSchema } from '../../shared/source/cell-format.ts'
import type { FileStream } from '../../shared/source/mapping.ts'
import { noteLines, questionLine } from './column-lines.ts'
import { type Client, type Invocation, type Run, usage } from './command.ts'
import { applyMap, readMap, saveMap } from './map-file.ts'
import { print } from './print.ts'
import { exitOf, reportLines } from './sync.ts'
import { takenForLines } from './taken-for.ts'

/** Connects files under one source name; the same name again replaces the streams of the same files, adds the others. */
export const importFiles: Run = async ({ client, args, options }) => {
  if (args.length === 0) throw usage('import needs at least one file', 'forestall import accounts.csv tickets.csv')
  const name = options.name ?? 'Files'
  const paths = args.map(path => resolve(path))
  const map = options.map === undefined ? null : applyMap(await readMap(options.map), paths)
  const found = map ? [] : await client.source.inspect({ paths, answers: answersOf(options) })
  const bad = found.find(file => file.problem !== null || file.stream === null)
  if (bad) throw badFile(bad.path, bad.problem ?? 'its columns could not be recognised')
  const known = await connectedFiles(client, name)
  ask(found.filter(({ path }) => !known?.config?.streams.some(old => old.path === path)))
  const { sourceId, journalId, streams } = await connectFiles(
    client,
    name,
    known,
    map ?? found.flatMap(file => file.stream ?? []),
    map !== null,
  )
  if (options['save-map'] !== undefined) await saveMap(options['save-map'], streams)
  const report = await client.source.sync({ sourceId }).catch(async (error: unknown) => {
    // A file that cannot be read would keep every other file of this source from being read, now and later.
    await client.journal.undo({ id: journalId }).catch(() => {})
    throw error
  })
  const nothing = await nothingCame(client, sourceId)
  print(options.json, report, () => [
    ...takenForLines(streams),
    ...noteLines(found),
    ...reportLines(report),
    ...(nothing ? ['Nothing was imported: the files hold no row that could be kept.'] : []),
  ])
  return nothing ? 1 : exitOf(report)
}

type Options = Invocation['options']

/** What the options answer of the questions that a file may leave open. */
function answersOf(options: Options): Answers {
  const said = {
    dateOrder: options['date-order'],
    decimal: options.decimal,
    currency: options.currency?.toUpperCase(),
    encoding: options.encoding?.toLowerCase(),
    header: options.header === undefined ? undefined : Number(options.header),
  }
  const parsed = answersSchema.safeParse(JSON.parse(JSON.stringify(said)))
  if (parsed.success) return parsed.data
  const option = String(parsed.error.issues[0]?.path[0] ?? '').replace('dateOrder', 'date-order')
  throw usage(`--${option} has no such value`, OPTION_EXAMPLES[option] ?? 'forestall import accounts.csv')
}

const OPTION_EXAMPLES: Readonly<Record<string, string>> = {
  'date-order': 'forestall import accounts.csv --date-order dmy (or mdy, ymd)',
  decimal: 'forestall import accounts.csv --decimal comma (or point)',
  currency: 'forestall import accounts.csv --currency EUR',
  encoding: 'forestall import accounts.csv --encoding windows-1252',
  header: 'forestall import accounts.csv --header 4',
}

/** What cells leave open is never guessed: the command has to say. */
function ask(files: readonly InspectedFile[]): void {
  const open = files.flatMap(({ path, questions }) => questions.map(question => ({ path, question })))
  if (open.length === 0) return
  const orders = open.some(({ question }) => question.kind === 'date-order')
  const decimals = open.some(({ question }) => question.kind === 'decimal')
  throw new FailureError({
    kind: 'invalid',
    what: 'Nothing was imported, because cells can be read in two ways:',
    why: `${open.map(({ path, question }) => questionLine(path, question)).join('; ')}.`,
    todo: [
      ...(orders ? ['Say --date-order dmy where the day comes first, or --date-order mdy where the month does.'] : []),
      ...(decimals ? ['Say --decimal comma or --decimal point.'] : []),
    ].join(' '),
  })
}

const connectedFiles = async (client: Client, name: string) =>
  (await client.source.list()).find(source => source.name === name && source.kind === 'files')

type Connected = Awaited<ReturnType<typeof connectedFiles>>

/** Connects them; resolves with the streams as they are read, which a person may have edited before. */
async function connectFiles(
  client: Client,
  name: string,
  existing: Connected,
  streams: FileStream[],
  isMapped: boolean,
) {
  if (!existing) return { ...(await client.source.add({ name, config: { streams } })), streams }
  const kept = (existing.config?.streams ?? []).filter(old => !streams.some(fresh => fresh.path === old.path))
  const read = isMapped ? streams : merged(existing.config?.streams, streams)
  const config = { ...existing.config, streams: [...kept, ...read] }
  const { journalId } = await client.source.update({ sourceId: existing.id, name, config })
  return { sourceId: existing.id, journalId, streams: read }
}

/** A mapping that a person has edited outlives a second import of the same file. */
const merged = (old: FileStream[] | undefined, fresh: FileStream[]): FileStream[] =>
  fresh.map(stream => old?.find(candidate => candidate.path === stream.path) ?? stream)

/** Whether no row of any stream is in the cache: unchanged files that were read before are something. */
const nothingCame = async (client: Client, sourceId: number): Promise<boolean> =>
  (await client.source.list()).find(({ id }) => id === sourceId)?.streams.every(({ rows }) => rows === 0) ?? true

const badFile = (path: string, why: string) =>
  new FailureError({ kind: 'invalid', what: `${path} was not imported:`, why, todo: 'Nothing was changed.' })
