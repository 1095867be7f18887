import { type ComponentType, useEffect } from 'react'
import { type Engine, useEngine } from '../api/client.tsx'
import { QueueScreen } from '../screens/queue/queue-screen.tsx'
import { later } from '../state/desk/later.tsx'
import { useRoute } from '../state/route.ts'
import { LoadingScreen } from './loading-screen.tsx'

/** How long after the start the other screens are loaded, ms: what a start is about comes first. */
const AFTER_START = 10_000

const loads: ((engine: Engine) => Promise<void>)[] = []

/** Asks for what a screen shows at first. */
type Asks = (engine: Engine) => void | Promise<void>

/** A screen that is loaded when it is first opened, or before that, with its first answers, while nobody does anything. */
function loaded<Module, P extends object>(
  load: () => Promise<Module>,
  screen: (module: Module) => ComponentType<P>,
  asks?: (module: Module) => Asks,
) {
  const part = later(async () => screen(await load()), LoadingScreen)
  loads.push(async engine => {
    await part.fetch()
    asks?.(await load())(engine)
  })
  return part
}

const OutboxScreen = loaded(
  () => import('../screens/outbox/outbox-screen.tsx'),
  screen => screen.OutboxScreen,
  screen => screen.askOutbox,
)
const ReviewScreen = loaded(
  () => import('../screens/review/review-screen.tsx'),
  screen => screen.ReviewScreen,
)
const TriggersScreen = loaded(
  () => import('../screens/triggers/triggers-screen.tsx'),
  screen => screen.TriggersScreen,
  screen => screen.askTriggers,
)
const PlaybooksScreen = loaded(
  () => import('../screens/playbooks/playbooks-screen.tsx'),
  screen => screen.PlaybooksScreen,
  screen => screen.askPlaybooks,
)
const IncidentsScreen = loaded(
  () => import('../screens/incidents/incidents-screen.tsx'),
  screen => screen.IncidentsScreen,
)
const OutageScreen = loaded(
  () => import('../screens/outage/outage-screen.tsx'),
  screen => screen.OutageScreen,
)
const DayScreen = loaded(
  () => import('../screens/day/day-screen.tsx'),
  screen => screen.DayScreen,
)
const AccountScreen = loaded(
  () => import('../screens/account/account-screen.tsx'),
  screen => screen.AccountScreen,
)
const SourcesScreen = loaded(
  () => import('../screens/sources/sources-screen.tsx'),
  screen => screen.SourcesScreen,
  screen => screen.askSources,
)
const SettingsScreen = loaded(
  () => import('../screens/settings/settings-screen.tsx'),
  screen => screen.SettingsScreen,
)
const ModelScreen = loaded(
  () => import('../screens/model/model-screen.tsx'),
  screen => screen.ModelScreen,
)

/** Loads the screens one after the other, each when the page is idle. Answers how to stop. */
function loadInSpareTime(engine: Engine): () => void {
  const left = [...loads]
  let asked = 0
  const next = () => {
    const load = left.shift()
    // One that fails says so when it is opened.
    if (load) asked = requestIdleCallback(() => void load(engine).then(next, next))
  }
  const timer = setTimeout(next, AFTER_START)
  return () => {
    clearTimeout(timer)
    cancelIdleCallback(asked)
    left.length = 0
  }
}

/** The screen that the address names. The queue is needed first; the others are loaded later. */
export function Screen() {
  const { screen, rest } = useRoute()
  const engine = useEngine()
  useEffect(() => loadInSpareTime(engine), [engine])
  if (screen === 'day') return <DayScreen />
  if (screen === 'account') return <AccountScreen rest={rest} />
  if (screen === 'incidents') return <IncidentsScreen rest={rest} />
  if (screen === 'outage') return <OutageScreen key={rest} rest={rest} />
  if (screen === 'outbox') return <OutboxScreen tab={rest} />
  if (screen === 'review') return <ReviewScreen rest={rest} />
  if (screen === 'model') return <ModelScreen />
  if (screen === 'triggers') return <TriggersScreen />
  if (screen === 'playbooks') return <PlaybooksScreen />
  if (screen === 'sources') return <SourcesScreen rest={rest} />
  if (screen === 'settings') return <SettingsScreen />
  return <QueueScreen />
}
