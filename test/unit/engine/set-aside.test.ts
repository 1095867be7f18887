import { expect, it } from 'vitest'
import { moveRuns } from '../../../main/engine/acting/running.ts'
import { listOutbox } from '../../../main/outbox/store.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { anAccount, anEvent, aReachableIssue, aTrigger, NOON } from '../../helpers/builders.ts'
import { run, signals } from '../../helpers/evaluating.ts'
import { aChannel, aClock, aDrain, SENT, started } from '../../helpers/outreach.ts'
import { aReadyCache } from '../../helpers/ready-cache.ts'

async function threeMessages() {
  const cache = aReadyCache()
  const queued = []
  for (const name of ['ada', 'bea', 'cyd']) {
    const { issue } = aReachableIssue(cache.connection, { contact: { email: `${name}@example.com` } })
    queued.push(await started(cache, issue))
  }
  const rows = () => listOutbox(cache.read, { offset: 0, limit: 9 }).toReversed()
  return { cache, queued, rows }
}

it('a message that cannot be judged waits with its reason, and the others of its batch leave', async () => {
  const { cache, rows } = await threeMessages()
  cache.connection.exec("UPDATE outbox SET overrides = '{' WHERE id = (SELECT min(id) FROM outbox)")
  const clock = aClock()
  const drain = aDrain(
    cache,
    aChannel(() => SENT),
    clock,
  )
  expect(await drain()).toMatchObject({ sent: 2, later: 1 })
  expect(rows().map(({ state }) => state)).toEqual(['waiting', 'sent', 'sent'])
  expect(rows()[0]?.why).toMatch(/checks of this message failed \(SyntaxError/)
  expect(rows()[0]?.notBefore).toBe(NOON + HOUR)
  cache.connection.exec("UPDATE outbox SET overrides = '[]'")
  clock.advance(HOUR)
  expect(await drain()).toMatchObject({ sent: 1 })
})

it('a message that its channel cannot prepare waits with its reason, and the others leave', async () => {
  const { cache, rows } = await threeMessages()
  const channel = aChannel(({ to }) => {
    if (to.address.startsWith('bea')) throw new RangeError('Invalid time value for bea@example.com')
    return SENT
  })
  expect(await aDrain(cache, channel, aClock())()).toMatchObject({ sent: 2, later: 1 })
  expect(rows()[1]?.why).toMatch(/could not prepare this message \(RangeError/)
  expect(rows()[1]?.why).not.toContain('bea@')
})

it('an account that cannot be judged is named with its reason and judged again, and the others are judged', async () => {
  const cache = aReadyCache()
  aTrigger(cache.connection, {
    when: { measure: { type: 'count', events: { kind: 'failed' }, over: '7d' }, op: '>=', threshold: 1 },
    cause: { dimension: 'carrier', field: 'carrier' },
  })
  const [first, broken, last] = [1, 2, 3].map(() => anAccount(cache.connection))
  for (const account of [first, broken, last]) anEvent(cache.connection, account as number, 'failed', NOON - HOUR)
  cache.connection.prepare("UPDATE event SET properties = '{' WHERE account_id = ?").run(broken)
  cache.connection.exec('INSERT OR IGNORE INTO dirty SELECT id FROM account')
  const report = await run(cache, NOON)
  expect(report.setAside).toEqual([{ accountId: broken, why: expect.stringContaining('SyntaxError') }])
  expect(signals(cache).map(({ account_id }) => account_id)).toEqual([first, last])
  expect(cache.connection.prepare('SELECT at FROM due WHERE account_id = ?').pluck().get(broken)).toBe(NOON + HOUR)
})

it('a run that cannot be taken on is stopped with its reason, and the others move', async () => {
  const { cache, queued, rows } = await threeMessages()
  await aDrain(
    cache,
    aChannel(() => SENT),
    aClock(),
  )()
  expect(rows().every(({ state }) => state === 'sent')).toBe(true)
  cache.connection.prepare("UPDATE step SET detail = '{' WHERE intervention_id = ?").run(queued[0]?.interventionId)
  const clock = aClock()
  expect(await moveRuns({ ...cache, clock })).toBe(2)
  const states = cache.connection.prepare("SELECT id, ended_because FROM intervention WHERE state = 'stopped'").all()
  const stopped = { id: queued[0]?.interventionId, ended_because: expect.stringContaining('unexpected error') }
  expect(states).toEqual([stopped])
})
