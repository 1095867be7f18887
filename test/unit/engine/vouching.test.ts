import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { vouchesFor } from '../../../main/engine/sources/vouching.ts'
import { shippedManifests } from '../../../main/source/rest/shipped-manifests.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const SIGN_IN = 'https://vendor.example/authorize?state=abc'

it('the pages of sign-ins that wait, and documentation of manifests, may be opened', async () => {
  const where = { dir: tempFolder(), signIns: () => [SIGN_IN] }
  expect(await vouchesFor(SIGN_IN, where)).toBe(true)
  for (const { docs } of shippedManifests) expect(await vouchesFor(docs, where)).toBe(true)
})

it.each([
  'https://vendor.example/authorize',
  'https://vendor.example/authorize?state=abcd',
  'http://vendor.example/authorize?state=abc',
  'https://user@vendor.example/authorize?state=abc',
  'https://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'no address',
])('nothing else may: %s', async address => {
  expect(await vouchesFor(address, { dir: tempFolder(), signIns: () => [SIGN_IN] })).toBe(false)
})

it('a manifest that cannot be used vouches for nothing', async () => {
  const dir = tempFolder()
  mkdirSync(join(dir, 'manifests'))
  writeFileSync(join(dir, 'manifests', 'bad.json'), JSON.stringify({ id: 'bad', docs: 'https://bad.example/' }))
  expect(await vouchesFor('https://bad.example/', { dir, signIns: () => [] })).toBe(false)
})
