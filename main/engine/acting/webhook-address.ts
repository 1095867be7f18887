import type { ReadDb } from '../../cache/db.ts'
import { putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { channelSetting, channelValues } from '../../outbox/door.ts'
import type { WorkspaceIdentity } from '../open/workspace.ts'
import type { SecretStore } from '../secrets-store.ts'

/**
 * Whoever knows a webhook's address can often post to it, because a token stands in its path or query. The address is
 * therefore kept in the keychain; the database, the journal and the page only have its origin.
 */
interface AddressDeps {
  read: ReadDb
  identity: WorkspaceIdentity
  secrets: Pick<SecretStore, 'get' | 'set'>
}

/** What a person reads where the address was entered on another computer, or in a process that kept nothing. */
export const ADDRESS_UNKNOWN =
  'The address of the webhook is not known on this computer. Enter it in the settings, or set FORESTALL_CHANNEL_WEBHOOK_ADDRESS_PASSWORD.'
const WEBHOOK = 'webhook'
const nameOf = ({ id }: WorkspaceIdentity): string => `channel-webhook-address:${id}`

/** `https://hooks.example.com` of a whole address; the text itself where it is none. */
const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address)
const holdsMore = (address: string): boolean => URL.canParse(address) && address !== originOf(address)

/** The whole address that is asked; empty where it is not known on this computer. */
export async function addressOf({ read, identity, secrets }: AddressDeps): Promise<string> {
  const { url = '' } = channelValues(read, WEBHOOK)
  // Version 0.1 kept the whole address; so does a shell without a keychain that opens such a workspace.
  if (url === '' || holdsMore(url)) return url
  const kept = (await secrets.get(nameOf(identity))) ?? ''
  return originOf(kept) === url ? kept : ''
}

/** What of a channel's values goes into the database: an address gives its origin, and goes into the keychain itself. */
export async function withoutAddress(
  { read, identity, secrets }: AddressDeps,
  id: string,
  values: Record<string, string>,
): Promise<Record<string, string>> {
  if (id !== WEBHOOK) return values
  const { url, ...others } = values
  if (url === undefined) {
    await secrets.set(nameOf(identity), null)
    return values
  }
  // What the page was shown comes back when another field is changed.
  const isShown = url === originOf(channelValues(read, WEBHOOK).url ?? '')
  const address = isShown ? await addressOf({ read, identity, secrets }) : url
  if (address !== '') await secrets.set(nameOf(identity), address)
  return { ...others, url: originOf(url) }
}

/** Brings an address that an older version kept in the database into the keychain. */
export async function moveAddress({ writer, ...deps }: AddressDeps & { writer: Writer }): Promise<void> {
  const values = channelValues(deps.read, WEBHOOK)
  const { url } = values
  if (url === undefined || !holdsMore(url)) return
  await deps.secrets.set(nameOf(deps.identity), url)
  await writer.write('steady', tx => putSetting(tx, channelSetting(WEBHOOK), { ...values, url: originOf(url) }))
}
