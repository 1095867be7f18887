import { describe, expect, it } from 'vitest'
import { foldAndScore } from '../../../main/issue/fold/fold.ts'
import { trainBaseRates } from '../../../main/predict/base-rates.ts'
import { claim } from '../../../main/queue/commands.ts'
import { unwrap } from '../../../shared/result.ts'
import { DAY, HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, aTrigger, NOON } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { run } from '../../helpers/evaluating.ts'
import { anEvent, withTrigger } from '../../helpers/observed.ts'
import { account, idOf, severalSources } from '../../helpers/several-sources.ts'

const uids = ({ connection }: Pick<TestCache, 'connection'>) =>
  connection.prepare('SELECT uid FROM issue ORDER BY uid').pluck().all()

const EVIDENCE = JSON.stringify({ figures: [], eventIds: [] })

/** Signals as an evaluation leaves them: of which account, by which trigger, hours ago. */
const SIGNALS = [
  ['shop:A', 'usage-down', 5],
  ['shop:A', 'errors', 5],
  ['shop:A', 'card', 3],
  ['shop:B', 'errors', 2],
] as const

/** What a computer calls its issues that wrote down accounts and signals in this order. */
async function folded(order: readonly number[], now: number): Promise<unknown[]> {
  const cache = aCache()
  const { connection } = cache
  aTrigger(connection)
  aTrigger(connection, { id: 'errors' })
  aTrigger(connection, { id: 'card', category: 'billing' })
  const told = order.flatMap(n => (SIGNALS[n] ? [SIGNALS[n]] : []))
  const accounts = new Map([...new Set(told.map(([uid]) => uid))].map(uid => [uid, anAccount(connection, { uid })]))
  const signal = connection.prepare(
    'INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence) VALUES (?, ?, 1, ?, ?)',
  )
  for (const [uid, trigger, ago] of told) signal.run(accounts.get(uid), trigger, NOON - ago * HOUR, EVIDENCE)
  await foldAndScore({ ...cache, now, everybody: true, predict: await trainBaseRates({ ...cache, now }) })
  return uids(cache)
}

describe('what an issue is called', () => {
  it('is the same on computers that wrote down the same signals in another order, at another time', async () => {
    const names = [
      `shop:A/card@${NOON - 3 * HOUR}`,
      `shop:A/errors@${NOON - 5 * HOUR}`,
      `shop:B/errors@${NOON - 2 * HOUR}`,
    ]
    expect(await folded([0, 1, 2, 3], NOON)).toEqual(names)
    expect(await folded([3, 2, 1, 0], NOON + HOUR)).toEqual(names)
  })

  it('tells two apart that began at the same moment, on a clock that stands still', async () => {
    const cache = aCache()
    withTrigger(cache.connection, { cooldown: '0d' })
    const id = anAccount(cache.connection, { uid: 'shop:A' })
    const fail = () => anEvent(cache.connection, { account: id, kind: 'payment_failed', at: NOON - DAY })
    for (let n = 0; n < 3; n++) fail()
    await run(cache, NOON)
    cache.connection.exec("UPDATE event SET kind = 'payment_made'")
    await run(cache, NOON, true)
    for (let n = 0; n < 3; n++) fail()
    await run(cache, NOON, true)
    expect(uids(cache)).toEqual([`shop:A/payments-failing@${NOON}`, `shop:A/payments-failing@${NOON}~2`])
  })

  it('stays when its account goes into another, and a decision still means it', async () => {
    const shop = severalSources()
    await shop.tell([account('billing', 'B1', { domain: 'acme.example' }), account('crm', 'C1')])
    aTrigger(shop.connection)
    shop.connection
      .prepare(
        "INSERT INTO signal (account_id, trigger_id, trigger_version, fired_at, evidence) VALUES (?, 'usage-down', 1, 5, ?)",
      )
      .run(idOf(shop, 'crm:C1'), EVIDENCE)
    await foldAndScore({ ...shop, now: NOON, everybody: true, predict: await trainBaseRates({ ...shop, now: NOON }) })
    await shop.tell([account('crm', 'C1', { domain: 'acme.example' })])
    await shop.recognise()
    expect(shop.groups()).toEqual([['billing:B1', 'crm:C1']])
    expect(uids(shop)).toEqual(['crm:C1/usage-down@5'])
    unwrap(await decideNow(shop.writer, claim, { ids: [1] }, { id: 'd' }))
    const row = shop.connection.prepare('SELECT account_id, claimed_by FROM issue').get()
    expect(row).toEqual({ account_id: idOf(shop, 'billing:B1'), claimed_by: 'maya' })
  })
})
