import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder } from '../helpers/electron.ts'
import { expect, openConsole, test } from './fixture.ts'
import { go } from './steps.ts'

function aPolicy(text: string): Record<string, string> {
  const file = join(freshFolder('policy'), 'policy.json')
  writeFileSync(file, text)
  return { FORESTALL_POLICY_FILE: file }
}

test.describe('what an administrator holds', () => {
  const held =
    '{ "guardrails": { "quietHours": { "from": 18, "to": 9 }, "autopilot": false }, "hosts": ["api.example.com"] }'
  test.use({ consoleEnv: aPolicy(held) })

  test('is shown with its reason and cannot be changed on screen', async ({ console }) => {
    const page = console.page()
    await go(page, ',')
    const guardrails = page.getByRole('region', { name: 'Guardrails' })
    await expect(guardrails.getByLabel('Quiet hours from')).toHaveValue('18')
    await expect(guardrails.getByLabel('Quiet hours from')).toBeDisabled()
    await expect(guardrails.getByLabel('Held-out accounts')).toBeEnabled()
    await expect(guardrails.getByText('set by your administrator')).toBeVisible()
    const channels = page.getByRole('region', { name: 'Channels' })
    await expect(channels.getByText('Sources and channels connect to api.example.com only')).toBeVisible()
    await go(page, 't')
    await expect(page.getByRole('switch', { name: 'Autopilot is off' })).toBeDisabled()
  })
})

test('a policy that cannot be used keeps the console from starting, and names line and field', async ({
  shell,
  display,
}) => {
  test.skip(shell !== 'electron', 'the loopback shell says it in the terminal and serves no page')
  const env = { ...display, ...aPolicy('{\n  "hosts": "any"\n}') }
  const opened = await openConsole({ shell, workspace: null, env, waitFor: '[role=alert]' })
  if ('why' in opened) return test.skip(true, opened.why)
  const said = await opened.page().locator('[role=alert]').textContent()
  await opened.close()
  expect(said).toContain('Line 2, hosts: ')
})
