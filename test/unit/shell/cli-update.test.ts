import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { updateCommand } from '../../../main/cli/file/update.ts'
import { NO_POLICY } from '../../../shared/policy.ts'
import { ok } from '../../../shared/result.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { printed } from '../../helpers/printed.ts'
import { aPackage, aPublisher, RUNNING } from '../../helpers/signed-package.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const { publicKey, privateKey } = aPublisher()
const wall = () => 1_000

it('verifies only, or verifies and stages, and says how it goes on', async () => {
  const userData = join(tempFolder(), 'user')
  const file = aPackage(tempFolder(), privateKey, { kind: 'deb' })
  const here = { userData, workspaces: [], running: RUNNING, key: publicKey, policy: ok(NO_POLICY), wall }
  const run = (...args: string[]) =>
    printed(() => updateCommand({ args, options: { json: false, 'with-dumps': false }, wall }, here))
  expect((await run('check', file)).stdout).toBe('This is version 1.5.0, signed by the publisher.\nFaster queue.\n')
  expect(existsSync(userData)).toBe(false)
  const staged = join(userData, 'updates', 'forestall-1.5.0-linux-x64.deb')
  expect((await run(file)).stdout).toBe(
    `Version 1.5.0 was verified and staged.\nQuit Forestall, then install the package: sudo apt install "${staged}"\n`,
  )
  expect(readFileSync(staged, 'utf8')).toBe('the new app')
})

it('refuses every package in a build without a publisher’s key, and a command without a file', async () => {
  const env = { FORESTALL_USER_DATA: tempFolder() }
  const refused = await forestallHere(['update', aPackage(tempFolder(), privateKey)], env)
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('no publisher’s key')])
  expect((await forestallHere(['update'], env)).code).toBe(2)
})
