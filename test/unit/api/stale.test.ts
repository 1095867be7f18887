import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DATABASE } from '../../../main/cache/open.ts'
import { contract } from '../../../shared/contract/whole/contract.ts'
import { TABLES } from '../../../shared/contract/whole/reads.ts'
import { readsByPath, stalePaths } from '../../../shared/contract/whole/stale.ts'
import { aReachableIssue, NOON } from '../../helpers/builders.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { readFiles } from '../../helpers/full-workspace.ts'
import { writeSmallShop } from '../../helpers/small-shop.ts'
import { until } from '../../helpers/until.ts'

const reads = readsByPath(contract)

/** A workspace whose changes are heard as a page hears them. */
async function aHeardWorkspace() {
  const { dir, host, call } = await aWorkspace()
  const db = new Database(join(dir, DATABASE))
  const heard = new Set<string>()
  const stop = host.engine().changes.subscribe('changed', ({ tables }) => {
    for (const table of tables) heard.add(table)
  })
  onTestFinished(() => {
    stop()
    db.close()
  })
  await call.workspace.setClock({ mode: 'fixed', at: NOON })
  await call.workspace.setGuardrails({ holdout: 0, quietHours: { from: 0, to: 0 } })
  const stale = () => stalePaths(reads, heard)
  /** Forgets what was announced so far. Announcements keep their order, and nothing else here touches a credential. */
  const forget = async () => {
    await call.channel.setSecret({ id: 'webhook', secret: '' })
    await until(() => heard.has('secret'))
    heard.clear()
  }
  return { dir, call, db, heard, stale, forget }
}

describe('a decision makes the answer stale that it changes', () => {
  it('a playbook’s new name: the issue that it is suggested for', async () => {
    const { call, db, stale, forget } = await aHeardWorkspace()
    const { issue } = aReachableIssue(db)
    const name = async () => (await call.issue.get({ id: issue })).suggestions.find(({ suggested }) => suggested)?.name
    expect(await name()).toBe('Usage check-in')
    await forget()
    const { playbook } = await call.playbook.get({ id: 'usage-check-in' })
    await call.playbook.save({ ...playbook, name: 'A friendly word' })
    expect(await name()).toBe('A friendly word')
    await until(() => stale().includes('issue.get'))
  })

  it('what a contact has said about a topic: the preview of a message about it', async () => {
    const { call, db, stale, forget } = await aHeardWorkspace()
    const { issue, contact } = aReachableIssue(db)
    const leaves = async () =>
      (await call.intervention.preview({ issueId: issue, playbookId: 'usage-check-in' })).leaves
    expect(await leaves()).toBe('now')
    await forget()
    await call.account.setConsent({ contactId: contact, topic: 'service', agreed: false })
    expect(await leaves()).toBe('refused')
    await until(() => stale().includes('intervention.preview'))
  })

  it('a credential that is kept: the channels, which say whether they can be used', async () => {
    const { call, stale, forget } = await aHeardWorkspace()
    const keeps = async () => (await call.channel.list()).channels.find(({ id }) => id === 'webhook')?.hasSecret
    expect(await keeps()).toBe(false)
    await forget()
    await call.channel.setSecret({ id: 'webhook', secret: 'signs' })
    expect(await keeps()).toBe(true)
    await until(() => stale().includes('channel.list'))
  })
})

it('an account that is renamed at its source makes the queue stale', async () => {
  const { dir, call, stale, forget } = await aHeardWorkspace()
  const { files } = writeSmallShop(join(dir, 'files'), NOON)
  const sourceId = await readFiles(call, files)
  const names = async () => (await call.queue.list({})).map(({ accountName }) => accountName)
  expect(await names()).toContain('Shop 0')
  await until(() => stale().includes('queue.list'))
  await forget()
  const accounts = files[0] ?? ''
  writeFileSync(accounts, readFileSync(accounts, 'utf8').replace('Shop 0,', 'Shop Zero,'))
  await call.source.sync({ sourceId })
  expect(await names()).toContain('Shop Zero')
  await until(() => stale().includes('queue.list'))
})

it('a commit announces every table whose rows it changed', async () => {
  const { call, db, heard, forget } = await aHeardWorkspace()
  const [{ issue }, other] = [aReachableIssue(db), aReachableIssue(db)]
  const contents = () =>
    new Map(TABLES.map(table => [table, JSON.stringify(db.prepare(`SELECT * FROM ${table}`).raw().all())]))
  const { playbook } = await call.playbook.get({ id: 'usage-check-in' })
  const start = () => call.intervention.start({ issueId: other.issue, playbookId: 'usage-check-in' })
  const decisions = [
    () => call.issue.claim({ ids: [issue] }),
    () => call.issue.snooze({ ids: [issue], until: NOON + 1 }),
    () => call.issue.dismiss({ ids: [issue], reason: 'false_positive' }),
    () => call.journal.undo({}),
    () => call.playbook.save({ ...playbook, name: 'Other' }),
    () => call.account.suppress({ address: '@gone.example', reason: 'asked not to' }),
    () => call.autopilot.set({ triggerId: 'usage-down', enabled: true, dailyCap: 1 }),
    start,
    async () => call.outbox.decline({ ids: (await call.outbox.approvals({})).map(({ outboxId }) => outboxId) }),
  ]
  for (const decide of decisions) {
    const before = contents()
    await forget()
    await decide()
    const changed = [...contents()].flatMap(([table, rows]) => (before.get(table) === rows ? [] : [table]))
    expect(changed).toContain('journal')
    await until(() => changed.every(table => heard.has(table)))
  }
})
