import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTasks } from '../../../../main/engine/open/tasks.ts'
import { type UpdateWork, updateThreads } from '../../../../main/engine/update/in-thread.ts'
import { createUpdateDesk, type UpdateDeskDeps } from '../../../../main/engine/update-desk.ts'
import { lookForUpdate, updateFromFeed } from '../../../../main/engine/update-from-feed.ts'
import { confineTo } from '../../../../main/http/confine.ts'
import { policySchema } from '../../../../shared/policy.ts'
import { DAY, HOUR } from '../../../../shared/trigger/duration.ts'
import { updateSettingsSchema } from '../../../../shared/update/update-settings.ts'
import { aWorkspace } from '../../../helpers/called-workspace.ts'
import { aPublisher, RUNNING } from '../../../helpers/signed-package.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'
import { anUpdateServer } from '../../../helpers/update-server.ts'

const publisher = aPublisher()
/** The same work in this thread. */
const HERE: UpdateWork = {
  look: (deps, at, signal) => lookForUpdate({ ...deps, wall: () => at }, signal),
  install: (deps, at, watch) => updateFromFeed({ ...deps, wall: () => at }, watch),
}

/** A desk whose administrator names a server with version 1.5.0. */
async function aDesk(changed: Partial<UpdateDeskDeps> = {}, held: object = {}) {
  onTestFinished(() => confineTo(null))
  const server = await anUpdateServer(publisher.privateKey)
  onTestFinished(() => server.stop())
  const userData = join(tempFolder(), 'user')
  mkdirSync(userData)
  const app = join(userData, 'App.AppImage')
  writeFileSync(app, 'the old app', { mode: 0o755 })
  const time = { now: 100 * DAY }
  let ids = 0
  const tasks = createTasks({ wall: () => time.now, ids: () => `t${++ids}`, onChange: () => {} })
  const desk = createUpdateDesk({
    userData,
    policy: { file: '/policy.json', policy: policySchema.parse({ updates: { address: server.url, ...held } }) },
    wall: () => time.now,
    onChange: () => {},
    work: HERE,
    vendors: null,
    key: publisher.publicKey,
    running: RUNNING,
    appImage: app,
    ...changed,
  })
  return { desk, tasks, server, time, userData }
}

describe('updates on a screen', () => {
  it('are looked for, installed, and told with what a person does next', async () => {
    const { desk, tasks, userData } = await aDesk()
    expect(await desk.state(tasks)).toMatchObject({ version: '1.4.0', newer: null, lookedAt: null, held: ['address'] })
    expect(await desk.look(tasks)).toMatchObject({ ok: true })
    expect(await desk.state(tasks)).toMatchObject({
      newer: { version: '1.5.0', notes: 'Faster queue.', size: 11 },
      lookedAt: 100 * DAY,
    })
    const { dir } = await aWorkspace()
    expect(await desk.install(tasks, dir)).toMatchObject({ ok: true })
    expect(await desk.state(tasks)).toMatchObject({
      newer: null,
      staged: { version: '1.5.0', todo: expect.stringContaining(`${userData}/App.AppImage.previous`) },
      working: false,
    })
  })

  it('are never looked for unasked, and once a day where that is wanted', async () => {
    const { desk, tasks, server, time } = await aDesk()
    await desk.lookIfDue(tasks)
    expect(server.asked).toEqual([])
    await desk.configure(updateSettingsSchema.parse({ daily: true, address: server.url }))
    for (const hours of [0, 1, 22, 1, 1]) {
      time.now += hours * HOUR
      await desk.lookIfDue(tasks)
    }
    expect(server.asked.filter(({ url }) => url.endsWith('.sig'))).toHaveLength(2)
  })

  it('that were found are told after the next start too, until they run or are looked for elsewhere', async () => {
    const { desk, tasks, userData } = await aDesk()
    await desk.look(tasks)
    const nextStart = (version: string) => aDesk({ userData, running: { ...RUNNING, version } })
    expect(await (await nextStart('1.4.0')).desk.state(tasks)).toMatchObject({ newer: { version: '1.5.0' } })
    expect(await (await nextStart('1.5.0')).desk.state(tasks)).toMatchObject({ newer: null })
    const { settings } = await desk.state(tasks)
    await desk.configure({ ...settings, daily: true })
    expect(await desk.state(tasks)).toMatchObject({ newer: { version: '1.5.0' } })
    await desk.configure({ ...settings, channel: 'beta' })
    expect(await desk.state(tasks)).toMatchObject({ newer: null })
  })

  it('are not done twice at once, and end as cancelled where a person cancels', async () => {
    const { desk, tasks } = await aDesk({
      work: {
        ...HERE,
        look: (deps, at, signal) => {
          for (const { id } of tasks.list()) tasks.cancel(id)
          return lookForUpdate({ ...deps, wall: () => at }, signal)
        },
      },
    })
    const first = desk.look(tasks)
    expect(await desk.install(tasks, tempFolder())).toMatchObject({ error: { kind: 'conflict' } })
    expect(await first).toMatchObject({ error: { kind: 'cancelled' } })
    expect(tasks.list()).toMatchObject([{ kind: 'update', state: 'cancelled' }])
  })

  it('keep a person’s own settings, and refuse to change one that the administrator holds', async () => {
    const { desk, tasks, server } = await aDesk({}, { channel: 'beta' })
    const shown = (await desk.state(tasks)).settings
    expect(shown).toEqual({ daily: false, address: server.url, channel: 'beta' })
    expect(await desk.configure({ ...shown, daily: true })).toMatchObject({ ok: true })
    expect((await desk.state(tasks)).settings).toEqual({ ...shown, daily: true })
    expect(await desk.configure({ ...shown, channel: 'stable2' })).toMatchObject({ error: { kind: 'refused' } })
  })

  it('that fail end their task as failed, and are told in words', async () => {
    const { desk, tasks, server } = await aDesk()
    await server.stop()
    expect(await desk.look(tasks)).toMatchObject({ error: { why: expect.stringContaining('Nothing listens') } })
    expect(tasks.list()).toMatchObject([{ kind: 'update', state: 'failed' }])
  })

  it('run in a thread of their own, which is told to stop', async () => {
    const { desk, tasks } = await aDesk({ work: updateThreads })
    expect(await desk.look(tasks)).toMatchObject({ ok: true })
    expect(await desk.state(tasks)).toMatchObject({ newer: { version: '1.5.0' } })
    const { dir } = await aWorkspace()
    expect(await desk.install(tasks, dir)).toMatchObject({ ok: true })
    const stopping = desk.look(tasks)
    for (const { id } of tasks.list()) tasks.cancel(id)
    await stopping
    expect((await desk.state(tasks)).working).toBe(false)
  })

  it('are called like everything else, and refused in a build without a publisher’s key', async () => {
    const { call } = await aWorkspace()
    expect(await call.update.state()).toMatchObject({ allowed: true, hasAddress: false, newer: null })
    await expect(call.update.look()).rejects.toThrow(/cannot look/)
    await expect(call.update.install()).rejects.toThrow(/cannot look/)
  })
})
