import type { SourceTest } from '../../../shared/source-config.ts'

/** What a test of a source has found: in a sentence, then stream by stream where something is missing. */
export function TestAnswer({ answer, idle }: { answer: SourceTest | null; idle: string }) {
  if (!answer) return <p className="quiet">{idle}</p>
  const wrong = answer.streams.filter(({ problem }) => problem !== null)
  return (
    <div role="status">
      <p className={answer.ok ? 'good' : 'bad'}>{answer.message}</p>
      {answer.missing.length > 0 ? <p className="bad">Missing: {answer.missing.join(', ')}.</p> : null}
      {wrong.map(({ name, problem }) => (
        <p key={name}>
          <b>{name}</b> <span className="bad">{problem}</span>
        </p>
      ))}
    </div>
  )
}
