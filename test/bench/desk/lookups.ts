import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { DATABASE } from '../../../main/cache/open.ts'
import { shown } from './places.ts'

/** What is asked for, and the account that it belongs to. */
export interface Asked {
  text: string
  account: number
  name: string
}

/** Accounts, contacts, addresses, orders and messages that only one account can be meant by. */
export function lookupsIn(folder: string, each: number): Asked[] {
  const db = new Database(join(folder, DATABASE), { readonly: true })
  const some = (sql: string) => db.prepare<[number], Asked>(sql).all(each)
  try {
    return [
      ...some(`SELECT name AS text, id AS account, name FROM account WHERE merged_into IS NULL GROUP BY name
        HAVING count(*) = 1 ORDER BY id * 7919 % 10007 LIMIT ?`),
      ...some(`SELECT c.name AS text, a.id AS account, a.name FROM contact c JOIN account a ON a.id = c.account_id
        WHERE a.merged_into IS NULL GROUP BY c.name HAVING count(*) = 1 ORDER BY c.id * 7919 % 10007 LIMIT ?`),
      ...some(`SELECT c.email AS text, a.id AS account, a.name FROM contact c JOIN account a ON a.id = c.account_id
        WHERE a.merged_into IS NULL GROUP BY c.email HAVING count(*) = 1 ORDER BY c.id * 6841 % 10007 LIMIT ?`),
      ...some(`SELECT o.external_id AS text, a.id AS account, a.name FROM object o JOIN account a ON a.id = o.account_id
        WHERE o.kind IN ('order', 'shipment', 'ticket') AND a.merged_into IS NULL ORDER BY o.id * 7919 % 10007 LIMIT ?`),
      ...some(`SELECT m.recipient AS text, a.id AS account, a.name FROM outbox m JOIN account a ON a.id = m.account_id
        WHERE a.merged_into IS NULL GROUP BY m.recipient HAVING count(DISTINCT m.account_id) = 1
        ORDER BY m.id * 7919 % 10007 LIMIT ?`),
    ]
  } finally {
    db.close()
  }
}

/** Types into the palette and presses Enter at once, as hands do; gives the text of the account or issue then in view. */
export async function lookUp(page: Page, { text }: Asked): Promise<string> {
  await page.keyboard.press('Control+k')
  const field = page.locator('[role="dialog"] input')
  await field.waitFor()
  await page.keyboard.insertText(text)
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'hidden' })
  // Where it leads may be a screen that is opened for the first time, and loaded only then.
  await shown(page)
  return (await page.getByRole('article').first().textContent()) ?? ''
}
