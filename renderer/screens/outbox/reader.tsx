import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Bar } from '../../parts/skeleton.tsx'
import { Checked } from './checked.tsx'

/** A row below a message or fix: its content exactly as it is sent, and its preflight checks. */
export function ReaderRow({ id, columns }: { id: number; columns: number }) {
  return (
    <tr className="reader">
      <td colSpan={columns}>
        <div className="reading">
          <Letter id={id} />
          <Checked id={id} />
        </div>
      </td>
    </tr>
  )
}

function Letter({ id }: { id: number }) {
  const message = useQuery(useApi().outbox.message.queryOptions({ input: { id } }))
  const out = message.data
  return (
    <>
      {message.error ? <ErrorNote failure={failureOf(message.error)} /> : null}
      {message.isPending ? <Bar width="40%" /> : null}
      {out?.type === 'message' ? (
        <div className="letter-paper">
          <small className="quiet">
            To {out.to.name ? `${out.to.name} · ` : ''}
            {out.to.address}
          </small>
          <b>{out.subject}</b>
          <p>{out.text}</p>
        </div>
      ) : null}
      {out?.type === 'action' ? (
        <div className="letter-paper">
          <small className="quiet">
            {out.action} · at {out.target}
          </small>
          <b>{out.title}</b>
          <dl>
            {Object.entries(out.values).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      ) : null}
    </>
  )
}
