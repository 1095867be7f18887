import { expect, it } from 'vitest'
import { listCsv } from '../../../shared/desk/list/list-csv.ts'

const row = (accountName: string, detail: string | null): Parameters<typeof listCsv>[0][number] => ({
  ...{ accountName, detail, plan: 'Pro', category: 'billing', title: 'Card expires', state: 'open' },
  ...{ dueAt: Date.UTC(2026, 0, 2, 3), openedAt: Date.UTC(2026, 0, 1), claimedBy: null },
  ...{ risk: 0.25, priority: 12.345 },
})

it('the file has a line for each row, with times in UTC and plain numbers', () => {
  expect(listCsv([row('Nordlys, Bergen', '2 failed payments')]).split('\r\n')).toEqual([
    '\uFEFFaccount,plan,category,issue,detail,state,due,opened,risk,priority,claimed by',
    '"Nordlys, Bergen",Pro,Billing,Card expires,2 failed payments,open,2026-01-02T03:00:00.000Z,2026-01-01T00:00:00.000Z,0.25,12.35,',
    '',
  ])
})

it.each(['=HYPERLINK("https://example.com")', '+1', '-1', '@SUM(A1)', '\t=1'])(
  'a spreadsheet does not carry out %j, which a customer wrote',
  written => {
    const [, line = ''] = listCsv([row(written, null)]).split('\r\n')
    expect(line.replace(/^"/, '').charAt(0)).toBe("'")
  },
)
