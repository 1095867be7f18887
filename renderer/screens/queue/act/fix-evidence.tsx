import { useMutation } from '@tanstack/react-query'
import type { ResolutionView } from '../../../../shared/outbox/action-manifest.ts'
import { useApi } from '../../../api/client.tsx'

const plain = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const entries = (seen: unknown): [string, unknown][] =>
  typeof seen === 'object' && seen !== null && !Array.isArray(seen) ? Object.entries(seen) : []

export interface Change {
  name: string
  before: string
  after: string | null
}

/** The fields of the object before and after a fix, changed ones first. */
export function changesOf({ before, after }: Pick<ResolutionView, 'before' | 'after'>): Change[] {
  const later = new Map(entries(after))
  const earlier = new Map(entries(before))
  const names = [...new Set([...earlier.keys(), ...later.keys()])]
  return names
    .map(name => ({
      name: name.replaceAll('_', ' '),
      before: plain(earlier.get(name)),
      after: after === null ? null : plain(later.get(name)),
    }))
    .toSorted((a, b) => Number(a.before === (a.after ?? a.before)) - Number(b.before === (b.after ?? b.before)))
}

/** A fix with its evidence, and buttons for a person to record the result where no evidence tells it. */
export function FixEvidence({ fix }: { fix: ResolutionView }) {
  const judge = useMutation(useApi().resolution.judge.mutationOptions())
  const say = (verdict: 'worked' | 'failed') => judge.mutate({ outboxId: fix.outboxId, verdict })
  const seen = changesOf(fix)
  return (
    <div className="fix">
      {seen.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th>{fix.target}</th>
              <th>before</th>
              <th>{fix.after === null ? '' : 'after'}</th>
            </tr>
          </thead>
          <tbody>
            {seen.map(({ name, before, after }) => (
              <tr key={name} className={after !== null && after !== before ? 'changed' : ''}>
                <td>{name}</td>
                <td>{before}</td>
                <td>{after ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {fix.verdict ? (
        <span className={fix.verdict === 'worked' ? 'tag good' : 'tag bad'}>{fix.verdict}</span>
      ) : fix.appliedAt !== null ? (
        <span className="inline">
          <button type="button" className="btn small" disabled={judge.isPending} onClick={() => say('worked')}>
            Mark as worked
          </button>
          <button type="button" className="btn small" disabled={judge.isPending} onClick={() => say('failed')}>
            Mark as failed
          </button>
        </span>
      ) : null}
    </div>
  )
}
