import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { plural } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { useKeys } from '../../state/keys.tsx'
import { go } from '../../state/route.ts'
import { movedOrEnd, moveKeys } from '../../state/rows.ts'
import { IncidentList } from './incident-list.tsx'
import { IncidentPane } from './incident-pane.tsx'
import '../../theme/editor.css'
import { LearningLine } from './learning-line.tsx'
import './incidents.css'

/** How many incidents are listed, the newest ones. */
const LISTED = 200

/** Incidents, each one cause behind many accounts' issues, and one message to all of its accounts. */
export function IncidentsScreen({ rest }: { rest: string | null }) {
  const incidents = useQuery(useApi().incident.list.queryOptions({ input: { limit: LISTED } }))
  const rows = incidents.data ?? []
  const chosen = rest === null ? (rows[0]?.id ?? null) : Number(rest)
  const move = (by: number) => {
    const ids = rows.map(({ id }) => id)
    const next = movedOrEnd(ids, chosen, by, 'incident')
    if (next !== null) go('incidents', next)
  }
  useKeys(moveKeys('Incidents', move, 'incident'))
  const open = rows.filter(({ state }) => state === 'open').length
  if (incidents.data && rows.length === 0)
    return (
      <>
        <h1 className="sr">Incidents</h1>
        <Empty title="No incidents" acts={<LearningLine />}>
          An incident is one cause that affects far more accounts than usual in a short time, such as a carrier outage.
          It appears here, and you can message all its accounts at once.
        </Empty>
      </>
    )
  return (
    <div className="edit-screen">
      <div className="list">
        <div className="list-top">
          <h1>{incidents.data ? plural(open, 'open incident') : 'Incidents'}</h1>
        </div>
        <LearningLine />
        <div className="list-scroll">
          {incidents.error ? <ErrorNote failure={failureOf(incidents.error)} /> : null}
          {incidents.isPending ? <BarRows rows={6} height={52} /> : null}
          <IncidentList rows={rows} chosen={chosen} onChoose={id => go('incidents', id)} />
        </div>
      </div>
      {chosen !== null && Number.isInteger(chosen) ? <IncidentPane id={chosen} /> : <div />}
    </div>
  )
}
