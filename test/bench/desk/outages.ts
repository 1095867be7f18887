import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { DATABASE } from '../../../main/cache/open.ts'
import { truth } from '../../../main/source/sample/sample.ts'
import { sampleConfigSchema } from '../../../shared/source/sample-config.ts'

/** The outage that the simulator knows of in the sample, and what it shows itself as. */
const KNOWN = { incident: 'hosting_outage', component: 'storefront', title: /Component storefront/ } as const

const open = (folder: string) => new Database(join(folder, DATABASE), { readonly: true })

/** External ids of the accounts that are in the known outage, by the simulator’s own truth. */
export function trulyAffected(folder: string): string[] {
  const db = open(folder)
  try {
    const config = db.prepare<[], string>("SELECT config FROM source WHERE kind = 'sample'").pluck().get() ?? '{}'
    const { seed, accounts, days, now } = sampleConfigSchema.parse(JSON.parse(config))
    return Array.from({ length: accounts }, (_, index) => index).flatMap(index => {
      const { episodes, churnsAt } = truth(seed, index, now, days)
      const isIn = episodes.some(one => one.incident === KNOWN.incident && one.from <= now && now < one.until)
      return isIn && (churnsAt === null || churnsAt > now) ? [`A-${String(index + 1).padStart(6, '0')}`] : []
    })
  } finally {
    db.close()
  }
}

/** External ids of the accounts that the declared outage has marked. */
export function plannedFor(folder: string): Set<string> {
  const db = open(folder)
  try {
    const marks = db.prepare<[], string>("SELECT external_id FROM object WHERE kind = 'service_outage'").pluck().all()
    return new Set(marks.map(mark => mark.slice(mark.indexOf('/') + 1)))
  } finally {
    db.close()
  }
}

/** From “the storefront is down” to a plan of all affected accounts, in numbers; gives how many keys that took. */
export async function planOutage(page: Page): Promise<number> {
  let keys = 0
  const press = async (key: string) => {
    keys++
    await page.keyboard.press(key)
  }
  await press('!')
  const wanted = page.getByRole('button', { name: KNOWN.title })
  await wanted.waitFor()
  while ((await wanted.getAttribute('aria-current')) !== 'true') await press('j')
  await press('Enter')
  await page.getByRole('button', { name: /^Message \d+ accounts/ }).waitFor()
  await press('Shift+O')
  await page.getByRole('dialog').getByLabel('Summary').waitFor()
  return keys
}
