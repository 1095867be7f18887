import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import { useApi } from '../../../api/client.tsx'
import { sizeWords, usualWords } from '../../../parts/incident-words.ts'
import { Key } from '../../../parts/keys/key.tsx'
import { useIncident } from '../../../state/incident.ts'
import { useKeys } from '../../../state/keys.tsx'
import { go } from '../../../state/route.ts'
import { useSelection } from '../../../state/selection.ts'

/** Above the queue: the newest incident with waiting issues, or the one that the queue is filtered by. */
export const IncidentLine = memo(function IncidentLine() {
  const { incident, setIncident, checked } = useSelection()
  const api = useApi()
  const open = useQuery(api.incident.list.queryOptions({ input: { state: 'open', limit: 50 } }))
  const waiting = (open.data ?? []).filter(one => one.waiting > 0)
  const top = waiting[0]
  const detail = useQuery(
    api.incident.get.queryOptions({ input: { id: incident?.id ?? 0 }, enabled: incident !== null }),
  )
  const { write } = useIncident(detail.data)
  const group = 'Queue'
  useKeys(
    incident && checked.size === 0
      ? [
          { keys: 'escape', label: 'show all issues', group, run: () => setIncident(null) },
          { act: 'act.message_all', label: 'message all in the incident', group, run: write },
        ]
      : !incident && top
        ? [{ act: 'queue.incident', run: () => go('incidents', top.id) }]
        : [],
  )
  if (incident)
    return (
      <div className="bulk calm">
        <b className="clip">Only {incident.title}</b>
        <button type="button" onClick={write}>
          <Key of="act.message_all" /> message all
        </button>
        <button type="button" onClick={() => setIncident(null)} aria-label="Show all issues">
          <IconX size={12} stroke={2} />
        </button>
      </div>
    )
  if (!top) return null
  return (
    <button
      type="button"
      className="incident-line"
      title={`${top.title} · ${sizeWords(top)}, ${usualWords(top)}`}
      onClick={() => go('incidents', top.id)}
    >
      <IconAlertTriangle size={14} stroke={1.9} aria-hidden="true" />
      <span>
        <b>{top.title}</b> · {sizeWords(top)}, {usualWords(top)}
      </span>
      <em>
        {waiting.length > 1 ? <span title="more incidents">+{waiting.length - 1} </span> : null}
        <Key of="queue.incident" />
      </em>
    </button>
  )
})
