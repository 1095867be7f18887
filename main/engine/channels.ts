import { smtpSettingSchema } from '../../shared/model.ts'
import { outboxSettingSchema } from '../../shared/outbox.ts'
import { senderSettingSchema } from '../../shared/sender.ts'
import type { ReadDb } from '../cache/db.ts'
import { getSetting } from '../cache/settings.ts'
import type { Channel, Channels, NotReady } from '../outbox/channels/channel.ts'
import { practiceChannel } from '../outbox/channels/practice.ts'
import { smtpChannel } from '../outbox/channels/smtp.ts'
import type { SecretStore } from '../secrets-store.ts'
import { clockSettingOf, type WorkspaceIdentity } from './workspace.ts'

/** The name under which the SMTP password lies in the keychain; one for each workspace. */
export const smtpSecret = (identity: WorkspaceIdentity): string => `smtp:${identity.id}`

interface Deps {
  read: ReadDb
  dir: string
  identity: WorkspaceIdentity
  secrets: SecretStore
}

const NO_MAIL_SERVER = 'No mail server is set yet. Set one in the settings.'
const REPLAYING =
  'This workspace replays the past: its clock is not the real one, so nothing leaves for real people until somebody confirms that in the settings.'

/**
 * A workspace whose clock stands still or is shifted shows people as they were. Sending to them for real is most likely
 * not meant, so it wants a person's word. Null: the clock is the real one.
 */
export function replayOf(read: ReadDb): 'held' | 'confirmed' | null {
  if (clockSettingOf(read).mode === 'real') return null
  return getSetting(read, 'outbox', outboxSettingSchema)?.replaySends ? 'confirmed' : 'held'
}

/** The channels of a workspace as they are set up at the moment. */
export function workspaceChannels(deps: Deps): Channels {
  return {
    open: async name => {
      const found = await openChannel(deps, name)
      return 'missing' in found || !leavesForReal(found) || replayOf(deps.read) !== 'held'
        ? found
        : { missing: REPLAYING }
    },
    keyed: () => [],
  }
}

const leavesForReal = ({ practice }: Channel): boolean => practice !== true

async function openChannel(deps: Deps, name: string): Promise<Channel | NotReady> {
  return name === 'email' ? openEmail(deps) : { missing: `No channel is called ${name}. Set it up in the settings.` }
}

async function openEmail({ read, dir, identity, secrets }: Deps): Promise<Channel | NotReady> {
  const setting = getSetting(read, 'smtp', smtpSettingSchema)
  if (setting) {
    const sender = getSetting(read, 'channel.email', senderSettingSchema) ?? {}
    return smtpChannel(setting, await secrets.get(smtpSecret(identity)), sender)
  }
  // Nobody in the simulated shop exists; its messages go into a folder so that the whole path can be tried.
  return identity.sample ? practiceChannel(dir) : { missing: NO_MAIL_SERVER }
}
