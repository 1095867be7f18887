import { type ComponentType, useEffect } from 'react'
import { type Engine, useEngine } from '../api/client.tsx'
import { QueueScreen } from '../screens/queue/queue-screen.tsx'
import { later } from '../state/desk/later.tsx'
import { useRoute } from '../state/route.ts'
import { LoadingScreen } from './loading-screen.tsx'

/** How long after the start the other screens are loaded, ms: what a start is about comes first. */
const AFTER_START = 10_000

const loads: ((engine: Engine) => Promise<void>)[] = []

/**
 * A screen that is loaded when it is first opened, or before that while nobody does anything. `ask`: asks for what it shows at
 * first, once it is loaded.
 */
function loaded<P extends object>(load: () => Promise<ComponentType<P>>, ask?: (engine: Engine) => Promise<void>) {
  const part = later(load, LoadingScreen)
  loads.push(async engine => {
    await part.fetch()
    await ask?.(engine)
  })
  return part
}

const OutboxScreen = loaded(
  async () => (await import('../screens/outbox/outbox-screen.tsx')).OutboxScreen,
  async engine => (await import('../screens/outbox/outbox-screen.tsx')).askOutbox(engine),
)
const ReviewScreen = loaded(async () => (await import('../screens/review/review-screen.tsx')).ReviewScreen)
const TriggersScreen = loaded(
  async () => (await import('../screens/triggers/triggers-screen.tsx')).TriggersScreen,
  async engine => (await import('../screens/triggers/triggers-screen.tsx')).askTriggers(engine),
)
const PlaybooksScreen = loaded(
  async () => (await import('../screens/playbooks/playbooks-screen.tsx')).PlaybooksScreen,
  async engine => (await import('../screens/playbooks/playbooks-screen.tsx')).askPlaybooks(engine),
)
const IncidentsScreen = loaded(async () => (await import('../screens/incidents/incidents-screen.tsx')).IncidentsScreen)
const OutageScreen = loaded(async () => (await import('../screens/outage/outage-screen.tsx')).OutageScreen)
const DayScreen = loaded(async () => (await import('../screens/day/day-screen.tsx')).DayScreen)
const AccountScreen = loaded(async () => (await import('../screens/account/account-screen.tsx')).AccountScreen)
const SourcesScreen = loaded(
  async () => (await import('../screens/sources/sources-screen.tsx')).SourcesScreen,
  async engine => (await import('../screens/sources/sources-screen.tsx')).askSources(engine),
)
const SettingsScreen = loaded(async () => (await import('../screens/settings/settings-screen.tsx')).SettingsScreen)
const ModelScreen = loaded(async () => (await import('../screens/model/model-screen.tsx')).ModelScreen)

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
