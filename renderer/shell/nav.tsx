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
import { compact } from '../parts/number.ts'
import type { ScreenName } from '../state/route.ts'

const PLACES: { screen: ScreenName; label: string; icon: Icon; keys: string }[] = [
  { screen: 'queue', label: 'Queue', icon: IconMenuDeep, keys: 'g q' },
  { screen: 'day', label: 'My day', icon: IconSun, keys: 'g d' },
  { screen: 'incidents', label: 'Incidents', icon: IconAlertTriangle, keys: 'g i' },
  { screen: 'outage', label: 'Outage mode', icon: IconPlugConnectedX, keys: '!' },
  { screen: 'outbox', label: 'Outbox', icon: IconInbox, keys: 'g o' },
  { screen: 'review', label: 'Review', icon: IconChartLine, keys: 'g r' },
  { screen: 'model', label: 'Model', icon: IconChartDots, keys: 'g m' },
  { screen: 'triggers', label: 'Triggers', icon: IconBolt, keys: 'g t' },
  { screen: 'playbooks', label: 'Playbooks', icon: IconRoute, keys: 'g p' },
  { screen: 'sources', label: 'Sources', icon: IconServer2, keys: 'g s' },
  { screen: 'settings', label: 'Settings', icon: IconSettings, keys: 'g ,' },
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
      {PLACES.map(({ screen, label, icon: Glyph, keys }) => (
        <a
          key={screen}
          href={`#/${screen}`}
          className={screen === current ? 'on' : ''}
          aria-current={screen === current ? 'page' : undefined}
          aria-label={badge[screen] ? `${label}, ${badge[screen]} waiting` : label}
          title={`${label} · ${keys}`}
        >
          <Glyph size={20} stroke={1.7} aria-hidden="true" />
          {badge[screen] ? <b aria-hidden="true">{compact(badge[screen])}</b> : null}
        </a>
      ))}
    </nav>
  )
}
