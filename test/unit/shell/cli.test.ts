import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import app from '../../../resources/actions/app.json' with { type: 'json' }
import slack from '../../../resources/channels/slack.json' with { type: 'json' }
import { forestall } from '../../helpers/cli.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { compiled } from '../../helpers/compiled.ts'
import { putEmptyWorkspace } from '../../helpers/empty-workspace.ts'
import { NODE } from '../../helpers/node.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

async function aWorkspace() {
  const dir = tempFolder()
  await putEmptyWorkspace(dir)
  return { dir, manifest: (...args: string[]) => forestallHere(['--workspace', dir, 'manifest', ...args]) }
}

it('checks a manifest of a channel and one of fixes by what they are', async () => {
  const { dir, manifest } = await aWorkspace()
  const good = join(dir, 'good.json')
  writeFileSync(good, JSON.stringify(slack))
  expect(await manifest('check', good)).toMatchObject({ code: 0, stdout: `${good}: no problems (channel)\n` })
  const bad = join(dir, 'bad.json')
  writeFileSync(bad, JSON.stringify(app).replaceAll('params.account', 'params.acount'))
  const { code, stdout, stderr } = await manifest('check', bad)
  expect(code).toBe(1)
  expect(stdout).toContain(
    'error    actions.unlock_account.apply.request.url: there is no value “params.acount” in params: it has account',
  )
  expect(stderr).toContain('docs/actions.md')
})

it('lists what cannot be used, with the file and the place in it', async () => {
  const { dir, manifest } = await aWorkspace()
  mkdirSync(join(dir, 'channels'))
  const url = 'ftp://chat.example.com/'
  writeFileSync(
    join(dir, 'channels/sms.json'),
    JSON.stringify({ ...slack, id: 'sms', test: { request: { method: 'GET', url } } }),
  )
  const { stdout } = await manifest('list')
  expect(stdout).toMatch(/channels\/sms\.json .*cannot be used: At test\.request\.url: expected an address/)
})

it('a command that makes no sense ends with 2, one that the world turns down with 1', async () => {
  const dir = tempFolder()
  const run = async (...words: string[]) => (await forestall(['--workspace', dir, ...words])).code
  const here = async (...words: string[]) => (await forestallHere(['--workspace', dir, ...words])).code
  expect(await run('init', '--name', 'Test')).toBe(0)
  // A process ends with what the command came to.
  expect([await run('nonsense'), await run('incidents', '99')]).toEqual([2, 1])
  expect([await here('nonsense'), await here('incidents', 'abc'), await here('outbox', 'foo')]).toEqual([2, 2, 2])
  expect([await here('incidents', '99'), await here('import', 'nowhere.csv')]).toEqual([1, 1])
})

it('a reader that has read enough is no fault of ours', () => {
  const line = `"$0" "$1" calls | true`
  const { status, stderr } = spawnSync('sh', ['-c', line, NODE, compiled('cli')], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

it('knows no command by a name that every object has', async () => {
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(await forestallHere([name])).toMatchObject({
      code: 2,
      stderr: `forestall: There is no command “${name}”.\n\`forestall help\` lists all commands and their options.\n`,
    })
  expect((await forestallHere(['queue', '--vew', 'mine'])).stderr).toMatch(
    /^forestall: Unknown option '--vew'.*\n`forestall help`/,
  )
})
