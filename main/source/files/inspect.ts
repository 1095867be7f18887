import { basename } from 'node:path'
import type { InspectedFile } from '../../../shared/model/source.ts'
import { type Failure, FailureError } from '../../../shared/result.ts'
import type { Answers, DateOrder } from '../../../shared/source/cell-format.ts'
import { mappingsOf, ownMapping } from '../../../shared/source/mapping.ts'
import { withZone } from '../../../shared/source/with-zone.ts'
import { bareNumber, plainNumber } from '../../record/cells/numbers.ts'
import { parseDate } from '../../record/dates.ts'
import type { ScannedColumn } from '../../record/guess.ts'
import { expressionsOf } from '../../record/mapping/fields.ts'
import { headed } from '../../record/proposal/headed.ts'
import { currencyFor } from '../../record/proposal/money.ts'
import { type ColumnNote, proposalNotes } from '../../record/proposal/notes.ts'
import { noProposal, proposeStream } from '../../record/propose.ts'
import { type ScannedFiles, scanFiles } from '../../record/scan/scan-file.ts'
import { filesOf } from '../../record/stream-files.ts'
import { currencyNotes, findingsOf, proposedWith } from '../findings.ts'

/** Rows that are shown. */
const SHOWN = 5

export interface Inspection {
  /** What a person says where the file does not. */
  answers?: Answers
  /** Goes through the files; the engine hands in one that does so in a thread of its own. */
  scan?: (...asked: Required<Parameters<typeof scanFiles>>) => Promise<ScannedFiles | null>
  onProgress?: (path: string, bytes: number) => void
}

/**
 * What files hold, before anything is read from them: encoding, delimiter, columns as every cell of them tells, the
 * first rows, and a proposal of what they become. A pattern such as `orders-*.csv` stands for all its files. A file that
 * cannot be read says so in `problem`; it does not hold up the others. Relative paths start from `baseDir`.
 */
export async function inspectFiles(
  paths: readonly string[],
  baseDir: string,
  how: Inspection = {},
): Promise<InspectedFile[]> {
  const found: InspectedFile[] = []
  for (const path of paths) found.push(await inspect(path, baseDir, how))
  const isOfContacts = found.some(({ stream }) => stream && ownMapping(stream.mapping).record === 'contact')
  return isOfContacts ? found.map(withoutPersons) : found
}

/** Where a file names the contacts, the address of an account is no further person. */
function withoutPersons(file: InspectedFile): InspectedFile {
  const { stream } = file
  const [own, ...others] = stream ? mappingsOf(stream.mapping) : []
  if (!stream || own?.record !== 'account' || !others.every(({ record }) => record === 'contact')) return file
  return { ...file, stream: { ...stream, mapping: own } }
}

const NOTHING = {
  encoding: '',
  delimiter: '',
  total: 0,
  columns: [],
  findings: [],
  questions: [],
  bare: [],
  answered: [],
  stream: null,
  rows: [],
}

async function inspect(path: string, dir: string, how: Inspection): Promise<InspectedFile> {
  try {
    return inspected(path, await scanned(path, dir, how), how.answers ?? {})
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.kind === 'cancelled') throw error
    return { ...NOTHING, path, problem: inWords(error.failure) }
  }
}

async function scanned(path: string, dir: string, { answers, scan = scanFiles, onProgress }: Inspection) {
  const files = await filesOf({ path }, dir)
  const { encoding, header, quotes } = answers ?? {}
  const ask = { shown: SHOWN, ...(encoding && { encoding }), ...(header && { header }), ...(quotes && { quotes }) }
  const all = files.map(file => file.path)
  const found = files.length > 0 ? await scan(all, ask, bytes => onProgress?.(path, bytes)) : null
  if (found && found.rows + found.columns.length > 0) return found
  throw new FailureError(nothingIn(path, files.length > 0))
}

function inspected(path: string, found: ScannedFiles, answers: Answers): InspectedFile {
  const columns = found.columns.map(column => answered(column, answers))
  const proposed = proposeStream(path, columns)
  const bare = withoutCurrency(path, columns)
  const mapping = proposed && (answers.zone ? withZone(proposed.mapping, answers.zone) : proposed.mapping)
  const stream = proposed && mapping && { ...proposed, mapping, ...found.shape }
  // A time of day that is read together with its day dates the row.
  const read = proposed ? expressionsOf(proposed.mapping).map(([, text]) => text) : []
  const told = columns.map(column =>
    column.clock && read.some(text => text.includes(JSON.stringify(column.name)))
      ? { ...column, because: null }
      : column,
  )
  const notes = [
    ...currencyNotes(columns, bare, ', or say --currency EUR'),
    ...(found.shape.quotes ? [backslashed(columns)] : []),
    ...(proposed ? proposalNotes(proposed.mapping, headed(columns)) : []),
    ...found.lacking.map(({ column, path: file }) => ({ column, note: lacks(basename(file)) })),
  ]
  return {
    path,
    encoding: found.encoding,
    delimiter: found.delimiter,
    total: found.rows,
    columns: columns.map(({ name, type, format, samples, blank }) => ({ name, type, format, samples, blank })),
    findings: findingsOf(told, notes),
    questions: columns.flatMap(questionOf),
    bare: [...bare],
    answered: [...settled(found.columns, columns), ...priced(path, found.columns, answers)],
    stream,
    rows: found.first.map(row => byColumn(columns, row)),
    problem: proposed ? null : noProposal(path, columns),
  }
}

/** Said before the first sync, which would stop at that file. */
const lacks = (file: string): string =>
  `${file} has no such column, so the sync stops at that file. Connect it as a stream of its own, or take this column out of the mapping`

/** Said of a file that writes quotes in another way than most, at the first column that shows one. */
const backslashed = (columns: readonly ScannedColumn[]): ColumnNote => ({
  column: (columns.find(({ samples }) => samples.some(text => text.includes('"'))) ?? columns[0])?.name ?? '',
  note: 'this file writes a quote within a cell behind a backslash, as MySQL does: \\" is read as a quote, and two backslashes as one',
})

type Answered = InspectedFile['answered']

const settled = (asked: readonly ScannedColumn[], columns: readonly ScannedColumn[]): Answered =>
  asked.flatMap(({ name, question }, at) =>
    question && columns[at]?.question === null ? [{ column: name, kind: question.kind }] : [],
  )

const priced = (path: string, columns: readonly ScannedColumn[], { currency }: Answers): Answered =>
  currency ? withoutCurrency(path, columns).map(column => ({ column, kind: 'currency' })) : []

/** The columns of a file that would be read as money if only it were known in which currency they are. */
const withoutCurrency = (path: string, columns: readonly ScannedColumn[]): readonly string[] =>
  proposedWith(columns, all => proposeStream(path, all)?.mapping ?? null).bare

/** Answers count for columns that ask; the cells of the others have told already. */
function answered(given: ScannedColumn, { dateOrder, decimal, currency }: Answers): ScannedColumn {
  const column = currency && currencyFor(given) === null ? { ...given, currency } : given
  if (column.question?.kind === 'date-order' && dateOrder && canBe(column.question, dateOrder))
    return { ...column, format: dateOrder, question: null }
  if (column.question?.kind === 'decimal' && decimal) return { ...column, decimal, question: null }
  return column
}

/** 03/04/2024 has no year in front, so an answer that another column needs says nothing of it. */
const canBe = ({ examples }: NonNullable<ScannedColumn['question']>, order: DateOrder): boolean =>
  examples.some(({ text }) => parseDate(text, order) !== null)

type AskedQuestion = InspectedFile['questions'][number]

/** A question with what each answer would make of the same cells, so that a person sees which one is meant. */
function questionOf({ name, question }: ScannedColumn): AskedQuestion[] {
  if (!question) return []
  const examples = [...question.examples]
  const choices =
    question.kind === 'date-order'
      ? (['dmy', 'mdy', 'ymd'] as const).map(answer => ({
          answer,
          reads: examples.map(({ text }) => dayOf(parseDate(text, answer))),
        }))
      : (['comma', 'point'] as const).map(answer => ({
          answer,
          reads: examples.map(({ text }) => numberOf(text, answer)),
        }))
  const possible = choices.filter(({ reads }) => reads.some(read => read !== null))
  return [{ column: name, kind: question.kind, examples, choices: possible }]
}

const dayOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString().slice(0, 10))

function numberOf(text: string, decimal: 'comma' | 'point'): string | null {
  const bare = bareNumber(text)
  return bare && plainNumber(bare, decimal)
}

const nothingIn = (path: string, there: boolean): Failure => ({
  kind: 'not_found',
  what: there ? `The file ${path} has no records yet.` : `No file matches ${path}.`,
  why: 'Without a record, the columns are not known.',
  todo: there ? 'Choose the file again once it has records.' : 'Correct the pattern, or add a file that matches.',
})

const byColumn = (columns: readonly { name: string }[], cells: readonly string[]): Record<string, string> =>
  Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? '']))

const inWords = (failure: Failure): string => `${failure.what} ${failure.why} ${failure.todo}`
