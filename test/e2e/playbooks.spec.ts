import { expect, test } from './fixture.ts'
import { CLOSING } from './letters.ts'
import { hears } from './said.ts'
import { go } from './steps.ts'

/** A playbook as a lead changes it: edited as sentences, checked, tried on a real account, saved as a new version. */
test.use({ shared: true })
test('a playbook is edited, checked, tried on an account and saved as a new version', async ({ console }) => {
  const page = console.page()
  await go(page, 'p')
  await page.getByRole('button', { name: /^Help with signing in/ }).click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Help with signing in')
  const steps = page.locator('.build .step')
  const before = await steps.count()

  // A step is added at the end, filled in and moved up; the JSON says the same.
  await page.getByRole('button', { name: '+ step' }).last().click()
  await page.getByRole('button', { name: 'Task', exact: true }).click()
  await expect(steps).toHaveCount(before + 1)
  await page.getByLabel('Task', { exact: true }).last().fill('Call {{ account.name }} about signing in')
  await page.getByRole('tab', { name: 'JSON' }).click()
  await expect(page.getByLabel('Definition as JSON')).toHaveValue(/Call \{\{ account\.name \}\} about signing in/)

  // A field that does not exist is said at its step, and nothing can be saved.
  const task = page.getByLabel('Task', { exact: true }).last()
  await task.fill('Call {{ account.nickname }}')
  await expect(page.locator('.step.wrong')).toContainText('account.nickname')
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled()
  await task.fill('Call ')
  await page.getByLabel('Insert a field into Task').last().selectOption('account.name')
  await expect(task).toHaveValue('Call {{ account.name }}')
  await expect(page.locator('.step.wrong')).toHaveCount(0)

  // Tried on the account that is first in the queue: the message as it would leave, and the task with its name.
  await page.getByRole('tab', { name: /Dry run/ }).click()
  const run = page.getByRole('list', { name: 'Steps of the dry run' })
  await expect(run.locator('.mail-text').first()).toContainText(CLOSING)
  await expect(run).toContainText(/Call (?!\{)\S+/)
  await expect(run).not.toContainText('{{')

  await page.getByRole('button', { name: /^Save/ }).click()
  await hears(page, /saved as version 2/)
  await page.getByRole('tab', { name: /Versions 2/ }).click()
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible()
  await expect(page.getByText('used for new runs')).toBeVisible()
})

test('a branch is built by hand, and what it holds is shown within it', async ({ console }) => {
  const page = console.page()
  await go(page, 'p')
  await page.getByRole('button', { name: /^New/ }).click()
  await page.getByLabel('Name', { exact: true }).fill('Ask and call')
  await page.getByRole('button', { name: '+ step' }).last().click()
  await page.getByRole('button', { name: 'Branch', exact: true }).click()
  await page.getByLabel('Otherwise').selectOption('steps')
  await expect(page.locator('.case .step')).toHaveCount(1)
  await page.getByLabel('Condition', { exact: true }).first().selectOption('metric_met')
  await page.getByRole('tab', { name: 'JSON' }).click()
  await expect(page.getByLabel('Definition as JSON')).toHaveValue(/"if": "metric_met"/)

  // A group is put into the condition by keys alone, turned round, and taken out again.
  await page.getByRole('button', { name: '+ group' }).focus()
  await page.keyboard.press('Enter')
  const inner = page.getByRole('group', { name: 'all of these' })
  await expect(page.getByRole('group', { name: 'any of these' }).locator(inner)).toBeVisible()
  await expect(page.getByLabel('Definition as JSON')).toHaveValue(/"all": \[/)
  await inner.getByRole('button', { name: 'all of these' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Definition as JSON')).not.toHaveValue(/"all": \[/)
  await page.getByRole('button', { name: 'Remove this group' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Definition as JSON')).toHaveValue(/"if": "metric_met"/)

  // A channel that does not exist is marked at its step, with what there is.
  const json = page.getByLabel('Definition as JSON')
  const good = await json.inputValue()
  await json.fill(good.replace(/"channel": "email"/, '"channel": "sms"'))
  await expect(page.getByText(/There is no channel “sms”, only email, webhook/)).toBeVisible()
  await expect(page.getByRole('button', { name: /^Save/ })).toBeDisabled()
  await json.fill(good)

  // A step moved up beyond its branch leaves it.
  await page.locator('.case .step').getByRole('button', { name: 'Move up' }).click()
  await expect(page.locator('.case .step')).toHaveCount(0)
  await page.getByRole('button', { name: /^Save/ }).click()
  await hears(page, /Ask and call saved as version 1/)
})
