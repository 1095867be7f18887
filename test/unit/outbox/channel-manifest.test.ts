import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionManifests, checkActions } from '../../../main/outbox/channels/action-manifests.ts'
import { CHANNELS, channelManifests, checkChannel } from '../../../main/outbox/channels/manifests.ts'
import { shippedChannels } from '../../../main/outbox/channels/shipped.ts'
import { compileRequest, Unfit } from '../../../main/outbox/channels/template.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

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

const asking = (change: object) => ({ request: { ...OWN.message.request, json: undefined, ...change } })

describe('manifests', () => {
  it('ship for six systems, each with the documentation it was written from', () => {
    expect(shippedChannels().map(({ id }) => id)).toEqual([
      'slack',
      'intercom',
      'zendesk',
      'freshdesk',
      'chatwoot',
      'request-tracker',
    ])
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
      'shipped freshdesk',
      'shipped chatwoot',
      'shipped request-tracker',
      'The file is not valid JSON.',
      'workspace own-chat',
      'workspace slack',
      'Another file already has the name own-chat already.',
    ])
  })

  it('say in which file and where in it they cannot be used', () => {
    const dir = tempFolder()
    mkdirSync(join(dir, CHANNELS))
    const url = 'https://chat.example.com/rooms/{{ to.adress }}'
    writeFileSync(join(dir, CHANNELS, 'own.json'), JSON.stringify({ ...OWN, message: asking({ url }) }))
    expect(channelManifests(dir).at(-1)).toEqual({
      ok: false,
      file: 'channels/own.json',
      problem: 'At message.request.url: there is no value “to.adress” in to: it has name, address.',
    })
  })

  it.each<[string, object, string]>([
    ['a name that is taken', { id: 'email' }, 'id: the name email is taken'],
    ['a field that does not exist', { colour: 'red' }, 'colour: unknown field'],
    [
      'a template that cannot be read',
      { message: asking({ url: 'https://x/{{ a' }) },
      'message.request.url: output "{{ a" not closed, line:1, col:11',
    ],
    [
      'a filter that does not exist',
      { message: asking({ json: { a: ['{{ key | no_such }}'] } }) },
      'message.request.json.a[0]: undefined filter: no_such, line:1, col:1',
    ],
    [
      'two bodies',
      { message: asking({ json: {}, form: {} }) },
      'message.request: a request has a json or a form body, not both',
    ],
    [
      'a pattern that is none',
      { settings: [{ name: 'a', label: 'A', pattern: '(' }] },
      'settings[0].pattern: expected a regular expression of RE2: missing closing ): `(`',
    ],
    [
      'a default that its own pattern refuses',
      { settings: [{ name: 'a', label: 'A', pattern: '\\d', default: 'x' }] },
      'settings[0].default: does not match its own pattern',
    ],
    [
      'a setting that is not asked for',
      { test: asking({ url: 'https://{{ settings.hots }}/me' }) },
      'test.request.url: there is no value “settings.hots” in settings: it is empty',
    ],
    [
      'a value that a test does not have',
      { test: asking({ url: 'https://x/{{ to.address }}' }) },
      'test.request.url: there is no value “to.address”, only settings',
    ],
    [
      'a secret in a template',
      { message: asking({ headers: { 'x-token': '{{ secrets.token }}' } }) },
      'message.request.headers.x-token: “secrets.token”: a secret is never named in a template; “auth” sends it',
    ],
    [
      'a name of a header that is none',
      { message: asking({ headers: { 'x token': '1' } }) },
      'message.request.headers.x token: expected the name of a header, found "x token"',
    ],
    [
      'an address that is not http',
      { message: asking({ url: 'ftp://x/a' }) },
      'message.request.url: expected an address that begins with https://, found "ftp://x/a"',
    ],
    [
      'an address without a host',
      { message: asking({ url: '/rooms' }) },
      'message.request.url: expected an address that begins with https://, found "/rooms"',
    ],
    [
      'a password in an address',
      { message: asking({ url: 'https://me:pw@x/' }) },
      'message.request.url: a name and a password belong in auth',
    ],
    [
      'a path in another language',
      { message: { ...asking({}), id: 'message[0].id' } },
      'message.id: expected a dotted path such as error.message or items.0.id, found "message[0].id"',
    ],
    [
      'a path of a rule in another language',
      { message: { ...asking({}), answers: [{ field: { path: 'a | b', is: [1] }, means: 'sent' }] } },
      'message.answers[0].field.path: expected a dotted path such as error.message or items.0.id, found "a | b"',
    ],
    [
      'a question about a key that names the recipient',
      { message: { ...asking({}), key: { lookup: asking({ url: 'https://x/{{ recipient }}' }) } } },
      'message.key.lookup.request.url: there is no value “recipient”, only message, key, to, values, settings',
    ],
  ])('tell %s', (_what, change, problem) => {
    const { manifest, problems } = checkChannel({ ...OWN, ...change })
    expect(manifest).toBeNull()
    expect(problems.map(one => `${one.path}: ${one.problem}`)).toEqual([problem])
  })

  it('may speak without encryption to a host of one’s own network, which is a warning', () => {
    const { manifest, problems } = checkChannel({ ...OWN, message: asking({ url: 'http://chat.internal/' }) })
    expect(manifest).not.toBeNull()
    expect(problems).toMatchObject([{ path: 'message.request.url', level: 'warning' }])
  })

  it('have nothing wrong with them where they are shipped', () => {
    expect(shippedChannels().flatMap(one => checkChannel(one).problems)).toEqual([])
    const systems = actionManifests(tempFolder()).map(found => (found.ok ? found.manifest : found))
    expect(systems.flatMap(one => checkActions(one).problems)).toEqual([])
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

  it('leads to no other host than the one that was typed, whatever that is', () => {
    const typed = compileRequest({ method: 'GET', url: 'https://{{ host }}/a' })
    const anything = fc.string({ unit: fc.constantFrom(...'ab.1:/?#@[]%\\ \n{}é。'), minLength: 1 })
    fc.assert(
      fc.property(anything, host => {
        let built: URL
        try {
          built = new URL(typed.build({ host }).url)
        } catch (error) {
          expect(error).toBeInstanceOf(Unfit)
          return
        }
        expect([built.pathname, built.search, built.hash, built.username, built.password]).toEqual([
          '/a',
          '',
          '',
          '',
          '',
        ])
        expect(host).toMatch(/^[^/?#@%\\\s{}。]+$/)
      }),
      { numRuns: 500 },
    )
    const to = (host: string) => new URL(typed.build({ host }).url).host
    expect(['app.internal:8443', '[::1]:8443', '10.0.0.1'].map(to)).toEqual([
      'app.internal:8443',
      '[::1]:8443',
      '10.0.0.1',
    ])
    const part = compileRequest({ method: 'GET', url: 'https://{{ name }}.example.com/{{ room | replace: "/", "" }}' })
    expect(part.build({ name: 'acme', room: 'a/b' }).url).toBe('https://acme.example.com/ab')
    expect(() => part.build({ name: 'evil.test:80', room: 'a' })).toThrow(Unfit)
  })

  it.each([
    [{ x: '..', h: '', n: 1 }, /A part of the address is missing/],
    [{ x: '', h: '', n: 1 }, /A part of the address is missing/],
    [{ x: 'a', h: 'b\r\nX-Evil: 1', n: 1 }, /would contain a line break/],
    [{ x: 'a', h: 'b' }, /undefined variable: n/],
  ])('is refused rather than sent with values that do not fit', (values, why) => {
    expect(() => request.build(values)).toThrow(why)
  })
})
