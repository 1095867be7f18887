import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makePrivate } from '../../../main/engine/private-files.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { forestall } from '../../helpers/cli.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { aWebShell } from '../../helpers/web-shell.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
const modesBelow = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).map(entry => {
    const path = join(entry.parentPath, entry.name)
    return `${entry.isDirectory() ? 'folder' : 'file'} ${modeOf(path)}`
  })

it('a file where a workspace is looked for is refused in words', async () => {
  const { dir, call } = await aWorkspace()
  const file = join(dir, 'accounts.csv')
  writeFileSync(file, 'a,b\n')
  for (const path of [file, join(file, 'x'), 'x'.repeat(10_000), 'a\0b'])
    await expect(call.workspace.open({ dir: path })).rejects.toMatchObject({
      code: 'FAILED',
      data: { kind: 'not_found' },
    })
})

describe.skipIf(process.platform === 'win32')('files of a workspace', () => {
  it('are for the user alone, whichever shell makes them', async () => {
    const home = tempFolder()
    const env = { FORESTALL_USER_DATA: home }
    const answer = await forestall(['init', '--accounts', '20'], env)
    expect(answer).toMatchObject({ code: 0 })
    const { dir } = await aWebShell()
    const modes = [...modesBelow(home), ...modesBelow(dir)]
    expect(modes).toContain('file 600')
    expect(new Set(modes)).toEqual(new Set(['file 600', 'folder 700']))
  })

  it('of an older version are narrowed when it is opened, and a person’s own are left alone', () => {
    const dir = tempFolder()
    mkdirSync(join(dir, 'practice-mail'))
    const files = [
      'workspace.db',
      'workspace.db-wal',
      'workspace.db.v9.bak',
      'leader.lock',
      'practice-mail/a.eml',
      'taps.json',
    ]
    for (const file of files) writeFileSync(join(dir, file), '')
    for (const file of [...files, 'practice-mail']) chmodSync(join(dir, file), file === 'practice-mail' ? 0o755 : 0o644)
    chmodSync(dir, 0o755)
    makePrivate(dir, false)
    expect(files.map(file => modeOf(join(dir, file)))).toEqual(['600', '600', '600', '600', '600', '644'])
    expect([modeOf(join(dir, 'practice-mail')), modeOf(dir)]).toEqual(['700', '755'])
    makePrivate(dir, true)
    expect(modeOf(dir)).toBe('700')
  })

  it('that are links are not followed', () => {
    const [dir, other] = [tempFolder(), tempFolder()]
    writeFileSync(join(other, 'theirs'), '')
    chmodSync(join(other, 'theirs'), 0o644)
    symlinkSync(join(other, 'theirs'), join(dir, 'workspace.db.bak'))
    makePrivate(dir, true)
    expect(modeOf(join(other, 'theirs'))).toBe('644')
  })
})
