import { query, type ReadDb } from '../../cache/db.ts'
import { mapTexts } from '../../cache/erased/leaves.ts'
import { type Reworded, sealsOver } from '../../cache/erased/reword.ts'
import type { SaidRow } from '../../cache/erased/seal.ts'
import { putSetting } from '../../cache/settings.ts'
import type { Writer } from '../../cache/writer.ts'
import { channelSetting, channelValues, sealAddresses } from '../../outbox/door.ts'
import type { Decisions } from '../open/decisions.ts'
import type { WorkspaceIdentity } from '../open/workspace.ts'
import type { SecretStore } from '../secrets-store.ts'

/**
 * A person who knows a webhook's address can often post to it, because a token stands in its path or query. The address is
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

/**
 * Brings an address that an older version kept in the database into the keychain, and takes what it has left in the journal
 * out of it. Another process that does the same meanwhile is no trouble: it has done it then.
 */
export async function moveAddress({
  writer,
  decide,
  ...deps
}: AddressDeps & { writer: Writer; decide: Decisions['decide'] }): Promise<void> {
  const values = channelValues(deps.read, WEBHOOK)
  const { url } = values
  if (url !== undefined && holdsMore(url)) {
    await deps.secrets.set(nameOf(deps.identity), url)
    await writer.write('steady', tx => putSetting(tx, channelSetting(WEBHOOK), { ...values, url: originOf(url) }))
  }
  const rows = deps.read.all(settingWebhook).flatMap(row => withoutToken(row) ?? [])
  if (rows.length > 0) await decide(sealAddresses(rows), { rows: sealsOver(rows) })
}

/** The decisions that set the webhook. */
export const settingWebhook = query<SaidRow>(
  `SELECT id, actor, device, at, command, args, undo, undoes, version FROM journal
   WHERE command = 'channel.set' AND json_extract(args, '$.id') = '${WEBHOOK}' ORDER BY seq`,
)

/** A decision that set the webhook with the origin alone; null where it says no more than that. */
function withoutToken(row: SaidRow): Reworded | null {
  const out = (text: string) => mapTexts(text, leaf => (holdsMore(leaf) ? originOf(leaf) : leaf))
  const [args, undo] = [out(row.args), row.undo === null ? null : out(row.undo)]
  return args === row.args && undo === row.undo ? null : { row: { ...row, args, undo }, before: row.args }
}
