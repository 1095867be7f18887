import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder } from '../helpers/electron.ts'
import { expect, test } from './fixture.ts'
import { hears } from './said.ts'
import { nameWorkspace } from './steps.ts'

/** A flat export is mapped on screen: a customer with its person, and an order with its dated states, from each row. */
test.use({ firstRun: true })

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

  // What no field can say is said as JSON, and a mistake names its place.
  await page.getByText('Conditions, dated states and expressions as JSON').click()
  const json = page.getByLabel('Mapping of customers as JSON')
  const records = JSON.parse(await json.inputValue()) as { record: string; stays?: unknown }[]
  await json.fill(JSON.stringify(records.map(one => ({ ...one, colour: 'red' }))))
  await expect(page.getByRole('alert')).toContainText('At [0].colour: unknown field.')
  const steps = ['placed', 'paid'].map(state => ({ state: { const: state }, since: state }))
  await json.fill(JSON.stringify(records.map(one => (one.record === 'object' ? { ...one, stays: steps } : one))))
  await expect(page.getByText('placed 2024-05-01 → paid 2024-05-03')).toBeVisible()

  await page.getByRole('button', { name: /^Connect 1 file/ }).click()
  await hears(page, /6 rows read/)
})
