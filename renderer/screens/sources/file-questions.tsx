import type { FileQuestion } from '../../../shared/model/source.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'

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
export function openQuestions(questions: readonly FileQuestion[], mapping: Mapping): FileQuestion[] {
  const { properties, ...fields } = mapping
  const refs: unknown[] = [...Object.values(fields), ...Object.values(properties)]
  const asking = refs.filter(isAsking)
  return questions.filter(({ column }) => asking.some(({ field }) => field === column))
}

const isAsking = (ref: unknown): ref is { field: string } => {
  const { format, decimal } = (typeof ref === 'object' && ref !== null ? ref : {}) as Record<string, unknown>
  return format === 'ask' || decimal === 'ask'
}

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
  const asked = [first('date-order'), first('decimal')].filter(question => question !== undefined)
  return asked.map(({ kind, column, examples, choices }) => (
    <fieldset key={kind} className="file-question">
      <legend>
        {TITLES[kind]} <small>column {column}</small>
      </legend>
      {choices.map(({ answer, reads }) => (
        <button
          key={answer}
          type="button"
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
