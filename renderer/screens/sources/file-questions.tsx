import type { FileQuestion, InspectedFile } from '../../../shared/model/source.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import { type Mappings, mappingsOf } from '../../../shared/source/mapping.ts'
import { count, plural } from '../../parts/number.ts'

type Choice = FileQuestion['choices'][number]['answer']

const TITLES: Record<FileQuestion['kind'], string> = {
  'date-order': 'Which number is the day?',
  decimal: 'What does the mark before three digits mean?',
}

const CHOICES: Record<Choice, string> = {
  dmy: 'Day first',
  mdy: 'Month first',
  ymd: 'Year first',
  comma: 'Decimal comma',
  point: 'Decimal point',
}

const answerOf = (choice: Choice): Answers =>
  choice === 'comma' || choice === 'point' ? { decimal: choice } : { dateOrder: choice }

/** The questions that a mapping still leaves open: a format chosen by hand is an answer too. */
export function openQuestions(questions: readonly FileQuestion[], mapping: Mappings): FileQuestion[] {
  const asking = new Set(mappingsOf(mapping).flatMap(askingIn))
  return questions.filter(({ column }) => asking.has(column))
}

/** Columns whose order or mark nobody has said, wherever in a mapping. */
function askingIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { field, format, decimal } = value as Record<string, unknown>
  const own = typeof field === 'string' && (format === 'ask' || decimal === 'ask') ? [field] : []
  return [...own, ...Object.values(value).flatMap(askingIn)]
}

interface Findings extends Pick<InspectedFile, 'findings' | 'bare'> {
  /** What the cells were looked at of, and what is counted in it. */
  of: 'file' | 'stream'
  /** Whether a column is read as it was proposed: what is said of the proposal holds of no other mapping. */
  isAsProposed: (column: string) => boolean
}

/** What was noticed when the cells were looked at: what nobody reads, and cells that do not fit. */
export function ColumnFindings({ findings, bare, of, isAsProposed }: Findings) {
  // Columns whose currency is asked for are told of there.
  const holds = (column: string, note: string | null) => note !== null && !bare.includes(column) && isAsProposed(column)
  const told = findings
    .map(finding => ({ ...finding, note: holds(finding.column, finding.note) ? finding.note : null }))
    .filter(({ note, odd }) => odd > 0 || note !== null)
  if (told.length === 0) return null
  return (
    <ul className="column-reports" aria-label={`Noticed in this ${of}`}>
      {told.map(({ column, odd, examples, note }) => (
        <li key={column}>
          <b>{column || 'Without a name'}</b>{' '}
          {odd > 0 ? (
            <span className="wait">
              {plural(odd, 'cell does', 'cells do')} not fit:{' '}
              {examples
                .map(({ line, text }) => `${of === 'file' ? 'line' : 'row'} ${count(line)} “${text}”`)
                .join(', ')}
            </span>
          ) : null}
          {note ? <span className="hint">{sentence(note)}</span> : null}
        </li>
      ))}
    </ul>
  )
}

const sentence = (note: string) => `${note.charAt(0).toUpperCase()}${note.slice(1)}${note.endsWith('.') ? '' : '.'}`

/** What a file leaves open, asked once for all columns of a kind, with what each answer makes of the same cells. */
export function FileQuestions({
  questions,
  busy,
  onAnswer,
}: {
  questions: readonly FileQuestion[]
  busy: boolean
  onAnswer: (answers: Answers) => void
}) {
  const first = (kind: FileQuestion['kind']) => questions.find(question => question.kind === kind)
  const columns = (kind: FileQuestion['kind']) =>
    questions.filter(question => question.kind === kind).map(({ column }) => column)
  const asked = [first('date-order'), first('decimal')].filter(question => question !== undefined)
  return asked.map(({ kind, examples, choices }) => (
    <fieldset key={kind} className="file-question">
      <legend>
        {TITLES[kind]}{' '}
        <small>
          {columns(kind).length === 1 ? 'column' : 'columns'} {columns(kind).join(', ')}
        </small>
      </legend>
      {choices.map(({ answer, reads }) => (
        <button
          key={answer}
          type="button"
          name="question"
          className="btn small"
          disabled={busy}
          onClick={() => onAnswer(answerOf(answer))}
        >
          {CHOICES[answer]}
          <small>
            {examples
              .slice(0, 2)
              .map(({ text }, at) => `“${text}” is ${reads[at] ?? 'not read'}`)
              .join(', ')}
          </small>
        </button>
      ))}
    </fieldset>
  ))
}
