import type { SourceTest } from '../../../../shared/source/source-config.ts'

interface Props {
  answer: SourceTest | null
  idle: string
  /** The problems of the streams are shown elsewhere. */
  brief?: boolean
}

/** The result of a test: a sentence, then each stream with a problem. */
export function TestAnswer({ answer, idle, brief = false }: Props) {
  if (!answer) return <p className="quiet">{idle}</p>
  const wrong = brief ? [] : answer.streams.filter(({ problem }) => problem !== null)
  return (
    <div role="status" className="answer">
      <p className={answer.ok ? 'good' : 'bad'}>
        <span aria-hidden="true">{answer.ok ? '✓' : '✕'}</span> {answer.message}
      </p>
      {wrong.map(({ name, problem }) => (
        <p key={name}>
          <b>{name}</b> {problem}
        </p>
      ))}
    </div>
  )
}
