import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkManifest } from '../../../main/source/rest/manifest-check.ts'
import { findManifest, listManifests } from '../../../main/source/rest/manifests.ts'
import { fillSettings } from '../../../main/source/rest/settings.ts'
import type { ManifestInput } from '../../../shared/source/manifest.ts'
import { aManifest } from '../../helpers/rest.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

type Stream = Record<string, unknown>
const stream = (changes: Stream = {}): Stream => ({
  name: 'accounts',
  request: { path: '/accounts', query: { since: '{since}' } },
  incremental: { field: 'updated_at' },
  records: [{ record: 'account', id: 'id' }],
  ...changes,
})
const manifest = (changes: Record<string, unknown> = {}, ...streams: Stream[]) => ({
  manifest: 1,
  id: 'shop',
  name: 'Shop',
  category: 'other',
  gives: ['usage'],
  about: 'A shop.',
  docs: 'https://shop.example/docs',
  baseUrl: 'https://shop.example',
  auth: { kind: 'none' },
  streams: streams.length > 0 ? streams : [stream()],
  ...changes,
})
const problems = (json: unknown) =>
  checkManifest(json).problems.map(({ path, problem, level }) => `${level} ${path}: ${problem}`)

it('a good one has no problems', () => expect(problems(manifest())).toEqual([]))

it('warns of a constant moment that is hardly true', () => {
  const dated = (at: string) =>
    problems(manifest({}, stream({ records: [{ record: 'account', id: 'id', signedUpAt: { const: at } }] })))
  expect(dated('1970-01-01')).toEqual([
    'warning streams[0].records[0].signedUpAt: 1970-01-01 is before 1990 or after 2100',
  ])
  expect(dated('2024-01-01')).toEqual([])
})

it('the one that the documentation shows has none', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/manifests.md'), 'utf8')
  const [, example] = /```json\n([\s\S]*?)```/.exec(text) ?? []
  expect(problems(JSON.parse(example ?? ''))).toEqual([])
})

describe('an error names the path in the JSON and what was expected', () => {
  it.each<[string, unknown, string]>([
    ['missing', manifest({ name: undefined }), 'error name: expected text, found nothing'],
    ['unknown field', manifest({ nmae: 'x' }), 'error nmae: unknown field'],
    [
      'unknown field within',
      manifest({}, stream({ paging: { kind: 'link', siez: 1 } })),
      'error streams[0].paging.siez: unknown field',
    ],
    [
      'a pattern that goes back over what it has read',
      manifest({ settings: [{ key: 'host', label: 'Host', pattern: '(a)\\1' }] }),
      'error settings[0].pattern: expected a regular expression of RE2: invalid escape sequence: `\\1` (RE2 has no look-around and no backreference, so that it always comes to an end)',
    ],
    [
      'a kind that is none',
      manifest({ auth: { kind: 'magic' } }),
      'error auth.kind: expected a known kind, found "magic"',
    ],
    [
      'a number',
      manifest({}, stream({ paging: { kind: 'offset', param: 'o', size: { param: 'l', value: 0 } } })),
      'error streams[0].paging.size.value: expected 1 or more, found 0',
    ],
    [
      'a duration',
      manifest({}, stream({ incremental: { field: 'u', overlap: '5 minutes' } })),
      'error streams[0].incremental.overlap: expected a duration such as 5m, 6h or 30d, found "5 minutes"',
    ],
    [
      'a value',
      manifest({}, stream({ records: [{ record: 'account', id: 'id', name: { path: 'n', type: 'txt' } }] })),
      'error streams[0].records[0].name.type: expected one of "text", "integer", "number", "boolean", "date", "money", found "txt"',
    ],
    [
      'path and const',
      manifest({}, stream({ records: [{ record: 'account', id: { path: 'a', const: 1 } }] })),
      'error streams[0].records[0].id: expected either a column (field), an expression (path) or a constant (const)',
    ],
    [
      'an expression',
      manifest({}, stream({ select: 'data[' })),
      'error streams[0].select: expected a JMESPath expression',
    ],
    [
      'an expression of a mapping',
      manifest({}, stream({ records: [{ record: 'event', id: 'id', account: 'a', kind: 'b..c', at: 'd' }] })),
      'error streams[0].records[0].kind: expected a JMESPath expression',
    ],
    [
      'a placeholder',
      manifest({}, stream({ request: { path: '/a', query: { a: '{since}', b: '{sicne}' } } })),
      'error streams[0].request.query.b: there is no placeholder {sicne}',
    ],
    [
      'a setting',
      manifest({ baseUrl: 'https://{settings.shop}.example' }),
      'error baseUrl: {settings.shop} is not among the settings',
    ],
    [
      'a secret',
      manifest({ auth: { kind: 'bearer', secret: 'key' } }),
      'error auth.secret: “key” is not among the secrets',
    ],
    ['a name twice', manifest({}, stream(), stream()), 'error streams[1].name: is listed twice'],
    [
      'records of another',
      manifest({}, stream({ records: 'orders' })),
      'error streams[0].records: there is no stream “orders” with records of its own',
    ],
    [
      'an address',
      manifest({ baseUrl: 'shop.example' }),
      'error baseUrl: expected an address such as https://api.example.com',
    ],
  ])('%s', (_name, json, words) => expect(problems(json).join('\n')).toContain(words))

  it('and all of them at once', () => expect(problems({ manifest: 2, streams: [] }).length).toBeGreaterThan(5))
})

describe('what cannot work, or loses records, is said', () => {
  it.each<[string, Stream, string]>([
    [
      'no overlap',
      { incremental: { field: 'u', overlap: '0s' } },
      'warning streams[0].incremental.overlap: without overlap',
    ],
    [
      'no incremental',
      { incremental: undefined, request: { path: '/a' } },
      'warning streams[0].incremental: without it, every sync reads everything again',
    ],
    ['since without incremental', { incremental: undefined }, 'error streams[0].incremental: required'],
    ['incremental without since', { request: { path: '/a' } }, 'error streams[0].request: does not use {since}'],
    [
      'window without until',
      { incremental: { window: '1d', oldest: '9d' } },
      'error streams[0].incremental.window: needs {until}',
    ],
    [
      'a window since 1970',
      { request: { path: '/a', query: { a: '{since}', b: '{until}' } }, incremental: { window: '1d' } },
      'error streams[0].incremental.oldest',
    ],
    [
      'a body of a GET',
      { paging: { kind: 'cursor', in: 'body', param: 'c', next: 'n' } },
      'error streams[0].paging.in: a GET has no body',
    ],
    [
      'a cursor from nowhere',
      { paging: { kind: 'cursor', param: 'c' } },
      'error streams[0].paging: expected either next or last',
    ],
    [
      'a parent that is none',
      { request: { path: '/a/{parent.id}', query: { s: '{since}' } } },
      'error streams[0].request: uses {parent.…}',
    ],
    [
      'money without a currency',
      { records: [{ record: 'account', id: 'id', mrr: 'mrr' }] },
      'error streams[0].records[0].mrr',
    ],
  ])('%s', (_name, changes, words) => expect(problems(manifest({}, stream(changes))).join('\n')).toContain(words))

  it('a warning does not forbid it', () =>
    expect(checkManifest(manifest({}, stream({ incremental: { field: 'u', overlap: '0s' } }))).manifest).not.toBeNull())
})

describe('settings', () => {
  const withSettings = (settings: ManifestInput['settings']) =>
    aManifest({ baseUrl: 'https://{settings.shop}.shop.example', ...(settings ? { settings } : {}) })

  it('take their places, defaults too', () => {
    const made = withSettings([{ key: 'shop', label: 'Shop', default: 'acme' }])
    expect(fillSettings(made, {})).toMatchObject({ value: { baseUrl: 'https://acme.shop.example' } })
    expect(fillSettings(made, { shop: ' other ' })).toMatchObject({ value: { baseUrl: 'https://other.shop.example' } })
  })

  it('that are missing, or would change what an address or an expression means, are refused', () => {
    const made = withSettings([{ key: 'shop', label: 'Name of the shop', example: 'acme' }])
    expect(fillSettings(made, {})).toMatchObject({ error: { why: 'Name of the shop is missing.' } })
    for (const shop of ['evil.example/', 'a b', "x' || 'y", 'a@b', '{record.id}'])
      expect(fillSettings(made, { shop }).ok, shop).toBe(false)
    const loose = withSettings([{ key: 'shop', label: 'Shop', pattern: '.*' }])
    expect(fillSettings(loose, { shop: "x'y" }).ok).toBe(false)
  })

  it('of a closed list take only what is on it', () => {
    const made = withSettings([{ key: 'shop', label: 'Region', choices: { eu: 'Europe', us: 'America' } }])
    expect(fillSettings(made, { shop: 'eu' }).ok).toBe(true)
    expect(fillSettings(made, { shop: 'toString' }).ok).toBe(false)
  })
})

describe('the workspace’s own', () => {
  it('are found beside the shipped ones, with what is wrong in them, and take a shipped one’s place', async () => {
    const dir = tempFolder()
    expect((await listManifests(dir)).map(found => found.id)).toContain('stripe')
    await mkdir(join(dir, 'manifests'))
    await writeFile(join(dir, 'manifests', 'mine.json'), JSON.stringify(manifest({ id: 'stripe' })))
    await writeFile(join(dir, 'manifests', 'broken.json'), '{')
    await writeFile(join(dir, 'manifests', 'wrong.json'), JSON.stringify(manifest({ id: 'wrong', auth: {} })))
    await writeFile(join(dir, 'manifests', 'notes.txt'), 'no manifest')
    const found = await listManifests(dir)
    expect(found.map(({ id, file }) => [id, file]).slice(0, 3)).toEqual([
      ['broken', 'broken.json'],
      ['stripe', 'mine.json'],
      ['wrong', 'wrong.json'],
    ])
    expect(found.filter(({ id }) => id === 'stripe')).toHaveLength(1)
    expect(await findManifest(dir, 'stripe')).toMatchObject({ value: { name: 'Shop' } })
    expect(await findManifest(dir, 'broken')).toMatchObject({ error: { why: expect.stringContaining('is not JSON') } })
    expect(await findManifest(dir, 'none')).toMatchObject({ error: { kind: 'not_found' } })
  })
})
