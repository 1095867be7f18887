import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Examples, FeatureColumn } from '../../../main/predict/learn/data/feature-table.ts'

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/ravenstack')

type Record = Readonly<{ [column: string]: string }>

function recordsOf(name: string): Record[] {
  const [head = '', ...lines] = readFileSync(join(FOLDER, `ravenstack_${name}.csv`), 'utf8')
    .trim()
    .split(/\r?\n/)
  const columns = head.split(',')
  return lines.map(line => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
  })
}

/**
 * RavenStack's accounts with what is known of their subscriptions, use and tickets, and whether they left. What tells the
 * answer (ends of subscriptions, flags of churn) is not among the columns. Null where the folder is absent.
 */
export function ravenstackExamples(): Examples | null {
  if (!existsSync(FOLDER)) return null
  const accounts = recordsOf('accounts')
  const subscriptions = recordsOf('subscriptions')
  const accountOf = new Map(subscriptions.map(one => [one.subscription_id, one.account_id]))
  const usage = recordsOf('feature_usage').map(one => ({
    ...one,
    account_id: accountOf.get(one.subscription_id) ?? '',
  }))
  const tickets = recordsOf('support_tickets')
  const number = (name: string, of: (account: Record) => number): FeatureColumn => ({
    ...{ name, kind: 'number', values: Float64Array.from(accounts, of) },
  })
  const category = (name: string): FeatureColumn => {
    const names = [...new Set(accounts.map(account => account[name] ?? ''))]
    return {
      name,
      kind: 'category',
      codes: Int32Array.from(accounts, account => names.indexOf(account[name] ?? '')),
      names,
    }
  }
  /** A figure of the rows that belong to an account; NaN where it has none. */
  const over = (rows: readonly Record[], of: (own: readonly Record[]) => number) => {
    const byAccount = Map.groupBy(rows, row => row.account_id ?? '')
    return (account: Record) => of(byAccount.get(account.account_id ?? '') ?? [])
  }
  const sum = (column: string) => (own: readonly Record[]) => own.reduce((total, row) => total + Number(row[column]), 0)
  const mean = (column: string) => (own: readonly Record[]) =>
    own.length === 0 ? Number.NaN : sum(column)(own) / own.length
  const columns = [
    ...['industry', 'country', 'referral_source', 'plan_tier', 'is_trial'].map(category),
    number('seats', account => Number(account.seats)),
    number('age', account => -Date.parse(account.signup_date ?? '') / 86_400_000),
    number(
      'subscriptions',
      over(subscriptions, own => own.length),
    ),
    number('mrr', over(subscriptions, mean('mrr_amount'))),
    number('uses', over(usage, sum('usage_count'))),
    number('seconds', over(usage, mean('usage_duration_secs'))),
    number('errors', over(usage, sum('error_count'))),
    number(
      'features',
      over(usage, own => new Set(own.map(row => row.feature_name)).size),
    ),
    number(
      'tickets',
      over(tickets, own => own.length),
    ),
    number('hours', over(tickets, mean('resolution_time_hours'))),
    number('first response', over(tickets, mean('first_response_time_minutes'))),
    number(
      'escalated',
      over(tickets, own => own.filter(row => row.escalation_flag === 'True').length),
    ),
  ]
  const labels = Uint8Array.from(accounts, account => (account.churn_flag === 'True' ? 1 : 0))
  return { table: { rows: accounts.length, columns }, labels }
}
