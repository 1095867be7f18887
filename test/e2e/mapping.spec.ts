import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder } from '../helpers/electron.ts'
import { expect, test } from './fixture.ts'
import { hears } from './said.ts'
import { nameWorkspace } from './steps.ts'

/** A flat export is mapped on screen: a customer with its person, and an order with its dated states, from each row. */
test.use({ firstRun: true, shared: true })

const mapFile = (text: string) => ({ name: 'a.map.json', mimeType: 'application/json', buffer: Buffer.from(text) })

const ROWS = [
  'customer_id,name,email,order_no,placed,paid,total,currency',
  'C1,Ada Ltd,ada@shop.example,O1,2024-05-01,2024-05-03,120.50,EUR',
  'C2,Bob Ltd,bob@shop.example,O2,2024-06-02,,99000,JPY',
]

test('one row becomes several records, by form and as JSON, with a preview of real rows', async ({ console }) => {
  const page = console.page()
  const file = join(freshFolder('flat'), 'customers.csv')
  writeFileSync(file, `${ROWS.join('\n')}\n`)
  await nameWorkspace(page, 'Flat shop')
  await page.getByRole('button', { name: /^Files/ }).click()
  await page.getByLabel('File paths, one per line').fill(file)
  await page.getByRole('button', { name: 'Inspect files' }).click()

  // The person behind the address is proposed, and an order of the same row is added.
  await expect(page.getByLabel('The person behind the e-mail address is a contact')).toBeChecked()
  await page.getByLabel('Add a record to each row of customers').selectOption('object')
  const order = page.getByRole('group', { name: /^object/ })
  await order.getByLabel('Kind of object, such as ticket or subscription').fill('order')
  const own = page.getByRole('group', { name: /^order/ })
  await own.getByLabel('Id: column').selectOption('order_no')
  await own.getByLabel('Amount: column').selectOption('total')
  await own.getByLabel('Column with the currency').selectOption('currency')
  await expect(page.getByText('¥99,000')).toBeVisible()
  await expect(page.getByText('€120.50')).toBeVisible()

  // Conditions and dated states have fields, and the preview shows what they do.
  await own.getByLabel('Only rows where: condition').selectOption('filled')
  await own.getByLabel('Only rows where: column').selectOption('paid')
  await expect(page.getByText('They become 5 records.')).toBeVisible()
  await own.getByLabel('Only rows where: condition').selectOption('always')
  await own.getByLabel('Dated states: where they are').selectOption('columns')
  await own.getByLabel('State 1: name').fill('ordered')
  await own.getByRole('button', { name: 'Add a state' }).click()
  await own.getByLabel('State 2: name').fill('settled')
  await own.getByLabel('State 2: column of its date').selectOption('paid')
  await expect(page.getByText('ordered 2024-05-01 → settled 2024-05-03')).toBeVisible()
  await page.getByLabel(/^This stream is complete/).check()
  await expect(page.getByLabel(/may go at once/)).toHaveValue('20')

  // A mapping file takes the place of the mapping; a mistake in one names its line and field.
  const json = page.getByLabel('Mapping of customers as JSON')
  await page.getByText('The mapping as JSON').click()
  const stream = { name: 'customers', mapping: JSON.parse(await json.inputValue()) as object, complete: { most: 0.5 } }
  const chooses = page.getByLabel('Import a mapping for customers: file')
  await chooses.setInputFiles(mapFile(JSON.stringify({ mapping: 2, streams: [stream] }, null, 1)))
  await expect(page.getByRole('alert')).toContainText('Line 2, mapping: expected 1, found 2.')
  await chooses.setInputFiles(
    mapFile(JSON.stringify({ mapping: 1, streams: [stream] }).replaceAll('settled', 'paid up')),
  )
  await expect(page.getByText('ordered 2024-05-01 → paid up 2024-05-03')).toBeVisible()
  await expect(page.getByLabel(/may go at once/)).toHaveValue('50')

  // What no field can say is said as JSON, and a mistake names its place.
  const records = JSON.parse(await json.inputValue()) as { record: string; stays?: unknown }[]
  await json.fill(JSON.stringify(records.map(one => ({ ...one, colour: 'red' }))))
  await expect(page.getByRole('alert')).toContainText('Line 1, [0].colour: unknown field.')
  const steps = ['placed', 'paid'].map(state => ({ state: { const: state }, since: state }))
  await json.fill(JSON.stringify(records.map(one => (one.record === 'object' ? { ...one, stays: steps } : one))))
  await expect(page.getByText('placed 2024-05-01 → paid 2024-05-03')).toBeVisible()

  await page.getByRole('button', { name: /^Connect 1 file/ }).click()
  await hears(page, /6 rows read/)
})

test('the currency of plain numbers is asked once, and the answer makes them amounts', async ({ console }) => {
  const page = console.page()
  const file = join(freshFolder('plain'), 'accounts.csv')
  writeFileSync(file, 'account_id,name,mrr\nA1,Ada Ltd,120.50\nA2,Bob Ltd,80.00\n')
  await nameWorkspace(page, 'Plain shop')
  await page.getByRole('button', { name: /^Files/ }).click()
  await page.getByLabel('File paths, one per line').fill(file)
  await page.getByRole('button', { name: 'Inspect files' }).click()

  const asked = page.getByRole('group', { name: /Which currency are these amounts in/ })
  await expect(asked).toBeVisible()
  await asked.getByLabel('Currency of the amounts').selectOption('SEK')
  await expect(asked).toBeHidden()
  await expect(page.getByText(/SEK\s?120\.50/)).toBeVisible()
})
