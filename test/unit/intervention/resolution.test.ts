import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { router } from '../../../main/api/router.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { createHost } from '../../../main/engine/host.ts'
import { environmentSecrets } from '../../../main/engine/secrets-store.ts'
import { unwrap } from '../../../shared/result.ts'
import { aReachableIssue } from '../../helpers/builders.ts'
import { aFakeStripe, type FakeInvoice } from '../../helpers/fake-stripe.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** A workspace with one account whose invoice is open, and a Stripe of its own that the playbook may use. */
async function aShop(invoice: Partial<FakeInvoice>, autoApprove = false, pace: Record<string, string> = {}) {
  const stripe = await aFakeStripe()
  stripe.invoices.set('in_1', { status: 'open', attempts: 1, decline: 'insufficient_funds', pays: true, ...invoice })
  const dir = tempFolder()
  const file = readFileSync(join(import.meta.dirname, '../../../resources/actions/stripe.json'), 'utf8')
  const manifest = JSON.parse(file.replaceAll('https://{{ settings.host }}', 'http://{{ settings.host }}'))
  Object.assign(manifest.actions.retry_payment, pace)
  mkdirSync(join(dir, 'actions'), { recursive: true })
  writeFileSync(join(dir, 'actions/stripe.json'), JSON.stringify(manifest))
  const open = async () => {
    const deps = { root: dir, dir, shell: 'cli' as const, secrets, appVersion: '0', actor: 'maya', device: 'test' }
    const host = unwrap(await createHost({ ...deps, pickFiles: null }, { name: 'Test', sample: null }))
    return { host, call: createRouterClient(router, { context: { host } }) }
  }
  const secrets = environmentSecrets({})
  let { host, call } = await open()
  onTestFinished(() => host.close())
  await call.workspace.setGuardrails({
    holdout: 0,
    quietHours: { from: 0, to: 0 },
    undoSeconds: 0,
  })
  await call.channel.allowHost({ host: stripe.host, allowed: true })
  await call.channel.set({ id: 'stripe', values: { host: stripe.host } })
  await call.channel.setSecret({ id: 'stripe', secret: 'rk_test' })
  await call.action.set({ id: 'stripe.retry_payment', enabled: true, autoApprove })
  const db = new Database(join(dir, DATABASE))
  const { account, issue } = aReachableIssue(db)
  db.prepare("UPDATE issue SET category = 'billing' WHERE id = ?").run(issue)
  db.prepare(
    `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at) VALUES (?, 1, 'invoice', 'in_1', 'open', 1)`,
  ).run(account)
  db.close()
  const start = () => call.intervention.start({ issueId: issue, playbookId: 'payment-new-card' })
  return {
    stripe,
    issue,
    start,
    call: () => call,
    fix: async () => (await call.resolution.list({ issueId: issue }))[0],
    isDueAgain: () => {
      const db = new Database(join(dir, DATABASE))
      db.prepare("UPDATE outbox SET not_before = 0 WHERE state = 'waiting'").run()
      db.close()
    },
    /** As an earlier version has kept it, which held nothing against a request. */
    setHost: (host: string) => {
      const db = new Database(join(dir, DATABASE))
      db.prepare("INSERT OR REPLACE INTO setting (key, value) VALUES ('channel.stripe', ?)").run(
        JSON.stringify({ host }),
      )
      db.close()
    },
    messages: async () => (await call.outbox.list({})).filter(({ channel }) => channel === 'email'),
    issueRow: async () => (await call.issue.get({ id: issue })).row,
    restart: async () => {
      await host.close()
      ;({ host, call } = await open())
    },
  }
}

describe('a fix that a playbook proposes', () => {
  it('waits for a person, is made, and closes the issue when it worked: no message goes out', async () => {
    const shop = await aShop({})
    await shop.start()
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual([])
    const [asked] = await shop.call().outbox.approvals({})
    expect(asked).toMatchObject({ to: 'in_1', subject: 'Retry the payment', needs: [{ reason: 'resolution' }] })
    await shop.call().outbox.approve({ ids: [asked?.outboxId ?? 0] })
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual(['in_1'])
    expect(await shop.fix()).toMatchObject({
      verdict: 'worked',
      before: { state: 'open', status: 'open', decline_code: 'insufficient_funds' },
      after: { status: 'paid', amount_remaining: 0 },
    })
    expect(await shop.messages()).toEqual([])
    expect((await shop.call().issue.get({ id: shop.issue })).closedBecause).toBe('fixed')
  })

  it('gives the message its turn when the bank declines', async () => {
    const shop = await aShop({ pays: false }, true)
    await shop.start()
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual([])
    expect(await shop.fix()).toMatchObject({ state: 'refused', why: expect.stringContaining('declined') })
    expect(await shop.messages()).toHaveLength(1)
    expect(await shop.issueRow()).toMatchObject({ state: 'acting' })
  })

  it('gives the message its turn when a person says no to the fix', async () => {
    const shop = await aShop({})
    await shop.start()
    const [asked] = await shop.call().outbox.approvals({})
    await shop.call().outbox.decline({ ids: [asked?.outboxId ?? 0], note: 'They are about to switch banks.' })
    await shop.call().outbox.drain({})
    expect(shop.stripe.asked).toEqual([])
    expect(await shop.messages()).toHaveLength(1)
  })

  it('is looked at after a restart, if the program ended between the order and the look', async () => {
    const shop = await aShop({ pays: true, losesAnswer: true }, true)
    await shop.start()
    await shop.call().outbox.drain({})
    const cutOff = await shop.fix()
    expect(cutOff).toMatchObject({
      state: 'unsure',
      verdict: null,
      why: expect.stringMatching(/The fix may or may not have been made\.$/),
    })
    await expect(shop.call().outbox.retry({ id: cutOff?.outboxId ?? 0 })).rejects.toMatchObject({
      data: { why: 'The fix is unsure, not refused.' },
    })
    await shop.restart()
    await shop.call().outbox.settle({ id: cutOff?.outboxId ?? 0, as: 'sent' })
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual(['in_1'])
    expect(await shop.fix()).toMatchObject({ verdict: 'worked', state: 'sent' })
  })

  it('counts as failed once nobody could look at it until its time was up, says so, and the playbook goes on', async () => {
    const shop = await aShop({ hidesWhenPaid: true }, true, { every: '0s', giveUpAfter: '0s' })
    await shop.start()
    await shop.call().outbox.drain({})
    await shop.call().outbox.drain({})
    // Late already, but two looks may have come too soon after a night's sleep.
    expect(await shop.fix()).toMatchObject({ state: 'sent', verdict: null })
    expect(await shop.messages()).toEqual([])
    await shop.call().outbox.drain({})
    expect(await shop.fix()).toMatchObject({
      verdict: 'failed',
      after: { note: expect.stringMatching(/^Nobody knows whether the fix worked: .* Down for repairs\.$/) },
    })
    expect(await shop.messages()).toHaveLength(1)
  })

  it('is not judged by an answer that shows nothing of it', async () => {
    const shop = await aShop({ hidesWhenPaid: 'page' }, true, { every: '0s', giveUpAfter: '0s' })
    await shop.start()
    for (let n = 0; n < 3; n++) await shop.call().outbox.drain({})
    const note = expect.stringMatching(
      /^Nobody knows whether the fix worked: .* without the fields that the action needs/,
    )
    expect(await shop.fix()).toMatchObject({ verdict: 'failed', after: { note } })
  })

  it('waits for its time while nobody can look at it', async () => {
    const shop = await aShop({ hidesWhenPaid: true }, true, { every: '0s', giveUpAfter: '1h' })
    await shop.start()
    for (let n = 0; n < 5; n++) await shop.call().outbox.drain({})
    expect(await shop.fix()).toMatchObject({ state: 'sent', verdict: null })
    expect(await shop.messages()).toEqual([])
  })

  it('waits while a setting of its system makes no request, and nobody is written to instead', async () => {
    const shop = await aShop({}, true)
    shop.setHost('127.0.0.1:99999')
    await shop.start()
    await shop.call().outbox.drain({})
    expect(await shop.fix()).toMatchObject({
      state: 'waiting',
      why: expect.stringContaining('“API address”'),
    })
    expect(await shop.messages()).toEqual([])
    await shop.call().channel.set({ id: 'stripe', values: { host: shop.stripe.host } })
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual(['in_1'])
  })

  it('is not counted as tried while it could only not be looked at', async () => {
    const shop = await aShop({}, true)
    await shop.start()
    shop.stripe.garbled(true)
    for (let n = 0; n < 9; n++) {
      await shop.call().outbox.drain({})
      shop.isDueAgain()
    }
    expect(await shop.fix()).toMatchObject({
      state: 'waiting',
      why: expect.stringContaining('without the fields that the action needs'),
    })
    expect(shop.stripe.asked).toHaveLength(9)
    shop.stripe.garbled(false)
    await shop.call().outbox.drain({})
    expect(shop.stripe.charges).toEqual(['in_1'])
  })

  it('is passed over while nobody has set its action up, and the message goes', async () => {
    const shop = await aShop({})
    await shop.call().action.set({ id: 'stripe.retry_payment', enabled: false })
    await shop.start()
    expect(await shop.call().resolution.list({})).toEqual([])
    expect(await shop.messages()).toHaveLength(1)
  })

  it('shows what can be done where, and what is missing', async () => {
    const shop = await aShop({})
    const actions = await shop.call().action.list()
    expect(actions.find(({ id }) => id === 'stripe.retry_payment')).toMatchObject({ enabled: true, ready: true })
    expect(actions.find(({ id }) => id === 'app.unlock_account')).toMatchObject({
      enabled: false,
      ready: false,
      missing: [expect.stringContaining('is missing'), expect.stringContaining('is missing')],
    })
    await expect(shop.call().action.set({ id: 'stripe.refund_everything', enabled: true })).rejects.toMatchObject({
      data: { kind: 'not_found' },
    })
  })
})
