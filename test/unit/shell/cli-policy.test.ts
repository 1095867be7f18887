import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { forestallHere } from '../../helpers/cli-here.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

function aPolicy(text: string) {
  const dir = tempFolder()
  const file = join(dir, 'policy.json')
  writeFileSync(file, text)
  return { file, env: { FORESTALL_POLICY_FILE: file, FORESTALL_USER_DATA: join(dir, 'user') } }
}

it('shows what the administrator of the computer decides', async () => {
  const { file, env } = aPolicy('{ "guardrails": { "quietHours": { "from": 18, "to": 9 } }, "hosts": [] }')
  const { code, stdout } = await forestallHere(['policy'], env)
  expect([code, stdout]).toEqual([
    0,
    `Set by your administrator in ${file}:\nQuiet hours  18:00 to 09:00\nHosts        none\n`,
  ])
  expect(JSON.parse((await forestallHere(['policy', '--json'], env)).stdout)).toMatchObject({ file })
})

it('says so where there is none', async () => {
  const env = { FORESTALL_POLICY_FILE: join(tempFolder(), 'policy.json') }
  expect((await forestallHere(['policy'], env)).stdout).toBe(
    'This computer has no policy. Every setting is your own.\n',
  )
})

it('obeys it, and refuses to work under one that cannot be used', async () => {
  const good = aPolicy('{ "guardrails": { "frequencyCap": { "messages": 1, "days": 9 } } }')
  const workspace = ['--workspace', tempFolder()]
  await forestallHere([...workspace, 'init', '--name', 'Test'], good.env)
  const { stdout } = await forestallHere([...workspace, 'call', 'workspace.guardrails'], good.env)
  expect(JSON.parse(stdout)).toMatchObject({ frequencyCap: { messages: 1, days: 9 } })
  const bad = aPolicy('{\n  "hosts": "any"\n}')
  for (const command of ['queue', 'policy']) {
    const { code, stderr } = await forestallHere([...workspace, command], bad.env)
    expect([code, stderr]).toEqual([1, expect.stringContaining('Line 2, hosts: ')])
  }
})
