import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANNELS, channelManifests, checkManifest } from '../../main/outbox/channels/manifests.ts'
import { shippedChannels } from '../../main/outbox/channels/shipped.ts'
import { compileRequest } from '../../main/outbox/channels/template.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const OWN = {
  version: 1,
  id: 'own-chat',
  name: 'Own chat',
  about: 'A chat of one’s own.',
  docs: ['https://chat.example.com/docs'],
  auth: { kind: 'bearer' },
  test: { request: { method: 'GET', url: 'https://chat.example.com/me' } },
  message: {
    request: {
      method: 'POST',
      url: 'https://chat.example.com/rooms/{{ to.address }}',
      json: { text: '{{ message.text }}' },
    },
  },
}

describe('manifests', () => {
  it('ship for Slack, Intercom and Zendesk, each with the documentation it was written from', () => {
    expect(shippedChannels.map(({ id }) => id)).toEqual(['slack', 'intercom', 'zendesk'])
  })

  it('are taken from the workspace’s folder, and one there replaces the shipped one of its name', () => {
    const dir = tempFolder()
    mkdirSync(join(dir, CHANNELS))
    writeFileSync(join(dir, CHANNELS, 'own.json'), JSON.stringify(OWN))
    writeFileSync(join(dir, CHANNELS, 'slack.json'), JSON.stringify({ ...OWN, id: 'slack' }))
    writeFileSync(join(dir, CHANNELS, 'twin.json'), JSON.stringify(OWN))
    writeFileSync(join(dir, CHANNELS, 'broken.json'), '{')
    const found = channelManifests(dir).map(each => (each.ok ? `${each.origin} ${each.manifest.id}` : each.problem))
    expect(found).toEqual([
      'shipped intercom',
      'shipped zendesk',
      'It cannot be read as JSON.',
      'workspace own-chat',
      'workspace slack',
      'Another file gives the name own-chat already.',
    ])
  })

  it.each([
    [{ ...OWN, id: 'email' }, /The name email is taken/],
    [{ ...OWN, colour: 'red' }, /colour/],
    [{ ...OWN, message: { request: { method: 'POST', url: 'https://x/{{ a' } } }, /^At message\.request: .*line:1/],
    [
      { ...OWN, message: { request: { method: 'POST', url: 'https://x', json: { a: ['{{ a | no_such }}'] } } } },
      /no_such/,
    ],
    [
      { ...OWN, message: { request: { method: 'POST', url: 'https://x', json: {}, form: {} } } },
      /^At message\.request: .*not both/,
    ],
    [{ ...OWN, settings: [{ name: 'a', label: 'A', pattern: '(' }] }, /^At settings or auth/],
  ])('that cannot work say where', (manifest, problem) => {
    const found = checkManifest(manifest, 'own.json')
    expect(!found.ok && found.problem).toMatch(problem)
  })
})

const request = compileRequest({
  method: 'POST',
  url: 'https://example.com/a/{{ x }}/b',
  query: { q: '{{ x }}' },
  headers: { 'x-note': '{{ h }}' },
  json: { text: '{{ x }}', mixed: 'to {{ x }}!', deep: [{ x: '{{ x }}' }], n: 1, typed: '{{ n }}' },
})

describe('a request made of templates', () => {
  it('says what its values are and nothing else, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), x => {
        fc.pre(x.isWellFormed() && x !== '.' && x !== '..')
        const { url, body } = request.build({ x, h: 'h', n: 7 })
        expect(JSON.parse(body ?? '')).toEqual({ text: x, mixed: `to ${x}!`, deep: [{ x }], n: 1, typed: 7 })
        const parsed = new URL(url)
        const [empty, a, segment, b, ...more] = parsed.pathname.split('/')
        expect([parsed.host, empty, a, b, more]).toEqual(['example.com', '', 'a', 'b', []])
        expect(decodeURIComponent(segment ?? '')).toBe(x)
        expect(parsed.searchParams.get('q')).toBe(x)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [{ x: '..', h: '', n: 1 }, /A part of the address is missing/],
    [{ x: '', h: '', n: 1 }, /A part of the address is missing/],
    [{ x: 'a', h: 'b\r\nX-Evil: 1', n: 1 }, /would hold a line break/],
    [{ x: 'a', h: 'b' }, /undefined variable: n/],
  ])('is refused rather than sent with values that do not fit', (values, why) => {
    expect(() => request.build(values)).toThrow(why)
  })
})
