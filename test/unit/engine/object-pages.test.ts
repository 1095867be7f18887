import { describe, expect, it } from 'vitest'
import { createObjectPages, type KnownObject } from '../../../main/engine/sources/object-pages.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const SETTINGS: Record<string, Record<string, string>> = {
  zendesk: { subdomain: 'nordlys', email: 'desk@nordlys.example' },
  freshdesk: { subdomain: 'nordlys' },
  chatwoot: { host: 'chat.nordlys.example', account_id: '3' },
  'request-tracker': { host: 'rt.nordlys.example/rt' },
}
const ticket = (manifest: string, externalId = '42', settings = SETTINGS[manifest] ?? {}): KnownObject => ({
  ...{ kind: 'ticket', externalId, source: 'Helpdesk', sourceKind: 'rest' },
  config: JSON.stringify({ manifest, settings }),
})
const pages = () => createObjectPages(tempFolder())
const addressOf = async (object: KnownObject) => (await pages().pageOf(object))?.address ?? null

it.each([
  ['zendesk', 'https://nordlys.zendesk.com/agent/tickets/42'],
  ['freshdesk', 'https://nordlys.freshdesk.com/a/tickets/42'],
  ['chatwoot', 'https://chat.nordlys.example/app/accounts/3/conversations/42'],
  ['request-tracker', 'https://rt.nordlys.example/rt/Ticket/Display.html?id=42'],
])('a ticket of %s is opened where its agents see it', async (manifest, address) => {
  expect(await addressOf(ticket(manifest))).toBe(address)
})

it('an id can become no other place and no other question', async () => {
  expect(await addressOf(ticket('zendesk', '../../x?y#z'))).toBe(
    'https://nordlys.zendesk.com/agent/tickets/..%2F..%2Fx%3Fy%23z',
  )
  expect(await addressOf(ticket('zendesk', '..'))).toBeNull()
})

it.each([
  ['an object of another kind', { ...ticket('zendesk'), kind: 'order' }],
  ['a source that is not read by a manifest', { ...ticket('zendesk'), sourceKind: 'files', config: '{}' }],
  ['a manifest that is not there', ticket('nowhere')],
  ['a setting that is missing', ticket('zendesk', '42', {})],
])('%s has no page', async (_case, object) => {
  expect(await addressOf(object)).toBeNull()
})

describe('what was given out', () => {
  it('is vouched for, and nothing that resembles it', async () => {
    const given = pages()
    const address = 'https://nordlys.zendesk.com/agent/tickets/42'
    expect(given.has(address)).toBe(false)
    await given.pageOf(ticket('zendesk'))
    expect([address, `${address}?to=x`, `${address}3`].map(given.has)).toEqual([true, false, false])
  })
})
