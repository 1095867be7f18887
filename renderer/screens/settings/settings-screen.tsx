import { useMantineColorScheme } from '@mantine/core'
import { NotificationsCard } from '../../desktop/notifications-card.tsx'
import { PageTop } from '../../parts/page-top.tsx'
import { useWorkspace } from '../../state/now.ts'
import { DENSITIES, DENSITY_WORDS, useDensity } from '../../state/own/density.ts'
import { SegmentedControl } from '../../theme/controls.ts'
import { ChannelsCard } from './channels-card.tsx'
import { ClockForm } from './clock-form.tsx'
import { CopiesCard } from './copies-card.tsx'
import { ErasuresCard } from './erasures-card.tsx'
import { FixesCard } from './fixes-card.tsx'
import { GuardrailsForm } from './guardrails-form.tsx'
import { JournalList } from './journal-list.tsx'
import { KeysCard } from './keys/keys-card.tsx'
import { LicencesCard } from './licences-card.tsx'
import { RatesCard } from './rates-card.tsx'
import { RetentionCard } from './retention-card.tsx'
import { RolesCard } from './roles-card.tsx'
import { SmtpForm } from './smtp-form.tsx'
import { SuppressionsCard } from './suppressions-card.tsx'
import { UpdatesCard } from './updates-card.tsx'
import { Workspaces } from './workspaces.tsx'
import './settings.css'

/** How the console looks for this person on this computer. */
function Appearance() {
  const { density, setDensity } = useDensity()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <section className="card" aria-label="Appearance">
      <h2>Appearance</h2>
      <SegmentedControl
        size="xs"
        aria-label="Theme"
        value={colorScheme}
        onChange={setColorScheme}
        data={[
          { value: 'auto', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <SegmentedControl
        size="xs"
        aria-label="Row density"
        value={density}
        onChange={setDensity}
        data={DENSITIES.map(value => ({ value, label: DENSITY_WORDS[value] }))}
      />
    </section>
  )
}

/** Channels, fixes, workspaces, guardrails, roles, clock, appearance, keys and the journal. */
export function SettingsScreen() {
  const workspace = useWorkspace()
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop
          title="Settings"
          about={
            workspace.data
              ? `${workspace.data.dir} · Forestall ${workspace.data.appVersion} · user ${workspace.data.actor}`
              : ''
          }
        />
        <div className="settings">
          <div className="stack">
            <SmtpForm />
            <ChannelsCard />
            <FixesCard />
            <SuppressionsCard />
            <ErasuresCard />
            <RetentionCard />
            <UpdatesCard />
            <LicencesCard />
          </div>
          <div className="stack">
            <Workspaces />
            <CopiesCard />
            <GuardrailsForm />
            <RatesCard />
            <RolesCard />
            <ClockForm />
            <Appearance />
            <NotificationsCard />
          </div>
        </div>
        <KeysCard />
        <JournalList />
      </div>
    </div>
  )
}
