import type { InspectedFile } from '../../../../shared/model/source.ts'
import type { Answers } from '../../../../shared/source/cell-format.ts'

const READ_SO = {
  ...{ dmy: 'with the day first', mdy: 'with the month first', ymd: 'with the year first' },
  ...{ comma: 'with a decimal comma', point: 'with a decimal point' },
}

type Kind = InspectedFile['answered'][number]['kind']
const KEYS = { 'date-order': 'dateOrder', decimal: 'decimal', currency: 'currency' } as const satisfies Record<
  Kind,
  keyof Answers
>

/** What was answered of a file, so that an answer can be seen, and given again. */
export function GivenAnswers({
  answered,
  answers,
  busy,
  onAsk,
}: {
  answered: InspectedFile['answered']
  answers: Answers
  busy: boolean
  /** The answers without one that is to be given again. */
  onAsk: (left: Answers) => void
}) {
  const given = [...Map.groupBy(answered, ({ kind }) => kind)].flatMap(([kind, of]) => {
    const said = answers[KEYS[kind]]
    return said === undefined ? [] : [{ kind, said, columns: of.map(({ column }) => column) }]
  })
  return given.map(({ kind, said, columns }) => (
    <p key={kind} className="quiet given-answer">
      As you said, {columns.join(', ')} {columns.length === 1 ? 'is' : 'are'} read{' '}
      {said in READ_SO ? READ_SO[said as keyof typeof READ_SO] : `in ${said}`}.{' '}
      <button
        type="button"
        className="btn small"
        disabled={busy}
        aria-label={`Change the answer for ${columns.join(', ')}`}
        onClick={() => {
          const { [KEYS[kind]]: _taken, ...left } = answers
          onAsk(left)
        }}
      >
        Change
      </button>
    </p>
  ))
}
