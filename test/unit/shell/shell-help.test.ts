import { execFile } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { compiled } from '../../helpers/compiled.ts'
import { NODE } from '../../helpers/node.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** After so many ms, a shell that does not end is a failure. */
const BOUND = 120_000

/** Runs a shell with a user folder of its own; one that does not end is a failure. */
const shell = (name: string, ...args: string[]) => {
  const folder = tempFolder()
  return new Promise<{ error: unknown; stdout: string; made: string[] }>(done => {
    const env = { ...process.env, FORESTALL_USER_DATA: folder }
    execFile(NODE, [compiled(name), ...args], { env, timeout: BOUND }, (error, stdout) =>
      done({ error, stdout, made: readdirSync(folder) }),
    )
  })
}

it.each([
  ['web', '--help'],
  ['web', '-h'],
  ['start', '--help'],
])('%s %s prints what it can be told, and starts nothing', async (name, flag) => {
  const { error, stdout, made } = await shell(name, flag)
  expect(error).toBeNull()
  expect(stdout).toMatch(/--workspace DIR[\s\S]*--port N/)
  expect(stdout).not.toContain('token=')
  expect(made).toEqual([])
})

it('a runtime that is too old is told in words, before a workspace is half made', async () => {
  const folder = tempFolder()
  const old = join(folder, 'old.mjs')
  writeFileSync(old, 'delete Map.groupBy')
  const dir = join(folder, 'acme')
  const args = ['--import', pathToFileURL(old).href, compiled('cli'), '--workspace', dir, 'init']
  const said = await new Promise<string>(done => {
    execFile(NODE, args, { timeout: BOUND }, (_error, stdout, stderr) => done(stdout + stderr))
  })
  expect(said).toMatch(/Node \S+ is too old for it\./)
  expect(existsSync(dir)).toBe(false)
})
