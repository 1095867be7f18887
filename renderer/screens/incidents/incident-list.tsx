import type { Incident } from '../../../shared/incident.ts'
import { sizeWords, usualWords } from '../../parts/incident-words.ts'
import { personZone, relative } from '../../parts/time.ts'
import { intoView } from '../../state/in-sight.ts'
import { useNow } from '../../state/now.ts'

interface Props {
  rows: readonly Incident[]
  chosen: number | null
  onChoose: (id: number) => void
}

/** Open incidents, then closed ones. */
export function IncidentList({ rows, chosen, onChoose }: Props) {
  const now = useNow()
  const parts = [
    { name: 'Open', rows: rows.filter(({ state }) => state === 'open') },
    { name: 'Closed', rows: rows.filter(({ state }) => state === 'closed') },
  ].filter(part => part.rows.length > 0)
  return parts.map(part => (
    <section key={part.name} aria-label={part.name}>
      <div className="band">
        <h2>{part.name}</h2>
        <span>{part.rows.length}</span>
      </div>
      <ul>
        {part.rows.map(incident => (
          <li key={incident.id}>
            <button
              type="button"
              className={`edit-row incident-row${incident.id === chosen ? ' chosen' : ''}${incident.state === 'closed' ? ' off' : ''}`}
              aria-current={incident.id === chosen}
              ref={incident.id === chosen ? intoView : null}
              data-row={incident.id}
              onClick={() => onChoose(incident.id)}
            >
              <i className={incident.state === 'open' ? 'dot bad' : 'dot'} aria-hidden="true" />
              <b title={incident.title}>{incident.title}</b>
              <span className="quiet">{relative(incident.closedAt ?? incident.lastAt, now, personZone())}</span>
              <small>
                <span>{sizeWords(incident)}</span>
                <span>{incident.state === 'open' ? usualWords(incident) : ''}</span>
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ))
}
