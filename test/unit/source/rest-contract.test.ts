import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { aLoopbackServer, json } from '../../helpers/loopback.ts'
import { until } from '../../helpers/until.ts'

/** A vendor with OAuth 2, a workspace with a manifest for it, and the contract's client. */
async function workspace() {
  const vendor = await aLoopbackServer((ask, res) => {
    if (ask.url.pathname === '/token') return json(res, { access_token: 'at', refresh_token: 'rt', expires_in: 3_600 })
    if (ask.headers.authorization !== 'Bearer at')
      return json(res, { message: `no right for ${ask.headers.authorization}` }, 401)
    json(res, { data: [{ id: 'a1', name: 'Acme', updated_at: '2026-01-01T00:00:00Z' }, { name: 'nobody' }] })
  })
  onTestFinished(() => vendor.stop())
  const manifest: ManifestInput = {
    manifest: 1,
    id: 'vendor',
    name: 'Vendor',
    category: 'crm',
    gives: ['usage'],
    about: 'Accounts.',
    docs: 'https://vendor.example',
    baseUrl: vendor.url,
    settings: [{ key: 'client', label: 'Client id' }],
    secrets: [{ key: 'refresh', label: 'Refresh token' }],
    auth: {
      kind: 'oauth2',
      grant: 'refresh_token',
      tokenUrl: `${vendor.url}/token`,
      authorizeUrl: `${vendor.url}/authorize`,
      clientId: '{settings.client}',
      refreshSecret: 'refresh',
    },
    streams: [
      {
        name: 'accounts',
        request: { path: '/accounts', query: { since: '{since}' } },
        select: 'data',
        incremental: { field: 'updated_at' },
        records: [{ record: 'account', id: 'id', name: 'name' }],
      },
    ],
  }
  const { dir, call } = await aWorkspace()
  mkdirSync(join(dir, 'manifests'))
  writeFileSync(join(dir, 'manifests', 'vendor.json'), JSON.stringify(manifest))
  writeFileSync(join(dir, 'manifests', 'wrong.json'), JSON.stringify({ ...manifest, id: 'wrong', category: 'shop' }))
  return { vendor, manifest, client: call }
}

it('a manifest in the workspace is shown, looked at, signed in to and read', async () => {
  const { vendor, client } = await workspace()
  const shown = await client.source.manifests()
  expect(shown.find(one => one.id === 'vendor')).toMatchObject({ file: 'vendor.json', usable: true, signsIn: true })
  expect(shown.find(one => one.id === 'wrong')).toMatchObject({ usable: false, problems: [{ path: 'category' }] })

  const config = { manifest: 'vendor', settings: { client: 'me' }, allowedHosts: [vendor.host] }
  const { sourceId } = await client.source.add({ name: 'Vendor', kind: 'rest', config })
  const { url } = await client.source.signIn({ sourceId })
  expect(await client.source.signInStanding({ sourceId })).toEqual({ waiting: true, problem: null })
  const asked = new URL(url).searchParams
  await fetch(`${asked.get('redirect_uri')}?code=good&state=${asked.get('state')}`)
  await until(async () => (await client.source.signInStanding({ sourceId }))?.waiting === false)
  expect(await client.source.signInStanding({ sourceId })).toEqual({ waiting: false, problem: null })

  const [preview] = await client.source.previewConnected({ sourceId, secrets: {}, limit: 5 })
  expect(preview?.rows.map(row => row.error ?? row.mapped.name)).toEqual(['The id is missing at “id”.', 'Acme'])
  const report = await client.source.sync({ sourceId })
  expect(report.streams).toMatchObject([{ name: 'accounts', changed: 1, quarantined: 1 }])
})

it('a manifest that is being written is checked and looked at without being connected', async () => {
  const { vendor, manifest, client } = await workspace()
  expect(await client.source.checkManifest({ manifest: { ...manifest, gives: [] } as never })).toMatchObject({
    id: null,
    problems: [{ path: 'gives', problem: 'expected at least one' }],
  })
  const ask = { manifest: manifest as never, settings: { client: 'me' }, allowedHosts: [vendor.host], limit: 5 }
  const [good] = await client.source.previewConnected({ ...ask, secrets: { refresh: 'rt' } })
  expect(good).toMatchObject({ stream: 'accounts', problem: null })
  const [bad] = await client.source.previewConnected({ ...ask, secrets: {} })
  expect(bad?.problem).toContain('The refresh token is missing')
  expect(await client.source.list()).toEqual([])
})
