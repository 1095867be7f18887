import {
  type Icon,
  IconAlertTriangle,
  IconBolt,
  IconChartDots,
  IconChartLine,
  IconInbox,
  IconMenuDeep,
  IconPlugConnectedX,
  IconRoute,
  IconServer2,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import type { ActionName } from '../parts/keys/actions.ts'
import { Key } from '../parts/keys/key.tsx'
import { compact } from '../parts/number.ts'
import type { ScreenName } from '../state/route.ts'

const PLACES: { screen: ScreenName; label: string; icon: Icon; act: ActionName }[] = [
  { screen: 'queue', label: 'Queue', icon: IconMenuDeep, act: 'go.queue' },
  { screen: 'day', label: 'My day', icon: IconSun, act: 'go.day' },
  { screen: 'incidents', label: 'Incidents', icon: IconAlertTriangle, act: 'go.incidents' },
  { screen: 'outage', label: 'Outage mode', icon: IconPlugConnectedX, act: 'go.outage' },
  { screen: 'outbox', label: 'Outbox', icon: IconInbox, act: 'go.outbox' },
  { screen: 'review', label: 'Review', icon: IconChartLine, act: 'go.review' },
  { screen: 'model', label: 'Model', icon: IconChartDots, act: 'go.model' },
  { screen: 'triggers', label: 'Triggers', icon: IconBolt, act: 'go.triggers' },
  { screen: 'playbooks', label: 'Playbooks', icon: IconRoute, act: 'go.playbooks' },
  { screen: 'sources', label: 'Sources', icon: IconServer2, act: 'go.sources' },
  { screen: 'settings', label: 'Settings', icon: IconSettings, act: 'go.settings' },
]

/** The screens, each with the number of things that wait for a person. */
export function Nav({ current }: { current: ScreenName }) {
  const api = useApi()
  const outbox = useQuery(api.outbox.summary.queryOptions())
  const counts = useQuery(api.queue.counts.queryOptions({ input: {} }))
  const incidents = useQuery(api.incident.list.queryOptions({ input: { state: 'open', limit: 50 } }))
  const { waiting = 0, unsure = 0, held = 0 } = outbox.data?.counts ?? {}
  const badge: Partial<Record<ScreenName, number>> = {
    incidents: incidents.data?.filter(one => one.waiting > 0).length ?? 0,
    outbox: waiting + unsure + held,
    review: counts.data?.views.confirm ?? 0,
  }
  return (
    <nav className="nav" aria-label="Screens">
      {PLACES.map(({ screen, label, icon: Glyph, act }) => (
        <a
          key={screen}
          href={`#/${screen}`}
          className={screen === current ? 'on' : ''}
          aria-current={screen === current ? 'page' : undefined}
        >
          <Glyph size={20} stroke={1.7} aria-hidden="true" />
          {/* The name is what can be seen, so that a person can say it; where only the sign can be seen, the label alone. */}
          <span className="nav-label">
            {label} <Key of={act} />
          </span>
          <span className="nav-name sr">{label}</span>{' '}
          {badge[screen] ? (
            <b>
              {compact(badge[screen])}
              <span className="sr"> waiting</span>
            </b>
          ) : null}
        </a>
      ))}
    </nav>
  )
}
