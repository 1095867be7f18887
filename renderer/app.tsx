import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from './api/client.tsx'
import { isIssueWindow, issueWindowWorkspace } from './desktop/issue-window.ts'
import { useDesktop } from './desktop/use-desktop.ts'
import { useWindowTitle } from './desktop/use-title.ts'
import { Fallback } from './parts/fallback.tsx'
import { toast } from './parts/toast.tsx'
import { Fetching } from './state/desk/fetching.tsx'
import { useWorkspace } from './state/now.ts'
import { go, type ScreenName, useScreen } from './state/route.ts'
import './shell/shell.css'
import './desktop/desktop.css'
import { useDroppedKeys } from './shell/dropped-keys.ts'
import { Footer } from './shell/footer.tsx'
import { Header } from './shell/header.tsx'
import { useKeptFocus } from './shell/keep-focus.ts'
import { LinkBar } from './shell/link-bar.tsx'
import { Nav } from './shell/nav.tsx'
import { openPalette, Palette } from './shell/palette.tsx'
import { Screen } from './shell/screen.tsx'
import { Shortcuts } from './shell/shortcuts.tsx'
import { turnDensity } from './shell/turn-density.ts'
import { later } from './state/desk/later.tsx'
import { useTurnWorkspace } from './state/desk/of-workspace.ts'
import { stoppedBy, useStandstill } from './state/desk/standstill.ts'
import { useTour } from './state/desk/tour.ts'
import { useLinks } from './state/follow-link.ts'
import { useKeys } from './state/keys.tsx'
import { afterFirst, useReady } from './state/ready.ts'
import { useUndo } from './state/undo.ts'

// Nearly always they show nothing, so the first screen does not wait for them.
const DamageBar = later(afterFirst(async () => (await import('./shell/damage-bar.tsx')).DamageBar))
const OtherWorkspace = later(async () => (await import('./shell/other-workspace.tsx')).OtherWorkspace)
const Rescue = later(async () => (await import('./shell/rescue/rescue.tsx')).Rescue)
const TourBar = later(afterFirst(async () => (await import('./shell/tour-bar.tsx')).TourBar))
const UpdateBar = later(afterFirst(async () => (await import('./shell/update-bar.tsx')).UpdateBar))
const Welcome = later(async () => (await import('./screens/welcome/welcome.tsx')).Welcome)
const BulkDialog = later(afterFirst(async () => (await import('./screens/bulk/bulk-dialog.tsx')).BulkDialog))

/** The console; in the window of an issue, for as long as the issue's workspace is open. */
export function App() {
  const workspace = useWorkspace()
  const { dir, name } = workspace.data ?? {}
  const own = issueWindowWorkspace()
  useTurnWorkspace()
  const shut = useQuery(useApi().workspace.shut.queryOptions({ enabled: workspace.isError }))
  if (workspace.isError && shut.data?.shut) return <Rescue shut={shut.data.shut} />
  // Every call of the console would be refused, for as long as it takes to say why.
  if (workspace.isError && dir === undefined && shut.isPending) return <Fetching />
  if (own === null || dir === undefined || name === undefined || dir === own) return <Frame />
  return <OtherWorkspace dir={own} open={name} />
}

/** What stands behind every screen. It follows the issue in view, at which the frame need not be drawn again. */
function Standing() {
  useLinks()
  useDroppedKeys()
  useDesktop()
  useWindowTitle()
  useKeptFocus()
  return null
}

/** The frame around every screen, and the keys that work on all of them. */
function Frame() {
  const screen = useScreen()
  const workspace = useWorkspace()
  const [helping, setHelping] = useState(false)
  const undo = useUndo()
  // What is chosen there is a decision, which a file that cannot be written does not take.
  const mayDecide = stoppedBy(useStandstill()) === null
  const asks = (workspace.data?.firstRun && workspace.data.sample && mayDecide) === true
  useReady('question', workspace.isSuccess && !asks)
  const beginTour = () => {
    const { step, begin } = useTour.getState()
    if (step === 1) toast('The tour is open, above the screen')
    else begin()
  }
  const open = (screen: ScreenName, rest?: string) => () => {
    const before = window.location.hash
    go(screen, rest)
    if (window.location.hash === before) toast('This screen is already open')
  }
  useKeys([
    { act: 'search', run: openPalette },
    { act: 'help', run: () => setHelping(true) },
    // A screen that shows an account opens its page instead.
    { act: 'account', label: 'look an account up', run: openPalette },
    { act: 'undo', run: () => undo() },
    { act: 'density', run: turnDensity },
    { act: 'go.queue', run: open('queue') },
    { act: 'go.day', run: open('day') },
    { act: 'go.incidents', run: open('incidents') },
    { act: 'go.outage', run: open('outage') },
    { act: 'go.outbox', run: open('outbox') },
    { act: 'go.review', run: open('review') },
    { act: 'go.model', run: open('model') },
    { act: 'go.triggers', run: open('triggers') },
    { act: 'go.playbooks', run: open('playbooks') },
    { act: 'go.sources', run: open('sources') },
    { act: 'go.settings', run: open('settings') },
    { act: 'go.keys', run: open('settings', 'keys') },
    { act: 'go.tour', run: beginTour },
    { act: 'connect', run: open('sources', 'connect') },
  ])
  return (
    <div className={isIssueWindow() ? 'shell issue-window' : 'shell'}>
      <Standing />
      <Header />
      <Nav current={screen} />
      <main className="shell-main" id="main" tabIndex={-1}>
        <LinkBar />
        <DamageBar />
        {isIssueWindow() ? null : <UpdateBar />}
        <TourBar />
        <div className="shell-screen">
          <Fallback place={screen}>
            <Screen />
          </Fallback>
        </div>
      </main>
      <Footer screen={screen} onHelp={() => setHelping(true)} />
      <Palette />
      <BulkDialog />
      {asks ? <Welcome /> : null}
      <Shortcuts opened={helping} onClose={() => setHelping(false)} />
    </div>
  )
}
