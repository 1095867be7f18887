import { expect, it } from 'vitest'
import { startJudge } from '../../../main/signal/evaluate/judge.ts'
import { lackKey } from '../../../main/signal/language/supply.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { threadsStarted } from '../../helpers/threads-started.ts'

function aJudge(accounts: number, events = 0, unrated = 0) {
  const { connection, read, file } = aCache()
  for (let n = 0; n < accounts; n++) anAccount(connection)
  connection
    .prepare(
      `INSERT INTO account (uid, name, mrr_minor, currency, updated_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'u' || i, 'Unrated', 100, 'XAF', 0 FROM n WHERE i <= ?`,
    )
    .run(unrated, unrated)
  connection
    .prepare(
      `INSERT INTO event (source_id, stream, external_id, account_id, kind, at, value)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 1, 'usage', 'e' || i, 1, 'login', ?, 1 FROM n WHERE i <= ?`,
    )
    .run(events, NOON, events)
  connection.exec('DELETE FROM dirty')
  const judge = startJudge(read, file)
  judge.by({ plans: [], now: NOON, from: NOON, everything: true })
  return judge
}

const LOGIN = { record: 'event', kind: 'login', key: null } as const
const SALE = { record: 'event', kind: 'sale', key: null } as const

it('one thread learns and judges in an evaluation', async () => {
  const judge = aJudge(26)
  const n = await threadsStarted(async () => {
    expect(await judge.learn([{ kind: 'ticket', quantile: 0.9 }], NOON)).toEqual([])
    expect(await judge.lives(['ticket'], NOON)).toHaveLength(0)
    const accounts = await judge.list()
    expect(accounts).toHaveLength(26)
    expect(await judge.judge([...accounts])).toMatchObject({ accounts: 26 })
    await judge.stop()
  })
  expect(n).toBe(1)
})

it('no thread is started for a few accounts where nothing is learned', async () => {
  const judge = aJudge(25)
  const n = await threadsStarted(async () => {
    expect(await judge.judge([...(await judge.list())])).toMatchObject({ accounts: 25 })
    await judge.stop()
  })
  expect(n).toBe(0)
})

it.each([
  [10_000, 0],
  [10_001, 1],
])('what nothing supplies is looked for among %i rows in %i threads', async (rows, threads) => {
  const judge = aJudge(1, rows)
  const n = await threadsStarted(async () => {
    const { lacking, supply } = await judge.supply([LOGIN, SALE])
    expect(lacking).toEqual([SALE])
    expect(supply).toEqual({ found: [lackKey(LOGIN)], looked: { [lackKey(SALE)]: rows }, empty: {} })
    await judge.stop()
  })
  expect(n).toBe(threads)
})

it.each([
  [20_000, 0],
  [20_001, 1],
])('who has no rate is counted among %i accounts in %i threads', async (accounts, threads) => {
  const judge = aJudge(0, 0, accounts)
  const amount = { measure: { type: 'attribute', name: 'mrr_minor', currency: 'EUR' }, op: '>=', threshold: 1 } as const
  const n = await threadsStarted(async () => {
    expect(await judge.withoutRates([amount])).toEqual({ EUR: [{ currency: 'XAF', accounts }] })
    await judge.stop()
  })
  expect(n).toBe(threads)
})
