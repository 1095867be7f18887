import { describe, expect, it } from 'vitest'
import { anEvent, NOON } from '../../helpers/builders.ts'
import { aFullCopy } from '../../helpers/full-workspace.ts'

async function anAccountPage() {
  const { call, db, interventions } = await aFullCopy()
  const at = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0
  const issueId = at("SELECT issue_id FROM outbox WHERE state = 'sent'")
  const { account } = await call.issue.get({ id: issueId })
  return { call, db, issueId, account, interventions }
}

describe('the page of an account', () => {
  it('lists its issues with what was done and what followed', async () => {
    const { call, issueId, account } = await anAccountPage()
    const { issues } = await call.account.page({ id: account.id })
    const issue = issues.find(({ id }) => id === issueId)
    expect(issue).toMatchObject({ state: 'acting', outcome: 'quiet', startedAt: NOON })
    expect(issue?.playbook).toMatch(/\w/)
  })

  it('lists records, what is open first, and counts them by kind without those of the future', async () => {
    const { call, db, account } = await anAccountPage()
    const put = db.prepare(
      `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, closed_at, amount_minor, currency)
       VALUES (?, 1, 'order', ?, ?, ?, ?, 500, 'EUR')`,
    )
    put.run(account.id, 'new', 'shipped', NOON - 2, null)
    put.run(account.id, 'done', 'delivered', NOON - 1, NOON - 1)
    put.run(account.id, 'ahead', 'planned', NOON + 9, null)
    const { records, kinds } = await call.account.page({ id: account.id })
    expect(records.filter(({ kind }) => kind === 'order').map(({ externalId }) => externalId)).toEqual(['new', 'done'])
    expect(kinds).toContainEqual({ kind: 'order', open: 1, all: 2 })
  })
})

describe('the timeline', () => {
  it('is filtered by kind, and counts what it shows', async () => {
    const { call, account } = await anAccountPage()
    const all = await call.account.timeline({ id: account.id })
    const notes = await call.account.timeline({ id: account.id, only: ['notes'] })
    expect(notes.entries.map(({ kind, detail }) => [kind, detail])).toEqual([['note', 'Ask @maya']])
    expect(notes.total).toBe(1)
    const acts = await call.account.timeline({ id: account.id, only: ['acts'] })
    expect(acts.entries.every(({ kind }) => kind === 'intervention')).toBe(true)
    const kinds = ['events', 'records', 'acts', 'outcomes', 'notes'] as const
    const parts = await Promise.all(kinds.map(kind => call.account.timeline({ id: account.id, only: [kind] })))
    expect(parts.reduce((sum, { total }) => sum + total, 0)).toBe(all.total)
  })

  it('counts one thing in the singular, and leaves words alone that only end like a plural', async () => {
    const { call, db, account } = await anAccountPage()
    const put = (properties: Record<string, number>) => {
      const id = anEvent(db, account.id, 'sync_run', NOON - 1)
      db.prepare('UPDATE event SET properties = ? WHERE id = ?').run(JSON.stringify(properties), id)
    }
    put({ error_count: 1, retries: 1, status: 1 })
    put({ error_count: 2, retries: 3, status: 4 })
    const { entries } = await call.account.timeline({ id: account.id, only: ['events'] })
    const details = entries.filter(({ kind }) => kind === 'sync_run').map(({ detail }) => detail)
    expect(details.toSorted()).toEqual(['1 error · 1 retry · 1 status', '2 errors · 3 retries · 4 status'])
  })

  it('is searched by the beginnings of words, page after page', async () => {
    const { call, db, account, issueId } = await anAccountPage()
    const put = db.prepare(
      "INSERT INTO note (uid, account_id, issue_id, author, at, text) VALUES (?, ?, ?, 'kim', ?, 'Zeppelin delayed')",
    )
    for (let n = 0; n < 5; n++) put.run(`z${n}`, account.id, issueId, NOON - n - 1)
    const page = (before?: number) =>
      call.account.timeline({ id: account.id, search: 'zepp', limit: 2, ...(before === undefined ? {} : { before }) })
    const first = await page()
    expect([first.entries.length, first.total]).toEqual([2, 5])
    const second = await page(first.entries.at(-1)?.at)
    expect(second.entries.map(({ key }) => key)).not.toEqual(first.entries.map(({ key }) => key))
    expect((await call.account.timeline({ id: account.id, search: 'zepp nothing' })).entries).toEqual([])
  })
})
