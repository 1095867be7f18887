import { own } from '../../../shared/foreign/own.ts'
import { smtpSettingSchema } from '../../../shared/model/smtp.ts'
import type { ChannelList, ChannelView } from '../../../shared/outbox/channel.ts'
import { fail, type Result } from '../../../shared/result.ts'
import { getSetting } from '../../cache/settings.ts'
import {
  actionManifests,
  allowedHostsOf,
  channelManifests,
  channelValues,
  type FoundActions,
  type FoundManifest,
  IN_THE_CLEAR,
  named,
  showsPassword,
  systemOf,
} from '../../outbox/door.ts'
import { checkValues, EMAIL_FIELDS, type Field, missingValues, WEBHOOK_FIELDS, withDefaults } from './channel-fields.ts'
import { type ChannelDeps, channelSecret } from './channels.ts'
import { ADDRESS_UNKNOWN, addressOf } from './webhook-address.ts'

/** What the sample does with its messages as long as no mail server is set. */
const PRACTICE = 'Messages of the sample are written into a folder of this computer; none is sent.'

/** Every channel that there could be, and what is missing before it can be used. */
export async function listChannels(deps: ChannelDeps): Promise<ChannelList> {
  const manifests = channelManifests(deps.dir)
  const channels = await Promise.all([
    email(deps),
    webhook(deps),
    ...manifests.map(found => (found.ok ? manifestView(deps, found) : broken(found))),
    ...actionManifests(deps.dir).map(found => (found.ok ? systemView(deps, found) : broken(found))),
  ])
  return { channels, allowedHosts: allowedHostsOf(deps.read) }
}

/** Holds a person's values against the fields of the channel they are for. */
export function checkChannel(
  deps: ChannelDeps,
  id: string,
  values: Record<string, string>,
): Result<Record<string, string>> {
  const manifest = named(channelManifests(deps.dir), id) ?? systemOf(deps.dir, id)
  const fields = id === 'email' ? EMAIL_FIELDS : id === 'webhook' ? WEBHOOK_FIELDS : manifest?.settings
  if (fields) return checkValues(fields, values, manifest?.test.request)
  return fail('not_found', 'The channel was not changed.', `No channel is called ${id}.`, 'Check the list of channels.')
}

async function email(deps: ChannelDeps): Promise<ChannelView> {
  const server = getSetting(deps.read, 'smtp', smtpSettingSchema)
  const isPractice = !server && deps.identity.sample
  const view = await viewOf(deps, {
    id: 'email',
    name: 'E-mail',
    about: isPractice ? PRACTICE : 'Sent through your mail server.',
    origin: 'built_in',
    fields: EMAIL_FIELDS,
    secret: server?.user ? 'Password' : null,
    afterCrash: 'shown',
  })
  const missing = [...view.missing]
  if (!server && !isPractice) missing.unshift('No mail server is set yet.')
  if (server && showsPassword(server, allowedHostsOf(deps.read))) missing.unshift(IN_THE_CLEAR)
  return { ...view, missing, ready: missing.length === 0 }
}

async function webhook(deps: ChannelDeps): Promise<ChannelView> {
  const view = await viewOf(deps, {
    id: 'webhook',
    name: 'Webhook',
    about: 'A signed request to your own endpoint, for in-app messages, push or a chat gateway.',
    origin: 'built_in',
    fields: WEBHOOK_FIELDS,
    secret: 'Signing secret',
    afterCrash: Number(channelValues(deps.read, 'webhook').remembers_hours) > 0 ? 'repeated' : 'shown',
  })
  const { url = '' } = channelValues(deps.read, 'webhook')
  const isUnknown = url !== '' && (await addressOf(deps)) === ''
  return isUnknown ? { ...view, missing: [ADDRESS_UNKNOWN, ...view.missing], ready: false } : view
}

function manifestView(deps: ChannelDeps, { manifest, origin }: FoundManifest & { ok: true }): Promise<ChannelView> {
  const { id, name, about, settings, secret, auth, message } = manifest
  return viewOf(deps, {
    id,
    name,
    about,
    origin,
    fields: settings,
    secret: auth.kind === 'none' ? null : (secret ?? 'Secret'),
    afterCrash: message.key?.lookup ? 'asked' : message.key?.repeatableFor ? 'repeated' : 'shown',
  })
}

const systemView = (deps: ChannelDeps, { manifest, origin }: FoundActions & { ok: true }): Promise<ChannelView> => {
  const { id, name, about, settings, secret, auth, actions } = manifest
  const keys = Object.values(actions).map(({ apply }) => apply.key)
  return viewOf(deps, {
    id,
    name,
    about,
    origin,
    use: 'fixes',
    fields: settings,
    secret: auth.kind === 'none' ? null : (secret ?? 'Secret'),
    afterCrash: keys.every(key => key?.repeatableFor) ? 'repeated' : keys.every(key => key?.lookup) ? 'asked' : 'shown',
  })
}

const broken = async ({ file, problem }: { file: string; problem: string }): Promise<ChannelView> => ({
  id: file,
  name: file,
  about: '',
  use: 'messages',
  origin: 'workspace',
  fields: [],
  secret: null,
  hasSecret: false,
  ready: false,
  missing: [],
  problem,
  afterCrash: 'shown',
})

type Shape = Partial<Pick<ChannelView, 'use'>> &
  Pick<ChannelView, 'id' | 'name' | 'about' | 'origin' | 'secret' | 'afterCrash'> & {
    fields: readonly Field[]
  }

async function viewOf({ read, secrets, identity }: ChannelDeps, shape: Shape): Promise<ChannelView> {
  const values = withDefaults(shape.fields, channelValues(read, shape.id))
  const hasSecret = shape.secret !== null && (await secrets.get(channelSecret(identity, shape.id))) !== null
  const missing = missingValues(shape.fields, values)
  if (shape.secret !== null && !hasSecret) missing.push(`${shape.secret} is missing.`)
  return {
    use: 'messages',
    ...shape,
    fields: shape.fields.map(({ name, label, help, optional }) => ({
      name,
      label,
      help: help ?? null,
      value: own(values, name) ?? '',
      optional,
    })),
    hasSecret,
    missing,
    ready: missing.length === 0,
    problem: null,
  }
}
