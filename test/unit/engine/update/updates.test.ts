import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeReleaseNotes } from '../../../../main/engine/release-notes.ts'
import { openNewFile } from '../../../../main/engine/update/measure-file.ts'
import { besidePackage } from '../../../../main/engine/update/update-manifest.ts'
import { checkUpdate, type UpdateDeps, updateFromFile } from '../../../../main/engine/updates.ts'
import { NO_POLICY, policySchema } from '../../../../shared/policy.ts'
import { ok } from '../../../../shared/result.ts'
import { forestallHere } from '../../../helpers/cli-here.ts'
import { aPackage, aPublisher, NEVER, RUNNING } from '../../../helpers/signed-package.ts'
import { canMount, smallDisk, WHY_SKIPPED } from '../../../helpers/small-disk.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const publisher = aPublisher()
const NEW = 'the new app'

/** A folder with a package, a user-data folder and an app that a person starts. */
function aComputer(changed: Partial<UpdateDeps> = {}) {
  const folder = tempFolder()
  const userData = changed.userData ?? join(folder, 'user')
  const app = join(folder, 'App.AppImage')
  writeFileSync(app, 'the old app', { mode: 0o755 })
  const deps: UpdateDeps = {
    ...{
      userData,
      workspaces: [],
      running: RUNNING,
      key: publisher.publicKey,
      policy: ok(NO_POLICY),
      wall: () => 1_000,
    },
    ...changed,
  }
  const staged = () => {
    try {
      return readdirSync(join(userData, 'updates')).sort()
    } catch {
      return []
    }
  }
  return { folder, deps, app, staged, content: () => readFileSync(app, 'utf8') }
}
const pack = (folder: string, ...rest: [Parameters<typeof aPackage>[2]?, Uint8Array?]) =>
  aPackage(folder, publisher.privateKey, ...rest)

describe('an update from a file', () => {
  it('stages the package for this user alone, and says how a person installs it', async () => {
    const { folder, deps, staged } = aComputer()
    const file = pack(folder, { kind: 'deb' })
    expect(await checkUpdate(file, deps, NEVER)).toMatchObject({ ok: true, value: { version: '1.5.0' } })
    expect(staged()).toEqual([])
    const updated = await updateFromFile(file, null, deps, NEVER)
    if (!updated.ok) throw new Error(updated.error.why)
    expect(updated.value).toMatchObject({
      version: '1.5.0',
      replaced: null,
      todo: expect.stringMatching('sudo apt install'),
    })
    expect(staged()).toEqual(['forestall-1.5.0-linux-x64.deb', 'staged.json'])
    expect(statSync(updated.value.staged).mode & 0o777).toBe(0o600)
  })

  it('replaces an AppImage behind its link, keeps its mode, and keeps the old one beside it', async () => {
    const { folder, deps, app, content } = aComputer()
    const link = join(folder, 'forestall')
    symlinkSync(app, link)
    const updated = await updateFromFile(pack(folder), link, deps, NEVER)
    expect(updated).toMatchObject({ ok: true, value: { replaced: { app: link, previous: `${app}.previous` } } })
    expect([content(), readFileSync(`${app}.previous`, 'utf8')]).toEqual([NEW, 'the old app'])
    expect(statSync(app).mode & 0o777).toBe(0o755)
    expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([])
  })

  it('replaces what was staged before', async () => {
    const { folder, deps, staged } = aComputer()
    await updateFromFile(pack(folder, { kind: 'deb' }), null, deps, NEVER)
    await updateFromFile(pack(folder, { version: '1.6.0', kind: 'deb' }), null, deps, NEVER)
    expect(staged()).toEqual(['forestall-1.6.0-linux-x64.deb', 'staged.json'])
  })

  it('backs every workspace up first, and leaves all as it is where one cannot be', async () => {
    const { folder, deps, staged, app, content } = aComputer()
    const workspace = join(folder, 'acme')
    await forestallHere(['--workspace', workspace, 'init', '--name', 'Acme'], { FORESTALL_USER_DATA: deps.userData })
    const file = pack(folder)
    const refused = await updateFromFile(file, app, { ...deps, workspaces: [workspace, join(folder, 'gone')] }, NEVER)
    expect(refused).toMatchObject({ ok: false, error: { what: expect.stringContaining('gone') } })
    expect([staged(), content()]).toEqual([[], 'the old app'])
    const updated = await updateFromFile(file, app, { ...deps, workspaces: [workspace] }, NEVER)
    if (!updated.ok) throw new Error(updated.error.why)
    expect(updated.value.backups.map(path => statSync(path).size > 0)).toEqual([true])
  })

  it.each<[string, string, (file: string) => void]>([
    ['without a signature', 'There is no file', file => rmSync(besidePackage(file).signature)],
    ['without a manifest', 'There is no file', file => rmSync(besidePackage(file).manifest)],
    ['with a huge signature', 'is larger', file => truncateSync(besidePackage(file).signature, 1_000_000)],
    ['with a changed byte', 'not the one', file => writeFileSync(file, 'the nEw app')],
    ['that is cut', 'has 10 bytes', file => truncateSync(file, 10)],
    ['that is longer', 'bytes and the publisher’s', file => writeFileSync(file, 'the new app, and more')],
    ['of which there is no file', 'There is no file', file => rmSync(file)],
    ['that is a folder', 'not a file', file => [rmSync(file), mkdirSync(file)]],
    ['that is a pipe', 'not a file', file => [rmSync(file), execFileSync('mkfifo', [file])]],
  ])('refuses a package %s, and leaves nothing behind', async (_name, why, harm) => {
    const { folder, deps, staged, app, content } = aComputer()
    const file = pack(folder)
    harm(file)
    for (const answer of [await checkUpdate(file, deps, NEVER), await updateFromFile(file, app, deps, NEVER)])
      expect(answer).toMatchObject({ ok: false, error: { why: expect.stringContaining(why) } })
    expect([staged(), content()]).toEqual([[], 'the old app'])
  })

  it('is refused where the administrator holds updates', async () => {
    const policy = ok({ file: '/policy.json', policy: policySchema.parse({ updates: false }) })
    const { folder, deps, staged } = aComputer({ policy })
    expect(await updateFromFile(pack(folder), null, deps, NEVER)).toMatchObject({
      error: { kind: 'refused', why: expect.stringContaining('administrator') },
    })
    expect(staged()).toEqual([])
  })

  it('counts the bytes of a large package, and can be cancelled amid them', async () => {
    const { folder, deps, staged, content } = aComputer()
    const file = pack(folder, { kind: 'deb' }, Buffer.alloc(5 * 1024 * 1024, 7))
    const heard: number[] = []
    await checkUpdate(file, deps, { ...NEVER, onBytes: done => heard.push(done) })
    expect([heard.length > 1, heard.at(-1)]).toEqual([true, 5 * 1024 * 1024])
    const stop = new AbortController()
    const answer = await updateFromFile(file, null, deps, { signal: stop.signal, onBytes: () => stop.abort() })
    expect(answer).toMatchObject({ ok: false, error: { kind: 'cancelled' } })
    expect([staged(), content()]).toEqual([[], 'the old app'])
  })

  it('that the disk breaks off leaves nothing half-staged', async () => {
    const open: UpdateDeps['open'] = async (path, mode) => {
      const sink = await openNewFile(path, mode)
      const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
      return {
        appendFile: data => sink.appendFile(data),
        chmod: to => sink.chmod(to),
        sync: full,
        close: () => sink.close(),
      }
    }
    const { folder, deps, staged, app, content } = aComputer({ open })
    const answer = await updateFromFile(pack(folder), app, deps, NEVER)
    expect(answer).toMatchObject({ ok: false, error: { why: 'The disk is full.' } })
    expect([staged(), content()]).toEqual([[], 'the old app'])
  })

  it('removes what a killed update left, and goes through', async () => {
    const { folder, deps, staged } = aComputer()
    mkdirSync(join(deps.userData, 'updates'), { recursive: true })
    writeFileSync(join(deps.userData, 'updates', 'forestall-1.5.0-linux-x64.AppImage.7.part'), 'half')
    expect((await updateFromFile(pack(folder), null, deps, NEVER)).ok).toBe(true)
    expect(staged()).toEqual(['forestall-1.5.0-linux-x64.AppImage', 'staged.json'])
  })

  it.skipIf(!canMount)(
    `on a disk that is really full leaves nothing half-staged (${WHY_SKIPPED} elsewhere)`,
    async () => {
      const { dir } = smallDisk('1m')
      const { folder, deps, staged } = aComputer({ userData: dir })
      const file = pack(folder, { kind: 'deb' }, Buffer.alloc(3 * 1024 * 1024, 7))
      expect(await updateFromFile(file, null, deps, NEVER)).toMatchObject({ error: { why: 'The disk is full.' } })
      expect(staged()).toEqual([])
    },
  )
})

describe('release notes', () => {
  async function anUpdate() {
    const { folder, deps, staged } = aComputer()
    mkdirSync(deps.userData, { recursive: true })
    expect(await takeReleaseNotes(deps.userData, '1.4.0')).toBeNull()
    await updateFromFile(pack(folder), null, deps, NEVER)
    return { userData: deps.userData, staged }
  }

  it('are shown once, at the first start of the new version, and the package is gone then', async () => {
    const { userData, staged } = await anUpdate()
    expect(await takeReleaseNotes(userData, '1.4.0')).toBeNull()
    expect(staged()).toHaveLength(2)
    expect(await takeReleaseNotes(userData, '1.5.0')).toEqual({ version: '1.5.0', notes: 'Faster queue.' })
    expect(staged()).toEqual([])
    expect(await takeReleaseNotes(userData, '1.5.0')).toBeNull()
  })

  it('are not shown for another version than the staged one, nor after going back', async () => {
    const { userData } = await anUpdate()
    expect(await takeReleaseNotes(userData, '1.6.0')).toBeNull()
    expect(await takeReleaseNotes(userData, '1.5.0')).toBeNull()
  })
})
