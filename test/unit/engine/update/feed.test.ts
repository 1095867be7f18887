import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { takeReleaseNotes } from '../../../../main/engine/release-notes.ts'
import { openNewFile } from '../../../../main/engine/update/measure-file.ts'
import { type FeedDeps, lookForUpdate, updateFromFeed } from '../../../../main/engine/update-from-feed.ts'
import { ownAppImage } from '../../../../main/engine/version.ts'
import { confineTo } from '../../../../main/http/confine.ts'
import { policySchema } from '../../../../shared/policy.ts'
import { ok } from '../../../../shared/result.ts'
import { updateSettingsSchema } from '../../../../shared/update/update-settings.ts'
import { forestallHere } from '../../../helpers/cli-here.ts'
import type { Loopback } from '../../../helpers/loopback.ts'
import { aPublisher, NEVER, RUNNING } from '../../../helpers/signed-package.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { until } from '../../../helpers/until.ts'
import { anUpdateServer, NEW_APP, type Sending } from '../../../helpers/update-server.ts'

const publisher = aPublisher()
const OLD = 'the old app'
const IMPATIENT = { patience: { idleMs: 150 } }

const serving = async (...rest: Parameters<typeof anUpdateServer> extends [string, ...infer More] ? More : never) => {
  const server = await anUpdateServer(publisher.privateKey, ...rest)
  onTestFinished(() => server.stop())
  return server
}

/** A computer whose administrator names this server, with an AppImage that a person starts. */
function aComputer(server: Loopback, changed: Partial<FeedDeps> = {}, held: object = {}) {
  onTestFinished(() => confineTo(null))
  const folder = tempFolder()
  const userData = join(folder, 'user')
  const app = join(folder, 'App.AppImage')
  writeFileSync(app, OLD, { mode: 0o755 })
  const deps: FeedDeps = {
    userData,
    workspaces: [],
    running: RUNNING,
    key: publisher.publicKey,
    policy: ok({ file: '/policy.json', policy: policySchema.parse({ updates: { address: server.url }, ...held }) }),
    wall: () => 1_000,
    settings: updateSettingsSchema.parse({}),
    vendors: null,
    appImage: app,
    ...changed,
  }
  const left = () => (existsSync(userData) ? readdirSync(userData, { recursive: true, encoding: 'utf8' }).sort() : [])
  return { deps, userData, app, left, content: () => readFileSync(app, 'utf8') }
}

const cutOff: Sending = (res, content) => {
  res.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 4))
  res.socket?.end()
}
/** Sends its head and four bytes, and then nothing for as long as somebody listens. */
const hang: Sending = (res, content) => void res.writeHead(200).write(content.subarray(0, 4))
const endless: Sending = res => {
  const more = () => {
    while (!res.destroyed && res.write(Buffer.alloc(65_536))) {}
  }
  res.writeHead(200).on('drain', more)
  more()
}

describe('an update from an address', () => {
  it('is fetched, goes the way of a file, and its notes are shown once', async () => {
    const server = await serving()
    const { deps, userData, app, content, left } = aComputer(server)
    expect(await takeReleaseNotes(userData, '1.4.0')).toBeNull()
    expect(await lookForUpdate(deps, NEVER.signal)).toMatchObject({ ok: true, value: { version: '1.5.0' } })
    expect(server.asked.map(({ url }) => url)).toEqual([
      '/stable/forestall-linux-x64.AppImage.manifest.json',
      '/stable/forestall-linux-x64.AppImage.sig',
    ])
    mkdirSync(userData, { recursive: true })
    expect(await takeReleaseNotes(userData, '1.4.0')).toBeNull()
    const heard: number[] = []
    const updated = await updateFromFeed(deps, { ...NEVER, onBytes: done => heard.push(done) })
    expect(updated).toMatchObject({ ok: true, value: { version: '1.5.0', replaced: { app } } })
    expect([content(), readFileSync(`${app}.previous`, 'utf8')]).toEqual([NEW_APP.toString(), OLD])
    expect(heard.at(-1)).toBe(NEW_APP.length)
    expect(left().filter(name => name.startsWith('fetched/'))).toEqual([])
    expect(await takeReleaseNotes(userData, '1.5.0')).toEqual({ version: '1.5.0', notes: 'Faster queue.' })
    expect(await takeReleaseNotes(userData, '1.5.0')).toBeNull()
  })

  it.each<[string, string, Sending]>([
    ['tampered with', 'not the one', (res, content) => void res.end(content.toString().replace('new', 'bad'))],
    ['cut off', 'closed the connection', cutOff],
    ['cut off, as if it were whole', 'has 4 bytes', (res, content) => void res.end(content.subarray(0, 4))],
    ['longer than signed, without end', 'more than 11 bytes', endless],
    [
      'announced as huge',
      'more than 11 bytes',
      res => void res.writeHead(200, { 'content-length': 2 ** 40 }).write('x'),
    ],
    [
      'packed by the server',
      'did not ask for',
      (res, content) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end(content),
    ],
    ['not there', 'There is no /stable/forestall-linux-x64.AppImage', res => void res.writeHead(404).end()],
    ['behind a server that is ill', 'status 503', res => void res.writeHead(503).end('later')],
    ['at another host', 'another server', res => void res.writeHead(302, { location: 'http://127.0.0.1:1/p' }).end()],
    ['hanging', 'sent nothing', hang],
  ])('with a package that is %s leaves the old app starting and nothing behind', async (how, why, sending) => {
    const server = await serving({}, { package: sending })
    const { deps, content, left } = aComputer(server, how === 'hanging' ? IMPATIENT : {})
    expect(await updateFromFeed(deps, NEVER)).toMatchObject({ error: { why: expect.stringContaining(why) } })
    expect(content()).toBe(OLD)
    expect(left().filter(name => /package|\.AppImage|\.part/.test(name))).toEqual([])
  })

  it.each<[string, string, Sending]>([
    ['changed', 'not what the publisher', (res, content) => void res.end(content.toString().replace('1.5.0', '9.9.9'))],
    ['another program’s', 'not what the publisher', res => void res.end('<html>Please sign in</html>')],
    ['huge', 'more than 65536 bytes', res => void res.end(Buffer.alloc(1_000_000, 32))],
    ['not there', 'There is no /stable', res => void res.writeHead(404).end()],
    ['at another host', 'another server', res => void res.writeHead(301, { location: 'http://localhost:1/m' }).end()],
    ['hanging', 'sent nothing', hang],
  ])('with a manifest that is %s fetches no package', async (how, why, sending) => {
    const server = await serving({}, { manifest: sending })
    const { deps, content, left } = aComputer(server, how === 'hanging' ? IMPATIENT : {})
    for (const answer of [await lookForUpdate(deps, NEVER.signal), await updateFromFeed(deps, NEVER)])
      expect(answer).toMatchObject({ error: { why: expect.stringContaining(why) } })
    expect(server.asked.some(({ url }) => url.endsWith('.AppImage'))).toBe(false)
    expect([content(), left()]).toEqual([OLD, []])
  })

  it('without the publisher’s signature, or with somebody else’s, is refused', async () => {
    const theirs = await anUpdateServer(aPublisher().privateKey)
    onTestFinished(() => theirs.stop())
    const unsigned = await serving({}, { signature: res => void res.end('') })
    for (const server of [theirs, unsigned])
      expect(await updateFromFeed(aComputer(server).deps, NEVER)).toMatchObject({ error: { kind: 'refused' } })
  })

  it('that is older is refused, and the version that runs is no news', async () => {
    const older = aComputer(await serving({ version: '1.3.9' }))
    expect(await updateFromFeed(older.deps, NEVER)).toMatchObject({ error: { why: expect.stringContaining('older') } })
    const same = aComputer(await serving({ version: RUNNING.version }))
    expect(await lookForUpdate(same.deps, NEVER.signal)).toEqual(ok(null))
    expect(await updateFromFeed(same.deps, NEVER)).toEqual(ok(null))
  })

  it('that is a pre-release is taken from its own channel only', async () => {
    const server = await serving({ version: '1.5.0-beta.1' })
    expect(await lookForUpdate(aComputer(server).deps, NEVER.signal)).toMatchObject({
      error: { why: expect.stringContaining('pre-release') },
    })
    const settings = updateSettingsSchema.parse({ channel: 'beta' })
    expect(await lookForUpdate(aComputer(server, { settings }).deps, NEVER.signal)).toMatchObject({ ok: true })
  })

  it('can be cancelled amid the package, and leaves nothing behind', async () => {
    const server = await serving({}, { package: hang })
    const { deps, content, left } = aComputer(server)
    const stop = new AbortController()
    const going = updateFromFeed(deps, { signal: stop.signal, onBytes: () => {} })
    await until(() => left().some(name => name.endsWith('/package')))
    stop.abort()
    const answer = await going
    expect(answer).toMatchObject({ error: { kind: 'cancelled' } })
    expect(content()).toBe(OLD)
    expect(left().filter(name => name.startsWith('fetched/'))).toEqual([])
  })

  it('on a disk that is full says so', async () => {
    const full: FeedDeps['open'] = async (path, mode) =>
      Object.assign(await openNewFile(path, mode), {
        appendFile: () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
      })
    const { deps, content } = aComputer(await serving(), { open: full })
    expect(await updateFromFeed(deps, NEVER)).toMatchObject({ error: { why: 'The disk is full.' } })
    expect(content()).toBe(OLD)
  })

  it('is fetched piece by piece where it is large, and tells how far it is', async () => {
    const content = Buffer.alloc(5_500_000, 7)
    const { deps, app } = aComputer(await serving({}, {}, content))
    const heard: number[] = []
    expect(await updateFromFeed(deps, { ...NEVER, onBytes: done => heard.push(done) })).toMatchObject({ ok: true })
    expect(readFileSync(app).equals(content)).toBe(true)
    expect([heard.length, heard.at(-1)]).toEqual([6, 5_500_000])
  })

  it('takes away what a killed process had fetched', async () => {
    const { deps, userData, left } = aComputer(await serving())
    // No process has this number: it is larger than any system gives.
    mkdirSync(join(userData, 'fetched', '99999999'), { recursive: true })
    writeFileSync(join(userData, 'fetched', '99999999', 'package'), 'half')
    expect(await updateFromFeed(deps, NEVER)).toMatchObject({ ok: true })
    expect(left().filter(name => name.startsWith('fetched/'))).toEqual([])
  })
})

describe('an address', () => {
  it('inside the own network, or without TLS, counts only from an administrator', async () => {
    const server = await serving()
    const settings = updateSettingsSchema.parse({ address: server.url })
    const { deps } = aComputer(server, { settings }, { updates: {} })
    expect(await lookForUpdate(deps, NEVER.signal)).toMatchObject({ error: { why: expect.stringContaining('TLS') } })
    expect(server.asked).toEqual([])
  })

  it('that is not among the administrator’s hosts is never asked', async () => {
    const server = await serving()
    const { deps } = aComputer(server, {}, { hosts: ['api.example.com'] })
    expect(await lookForUpdate(deps, NEVER.signal)).toMatchObject({
      error: { why: expect.stringContaining('administrator') },
    })
    expect(server.asked).toEqual([])
  })

  it('is not asked where updates are not allowed, and there is none to ask without a setting', async () => {
    const server = await serving()
    expect(await lookForUpdate(aComputer(server, {}, { updates: false }).deps, NEVER.signal)).toMatchObject({
      error: { why: expect.stringContaining('not allow') },
    })
    expect(await lookForUpdate(aComputer(server, {}, { updates: {} }).deps, NEVER.signal)).toMatchObject({
      error: { why: 'No address of an update server is set.' },
    })
    expect(server.asked).toEqual([])
  })

  it('is kept by a command, shown, and refused where it could hold more than a folder', async () => {
    const env = { FORESTALL_USER_DATA: tempFolder() }
    const settings = (...args: string[]) => forestallHere(['update', 'settings', ...args], env)
    expect((await settings()).stdout).toMatch(/Address +none\n.*Channel +stable\n.*never/s)
    const set = await settings(
      '--address',
      'https://updates.example.com/forestall',
      '--channel',
      'beta',
      '--daily',
      'on',
    )
    expect(set.stdout).toMatch(/https:\/\/updates\.example\.com\/forestall\n.*beta\n.*once a day/s)
    expect((await settings()).stdout).toBe(set.stdout)
    for (const bad of [
      'https://a@example.com',
      'https://example.com/?q=1',
      'file:///etc',
      'https://example.com/#x',
      'x',
    ])
      expect((await settings('--address', bad)).code).toBe(2)
    expect((await settings('--channel', '../other')).code).toBe(2)
    expect((await settings()).stdout).toBe(set.stdout)
  })
})

it('the AppImage that started this program is told from one that started another', () => {
  const env = { APPIMAGE: '/home/ada/Terminal.AppImage', APPDIR: '/tmp/.mount_Term' }
  expect(ownAppImage(env, '/tmp/.mount_Term/terminal')).toBe('/home/ada/Terminal.AppImage')
  expect(ownAppImage(env, '/opt/Forestall/forestall')).toBeNull()
  expect(ownAppImage({}, '/opt/Forestall/forestall')).toBeNull()
})
