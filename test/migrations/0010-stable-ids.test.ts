import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { wrap } from '../../main/cache/db.ts'
import { decide, listJournal, replay, undo, verifyJournal } from '../../main/cache/journal.ts'
import { sql } from '../../main/cache/migrations/0010-stable-ids.ts'
import { migrations } from '../../main/cache/migrations/index.ts'
import { commands } from '../../main/engine/commands.ts'
import { claim } from '../../main/queue/commands.ts'
import { unwrap } from '../../shared/result.ts'
import { builtAt, insertRaw, layout, migrated, rawIssue } from '../helpers/migration.ts'

const before = migrations.indexOf(sql)
const upToHere = migrations.slice(0, before + 1)

const issue = (id: number, account_id: number, more: Record<string, string | number | null> = {}) =>
  rawIssue({ id, account_id, state: 'closed', opened_at: 50 + id, ...more })
const signal = (issueId: number, account: number, trigger: string, firedAt: number) => ({
  ...{ account_id: account, trigger_id: trigger, trigger_version: 1, fired_at: firedAt, evidence: '{}' },
  issue_id: issueId,
})
const incident = (id: number, cause: string, beganAt: number) => ({
  ...{ id, dimension: 'carrier', cause, state: 'closed', began_at: beganAt, found_at: 9, last_at: 9, usual: 0 },
})
const message = (id: number, key: string, state: string) => ({
  ...{
    id,
    key,
    intervention_id: 'run',
    issue_id: 7,
    account_id: 3,
    lane: 'a@b.c',
    channel: 'email',
    recipient: 'a@b.c',
  },
  ...{ payload: '{}', overrides: '[]', state, queued_at: 0, not_before: 0, attempts: 1, sent_at: null },
})

/** What the last version had observed and folded, before anybody decided. */
function anOldCache(): Database.Database {
  const db = builtAt(before)
  insertRaw(db, {
    source: [{ id: 4, slug: 'shop', kind: 'files', name: 'Shop', config: '{}' }],
    account: [
      { id: 3, uid: 'shop:A', name: 'A', updated_at: 0, merged_into: null },
      { id: 5, uid: 'crm:Z', name: 'Z', updated_at: 0, merged_into: 3 },
    ],
    contact: [{ id: 8, account_id: 3, source_id: 4, external_id: 'c:1' }],
    issue: [
      issue(7, 3, { state: 'open' }),
      issue(8, 3),
      issue(9, 3, { category: 'billing', state: 'open' }),
      issue(10, 3, { category: 'access', state: 'open' }),
    ],
    signal: [
      signal(7, 3, 'usage-down', 200),
      signal(7, 3, 'errors-burst', 200),
      signal(7, 3, 'known-bug', 300),
      signal(8, 3, 'errors-burst', 200),
      signal(10, 3, 'logins-failing', 100),
    ],
    merge: [
      { id: '5-0', into_id: 3, from_id: 5, rule: 'person', at: 1, by: 'maya', moved: '{"issues":[8]}', undone_at: 2 },
      {
        id: '5-1',
        into_id: 3,
        from_id: 5,
        rule: 'person',
        at: 3,
        by: 'maya',
        moved: '{"issues":[10]}',
        undone_at: null,
      },
    ],
    incident: [incident(1, 'DHL', 100), incident(2, 'dhl', 100), incident(3, 'DHL', 200)],
    intervention: [
      {
        ...{ id: 'run', issue_id: 7, account_id: 3, contact_id: 8, trigger_id: 't', playbook_id: 'p' },
        ...{ playbook_version: 1, arm: 'treatment', exposed_at: 0, window_ends_at: 9, started_by: 'maya' },
      },
    ],
    outbox: [message(21, 'key-21', 'unsure'), message(22, 'key-22', 'refused')],
  })
  return db
}

/** Appends decisions as that version wrote them: numbers of rows in their arguments, one chain over all devices. */
function decideAsBefore(db: Database.Database): void {
  let hash = ''
  const append = (id: string, device: string, command: string, args: object, undo: object | null) => {
    const row = { id, actor: 'maya', device, at: 400, command, args: JSON.stringify(args) }
    const fields = [...Object.values(row), undo && JSON.stringify(undo), null]
    hash = createHash('sha256').update(hash).update('\n').update(JSON.stringify(fields)).digest('hex')
    insertRaw(db, { journal: [{ ...row, undo: undo && JSON.stringify(undo), undoes: null, hash }] })
  }
  const blank = { claimedBy: null, snoozedUntil: null, closedAt: null, closedBecause: null, version: 0 }
  const back = { id: 7, version: 1, state: 'open', before: { state: 'open', ...blank } }
  append('claimed', 'desk', 'issue.claim', { ids: [7] }, { command: 'issue.restore', args: { issues: [back] } })
  const unsettle = { command: 'outbox.unsettle', args: { id: 21, as: 'sent', attempts: 1, why: null } }
  append('settled', 'train', 'outbox.settle', { id: 21, wallNow: 5, as: 'sent' }, unsettle)
  const consent = { contactId: 8, topic: 'news', agreed: true }
  append('agreed', 'desk', 'account.setConsent', consent, {
    command: 'account.setConsent',
    args: { ...consent, agreed: null },
  })
  append('retried', 'desk', 'outbox.retry', { id: 22, wallNow: 5 }, null)
  db.exec(`UPDATE issue SET claimed_by = 'maya', version = 1 WHERE id = 7;
    UPDATE outbox SET state = 'sent', sent_at = 400 WHERE id = 21;
    INSERT INTO consent VALUES (8, 'news', 1, 400);
    UPDATE outbox SET state = 'waiting', not_before = 5 WHERE id = 22`)
}

function anOldWorkspace(): Database.Database {
  const db = anOldCache()
  decideAsBefore(db)
  return db
}

const by = (id: string, device = 'desk') => ({ id, actor: 'maya', device, at: 500 })
const state = (db: Database.Database) =>
  ['issue', 'outbox', 'consent', 'unsent', 'journal'].map(table => db.prepare(`SELECT * FROM ${table}`).all())

describe('the layout of stable ids', () => {
  it('names issues after the account and the signal that opened them, also where a merge has moved them', () => {
    const { issue } = migrated(anOldCache(), ['issue'], upToHere)
    expect(issue?.map(({ id, uid }) => [id, uid])).toEqual([
      [7, 'shop:A/errors-burst@200'],
      [8, 'shop:A/errors-burst@200~2'],
      [9, 'shop:A/billing@59'],
      [10, 'crm:Z/logins-failing@100'],
    ])
  })

  it('names incidents after their cause and when they began', () => {
    const { incident } = migrated(anOldCache(), ['incident'], upToHere)
    expect(incident?.map(({ uid }) => uid)).toEqual(['carrier/dhl@100', 'carrier/dhl@100~2', 'carrier/dhl@200'])
  })

  it('keeps the journal as it was written, and its one chain verifies', () => {
    const db = anOldWorkspace()
    const old = db.prepare('SELECT * FROM journal').all() as object[]
    const { journal } = migrated(db, ['journal'], upToHere)
    expect(journal).toEqual(old.map(row => ({ ...row, version: 1 })))
    expect(verifyJournal(wrap(db, () => {}))).toMatchObject({ rows: 4, intact: true })
  })

  it('finds a change in the old chain, whichever device wrote the row', () => {
    const db = anOldWorkspace()
    migrated(db, [], upToHere)
    db.exec("UPDATE journal SET at = 401 WHERE id = 'settled'")
    expect(verifyJournal(wrap(db, () => {}))).toMatchObject({
      ...{ rows: 1, intact: false, brokenAt: 2 },
      chains: [
        { device: 'desk', intact: true },
        { device: 'train', intact: false, brokenAt: 2 },
      ],
    })
  })

  it('lets each device go on from its last old row', () => {
    const db = anOldWorkspace()
    migrated(db, [])
    const tx = wrap(db, () => {})
    decide(tx, claim, { ids: [9] }, by('new-1', 'train'))
    decide(tx, claim, { ids: [10] }, by('new-2', 'desk'))
    expect(listJournal(tx, 2, 0)).toMatchObject([
      { args: { ids: ['crm:Z/logins-failing@100'] }, version: 2 },
      { args: { ids: ['shop:A/billing@59'] }, version: 2 },
    ])
    expect(verifyJournal(tx)).toMatchObject({ rows: 6, intact: true })
    db.exec("DELETE FROM journal WHERE id = 'retried'")
    expect(verifyJournal(tx)).toMatchObject({
      chains: [
        { device: 'desk', brokenAt: 6 },
        { device: 'train', intact: true },
      ],
    })
  })

  it('takes old decisions back, and writes that down by uids', () => {
    const db = anOldWorkspace()
    migrated(db, [])
    const tx = wrap(db, () => {})
    for (const id of ['claimed', 'settled', 'agreed']) unwrap(undo(tx, commands, by(`un-${id}`), id))
    expect(db.prepare('SELECT claimed_by, version FROM issue WHERE id = 7').get()).toEqual({
      claimed_by: null,
      version: 0,
    })
    expect(db.prepare('SELECT state FROM outbox WHERE id = 21').get()).toEqual({ state: 'unsure' })
    expect(db.prepare('SELECT * FROM consent').all()).toEqual([])
    expect(listJournal(tx, 3, 0).map(({ args }) => args)).toMatchObject([
      { contactId: 'shop:c:1' },
      { id: 'key-21' },
      { issues: [{ id: 'shop:A/errors-burst@200' }] },
    ])
    expect(verifyJournal(tx)).toMatchObject({ rows: 7, intact: true })
  })

  it('says so when what an old decision named is gone', () => {
    const db = anOldWorkspace()
    migrated(db, [])
    db.exec('DELETE FROM consent; DELETE FROM contact')
    const undone = () =>
      undo(
        wrap(db, () => {}),
        commands,
        by('late'),
        'agreed',
      )
    expect(undone).toThrow(
      expect.objectContaining({
        result: { ok: false, error: expect.objectContaining({ kind: 'not_found', what: 'There is no contact 8.' }) },
      }),
    )
  })

  it('replays old rows, their way back, and new rows after them', () => {
    const db = anOldWorkspace()
    migrated(db, [])
    const tx = wrap(db, () => {})
    unwrap(undo(tx, commands, by('undone'), 'settled'))
    decide(tx, claim, { ids: [9] }, by('new'))
    const copy = anOldCache()
    migrated(copy, [])
    replay(
      wrap(copy, () => {}),
      listJournal(tx, -1, 0).reverse(),
      commands,
    )
    expect(state(copy)).toEqual(state(db))
  })

  it('is the same whether a file grew into it or was made with it', () => {
    const grown = builtAt(before)
    migrated(grown, [], upToHere)
    expect(layout(grown)).toEqual(layout(builtAt(before + 1)))
  })
})
