import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder } from '../helpers/electron.ts'
import { expect, test } from './fixture.ts'
import { go } from './steps.ts'

/** A campaign that was run elsewhere is judged from its file; a corrupted assignment shows no effect at first. */
const rows = (n: number) =>
  Array.from(
    { length: n },
    (_, at) => `C${at},${at % 2 ? 'control' : 'mail'},${at % (at % 2 ? 3 : 32) === 0 ? 'yes' : 'no'}`,
  )

test('a file is chosen, its columns are named, and the answer is a sentence', async ({ console }) => {
  const page = console.page()
  const folder = freshFolder('experiment')
  const sound = join(folder, 'mail.csv')
  const corrupt = join(folder, 'corrupt.csv')
  writeFileSync(sound, ['customer_id,arm,contacted', ...rows(1_200)].join('\n'))
  writeFileSync(corrupt, ['customer_id,arm,contacted', ...rows(1_200), 'C0,control,yes'].join('\n'))
  await go(page, 'r')
  await page.getByRole('tab', { name: 'Experiment from data' }).waitFor()
  // Past what was missed.
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await expect(page.getByText('No data chosen yet')).toBeVisible()

  await page.getByLabel('Path of the file').fill(join(folder, 'none.csv'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('cannot be used')

  await page.getByLabel('Path of the file').fill(sound)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Arm', { exact: true })).toHaveValue('arm')
  await expect(page.getByLabel('Unit')).toHaveValue('customer_id')
  await page.getByLabel('Metric', { exact: true }).selectOption('contacted')
  await page.getByLabel('Good').selectOption('lower')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^“mail”: “contacted” is .* avoided/).first()).toBeVisible()
  await expect(page.getByText('holds at any look')).toBeVisible()

  await page.getByLabel('Path of the file').fill(corrupt)
  await page.keyboard.press('Enter')
  await page.getByLabel('Metric', { exact: true }).selectOption('contacted')
  await page.getByRole('button', { name: /^Analyse/ }).click()
  await expect(page.getByRole('alert').last()).toContainText('1 unit is in two arms.')
  await expect(page.getByText('Detectable')).toBeHidden()
  await page.getByRole('button', { name: 'Show the differences nevertheless' }).click()
  await expect(page.getByText('Detectable')).toBeVisible()
})
