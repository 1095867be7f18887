import { resolve } from 'node:path'
import type { InspectedFile } from '../../../shared/model/source.ts'
import { FailureError } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import type { FileStream } from '../../../shared/source/mapping.ts'
import { type Client, type Run, usage } from '../command.ts'
import { print } from '../print.ts'
import { exitOf, reportLines } from '../sync.ts'
import { noteLines, questionLine } from './column-lines.ts'
import { answeredStream, answerNotes, answersOf, refuseBesideMap, withShape } from './import-answers.ts'
import { applyMap, readMap, saveMap } from './map-file.ts'
import { takenForLines } from './taken-for.ts'

/** Connects files under one source name; the same name again replaces the streams of the same files, adds the others. */
export const importFiles: Run = async ({ client, args, options }) => {
  if (args.length === 0) throw usage('import needs at least one file', 'forestall import accounts.csv tickets.csv')
  const name = options.name ?? 'Files'
  const paths = args.map(path => resolve(path))
  const answers = answersOf(options)
  if (options.map !== undefined) refuseBesideMap(options)
  const map = options.map === undefined ? null : withShape(applyMap(await readMap(options.map), paths), answers)
  const found = map ? [] : await client.source.inspect({ paths, answers })
  const known = await connectedFiles(client, name)
  const isKnown = ({ path }: InspectedFile) => known?.config?.streams.some(old => old.path === path) ?? false
  const bad = found.find(file => file.columns.length === 0 || (file.stream === null && !isKnown(file)))
  if (bad) throw badFile(bad)
  ask(found.filter(file => !isKnown(file)))
  const read = map ?? found.flatMap(file => streamsOf(file, known, answers))
  const { sourceId, journalId, streams } = await connectFiles(client, name, known, read)
  const notes = answerNotes(answers, found)
  if (options['save-map'] !== undefined) await saveMap(options['save-map'], streams)
  const report = await client.source.sync({ sourceId }).catch(async (error: unknown) => {
    // A file that cannot be read would keep every other file of this source from being read, now and later.
    await client.journal.undo({ id: journalId }).catch(() => {})
    throw error
  })
  const nothing = await nothingCame(client, sourceId)
  print(options.json, { ...report, ...(notes.length > 0 && { notes }) }, () => [
    ...takenForLines(streams),
    ...notes,
    // What a proposal would do is not said of files whose mapping is kept.
    ...noteLines(found.filter(file => !isKnown(file))),
    ...reportLines(report),
    ...(nothing ? ['Nothing was imported: the files hold no row that could be kept.'] : []),
  ])
  return nothing ? 1 : exitOf(report)
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
      ...(orders
        ? ['Say --date-order dmy where the day comes first, mdy where the month does, or ymd where the year does.']
        : []),
      ...(decimals ? ['Say --decimal comma or --decimal point.'] : []),
    ].join(' '),
  })
}

const connectedFiles = async (client: Client, name: string) =>
  (await client.source.list()).find(source => source.name === name && source.kind === 'files')

type Connected = Awaited<ReturnType<typeof connectedFiles>>

/** A mapping that a person has edited outlives a second import of the same file, which may have several streams. */
function streamsOf(file: InspectedFile, known: Connected, answers: Answers): FileStream[] {
  const kept = known?.config?.streams.filter(({ path }) => path === file.path) ?? []
  return kept.length > 0 ? kept.map(stream => answeredStream(stream, file, answers)) : file.stream ? [file.stream] : []
}

/** Connects them, beside the other files of the source. */
async function connectFiles(client: Client, name: string, existing: Connected, streams: FileStream[]) {
  if (!existing) return { ...(await client.source.add({ name, config: { streams } })), streams }
  const kept = (existing.config?.streams ?? []).filter(old => !streams.some(fresh => fresh.path === old.path))
  const config = { ...existing.config, streams: [...kept, ...streams] }
  const { journalId } = await client.source.update({ sourceId: existing.id, name, config })
  return { sourceId: existing.id, journalId, streams }
}

/** Whether no row of any stream is in the cache: unchanged files that were read before are something. */
const nothingCame = async (client: Client, sourceId: number): Promise<boolean> =>
  (await client.source.list()).find(({ id }) => id === sourceId)?.streams.every(({ rows }) => rows === 0) ?? true

/** A file that cannot be read says why; one whose rows nobody can name by their columns needs a mapping. */
function badFile({ path, columns, problem }: InspectedFile): FailureError {
  const what = `${path} was not imported:`
  if (columns.length === 0)
    return new FailureError({ kind: 'invalid', what, why: problem ?? '', todo: 'Nothing was changed.' })
  return new FailureError({
    kind: 'invalid',
    what,
    why: `What its rows are cannot be told from their columns, which are: ${columns.map(({ name }) => name).join(', ')}. ${problem ?? ''}`.trimEnd(),
    todo: 'If the column names are on another line, say --header LINE. Otherwise write a mapping (docs/mapping.md) and import the file with --map, or connect it under Sources. Nothing was changed.',
  })
}
