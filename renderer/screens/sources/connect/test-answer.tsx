import type { SourceTest } from '../../../../shared/source/source-config.ts'

interface Props {
  answer: SourceTest | null
  idle: string
  /** What is wrong with each stream is said elsewhere. */
  brief?: boolean
}

/** What a test of a source has found: in a sentence, then stream by stream where something is missing. */
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
