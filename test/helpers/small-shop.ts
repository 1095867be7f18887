import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY, HOUR } from '../../shared/trigger/duration.ts'

const iso = (at: number) => new Date(at).toISOString()
const csv = (path: string, header: string, rows: (string | number)[][]) =>
  writeFileSync(path, `${header}\n${rows.map(row => row.join(',')).join('\n')}\n`)

const ACCOUNTS = 30
/** The use of every sixth account stops a month before `now`. */
const falls = (account: number) => account % 6 === 0

export interface SmallShop {
  files: string[]
  /** Writes a ticket of the account into the tickets file, opened at `at` (UTC ms). */
  addTicket(accountName: string, at: number): void
}

/** Four files of a shop whose troubles are known: five of its thirty accounts use the product no more. */
export function writeSmallShop(dir: string, now: number): SmallShop {
  mkdirSync(dir, { recursive: true })
  const path = (name: string) => join(dir, `${name}.csv`)
  const numbers = Array.from({ length: ACCOUNTS }, (_, n) => n)
  const usage = numbers.flatMap(n =>
    Array.from({ length: 60 }, (_, k) => ({ n, k, at: now - (k + 1) * 3 * DAY }))
      .filter(({ at }) => !falls(n) || at < now - 30 * DAY)
      .map(({ k, at }) => [`u${n}-${k}`, `a${n}`, iso(at), 'reports', 5 + ((n + k) % 4), 0]),
  )
  const tickets: (string | number)[][] = [['t1', 'a1', iso(now - 40 * DAY), iso(now - 40 * DAY + 3 * HOUR), 'low']]
  const writeTickets = () => csv(path('tickets'), 'ticket_id,account_id,submitted_at,closed_at,priority', tickets)
  csv(
    path('accounts'),
    'account_id,account_name,country,signup_date,plan_tier',
    numbers.map(n => [`a${n}`, `Shop ${n}`, 'DE', iso(now - 400 * DAY), n % 2 ? 'Pro' : 'Starter']),
  )
  csv(path('usage'), 'usage_id,account_id,usage_date,feature_name,usage_count,error_count', usage)
  csv(
    path('contacts'),
    'account_id,name,email,time_zone',
    numbers.map(n => [`a${n}`, `Kim Doe ${n}`, `kim${n}@shop${n}.example`, 'Europe/Berlin']),
  )
  writeTickets()
  return {
    files: ['accounts', 'usage', 'tickets', 'contacts'].map(path),
    addTicket: (accountName, at) => {
      tickets.push([`t${tickets.length + 1}`, accountName.replace('Shop ', 'a'), iso(at), '', 'high'])
      writeTickets()
    },
  }
}
