import type { Clock } from '../../../shared/clock.ts'
import { smtpSettingSchema } from '../../../shared/model/smtp.ts'
import type { ActionManifest, FixEvidence } from '../../../shared/outbox/action-manifest.ts'
import type { ChannelManifest } from '../../../shared/outbox/channel-manifest.ts'
import { outboxSettingSchema } from '../../../shared/outbox/outbox.ts'
import { query, type ReadDb, statement } from '../../cache/db.ts'
import { getSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import type { HttpOptions } from '../../http/http.ts'
import {
  type Access,
  type ActionChannel,
  type ApiDeps,
  actionChannel,
  actionManifests,
  allowedHostsOf,
  apiChannel,
  type Channel,
  type Channels,
  channelManifests,
  channelValues,
  IN_THE_CLEAR,
  type NotReady,
  named,
  practiceChannel,
  senderSettingSchema,
  showsPassword,
  signInProblem,
  smtpChannel,
  systemOf,
  webhookChannel,
} from '../../outbox/door.ts'
import { clockSettingOf, type WorkspaceIdentity } from '../open/workspace.ts'
import type { SecretStore } from '../secrets-store.ts'
import { EMAIL_FIELDS, missingValues, withDefaults } from './channel-fields.ts'
import { ADDRESS_UNKNOWN, addressOf } from './webhook-address.ts'

/** The name under which the SMTP password lies in the keychain; one for each workspace. */
export const smtpSecret = (identity: WorkspaceIdentity): string => `smtp:${identity.id}`

/** The name under which the secret of another channel lies there. */
export const channelSecret = (identity: WorkspaceIdentity, id: string): string =>
  id === 'email' ? smtpSecret(identity) : `channel-${id}:${identity.id}`

export interface ChannelDeps {
  read: ReadDb
  writer: Writer
  dir: string
  identity: WorkspaceIdentity
  secrets: SecretStore
  clock: Pick<Clock, 'wall'>
  /** For tests: limits and name lookup of the client for servers. */
  http?: HttpOptions
}

const NO_MAIL_SERVER = 'No mail server is set yet. Set one in the settings.'
const REPLAYING =
  'This workspace replays the past: its clock is not the real one, so nothing is sent to real people until somebody allows it in the settings.'

/**
 * A workspace whose clock stands still or is shifted shows people as they were. Sending to them for real is most likely
 * not meant, so it wants a person's word. Null: the clock is the real one.
 */
export function replayOf(read: ReadDb): 'held' | 'confirmed' | null {
  if (clockSettingOf(read).mode === 'real') return null
  return getSetting(read, 'outbox', outboxSettingSchema)?.replaySends ? 'confirmed' : 'held'
}

/** The channels of a workspace as they are set up at the moment. */
export function workspaceChannels(deps: ChannelDeps): Channels {
  return {
    open: async name => {
      const found = await openChannel(deps, name)
      if ('missing' in found || found.practice || replayOf(deps.read) !== 'held') return found
      await found.close()
      return { missing: REPLAYING }
    },
    keyed: () => keyedChannels(deps),
  }
}

/** Opens a channel as it is set up, whatever the workspace's clock is: for its test. */
export async function openChannel(deps: ChannelDeps, name: string): Promise<Channel | NotReady> {
  if (name === 'email') return openEmail(deps)
  if (name === 'webhook') return openWebhook(deps)
  const manifest = manifestOf(deps, name)
  if (manifest) return openApi(deps, manifest)
  const system = systemOf(deps.dir, name)
  return system ? openActions(deps, system) : { missing: `No channel is called ${name}.` }
}

/** Opens a system at which fixes are made, for those who want to look at what became of one. */
export async function openSystem(deps: ChannelDeps, id: string): Promise<ActionChannel | NotReady> {
  const system = systemOf(deps.dir, id)
  return system ? openActions(deps, system) : { missing: `No system is called ${id}.` }
}

const manifestOf = ({ dir }: ChannelDeps, id: string): ChannelManifest | undefined => named(channelManifests(dir), id)

async function openEmail({ read, dir, identity, secrets }: ChannelDeps): Promise<Channel | NotReady> {
  const setting = getSetting(read, 'smtp', smtpSettingSchema)
  if (setting) {
    const values = channelValues(read, 'email')
    const sender = senderSettingSchema.safeParse(values)
    if (!sender.success)
      return { missing: `E-mail is not set up: ${missingValues(EMAIL_FIELDS, values)[0] ?? 'a field is unknown.'}` }
    const allowed = allowedHostsOf(read)
    if (showsPassword(setting, allowed)) return { missing: `E-mail is not set up: ${IN_THE_CLEAR}` }
    return smtpChannel(setting, await secrets.get(smtpSecret(identity)), sender.data, allowed)
  }
  // Nobody in the simulated shop exists; its messages go into a folder so that the whole path can be tried.
  return identity.sample ? practiceChannel(dir) : { missing: NO_MAIL_SERVER }
}

async function openWebhook({ read, identity, secrets, clock, http }: ChannelDeps): Promise<Channel | NotReady> {
  const { url: shown = '', remembers_hours = '' } = channelValues(read, 'webhook')
  const url = await addressOf({ read, identity, secrets })
  const secret = await secrets.get(channelSecret(identity, 'webhook'))
  if (!shown) return { missing: 'The webhook has no address yet. Set one in the settings.' }
  if (!url) return { missing: ADDRESS_UNKNOWN }
  if (!secret) return { missing: 'The webhook has no secret yet. Set one in the settings.' }
  const setting = { url, remembersHours: Number(remembers_hours) || 0 }
  return webhookChannel({
    setting,
    secret,
    allowedHosts: allowedHostsOf(read),
    wall: clock.wall,
    ...(http && { http }),
  })
}

async function openApi(deps: ChannelDeps, manifest: ChannelManifest): Promise<Channel | NotReady> {
  const ready = await readyFor(deps, manifest)
  return 'missing' in ready ? ready : apiChannel({ manifest, ...ready })
}

async function openActions(deps: ChannelDeps, manifest: ActionManifest): Promise<ActionChannel | NotReady> {
  const ready = await readyFor(deps, manifest)
  if ('missing' in ready) return ready
  const keepBefore = (key: string, evidence: FixEvidence) =>
    deps.writer.write('user', tx => tx.run(keepEvidence(key, evidence))).then(() => {})
  const attempts = (action: string, target: string) => deps.read.all(attemptsAt(action, target)).map(({ at }) => at)
  return actionChannel({ manifest, ...ready, keepBefore, attempts })
}

const keepEvidence = (key: string, evidence: FixEvidence) =>
  statement(
    `UPDATE resolution SET evidence_before = json_patch(evidence_before, ?)
     WHERE outbox_id = (SELECT id FROM outbox WHERE key = ?)`,
    [JSON.stringify(evidence), key],
  )
/** A look that was put off, or a check that held it back, has tried nothing. */
export const attemptsAt = (action: string, target: string) =>
  query<{ at: number }>(
    `SELECT a.started_at AS at FROM resolution r JOIN attempt a ON a.outbox_id = r.outbox_id
     WHERE r.action = ? AND r.target = ? AND coalesce(a.ending, '') NOT IN ('later', 'preflight', 'not_sent')`,
    [action, target],
  )

/** What a manifest's requests need, once a person has filled in everything. */
async function readyFor(deps: ChannelDeps, manifest: Access): Promise<Omit<ApiDeps, 'manifest'> | NotReady> {
  const { read, identity, secrets, clock, http } = deps
  const secret = channelSecret(identity, manifest.id)
  const settings = withDefaults(manifest.settings, channelValues(read, manifest.id))
  const missing = missingValues(manifest.settings, settings)[0] ?? signInProblem(manifest.auth, settings)
  if (missing) return { missing: `${manifest.name} is not set up: ${missing}` }
  if (manifest.auth.kind !== 'none' && (await secrets.get(secret)) === null)
    return { missing: `${manifest.name} has no ${manifest.secret ?? 'secret'} yet. Set it in the settings.` }
  return { settings, secrets, secret, allowedHosts: allowedHostsOf(read), clock, ...(http && { http }) }
}

/** Known without opening them: this is asked every second. */
function keyedChannels({ read, dir }: ChannelDeps): string[] {
  const promised = channelManifests(dir).flatMap(found =>
    found.ok && (found.manifest.message.key?.lookup || found.manifest.message.key?.repeatableFor)
      ? [found.manifest.id]
      : [],
  )
  for (const found of actionManifests(dir))
    if (
      found.ok &&
      Object.values(found.manifest.actions).every(({ apply }) => apply.key?.lookup || apply.key?.repeatableFor)
    )
      promised.push(found.manifest.id)
  return Number(channelValues(read, 'webhook').remembers_hours) > 0 ? [...promised, 'webhook'] : promised
}
