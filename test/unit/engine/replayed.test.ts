import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { DATABASE } from '../../../main/cache/open.ts'
import { compareEffects } from '../../../main/engine/replayed/replayed.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { forestallHere } from '../../helpers/cli-here.ts'
import { putFullFile } from '../../helpers/full-workspace.ts'
import { putLivedSample } from '../../helpers/lived-sample.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** A workspace in which several things were set up, one of them twice and one taken back. */
async function aSetUpWorkspace() {
  const workspace = await aWorkspace()
  const { call } = workspace
  const guardrails = await call.workspace.guardrails()
  await call.workspace.setGuardrails({ ...guardrails, holdout: 0.1 })
  await call.workspace.setGuardrails({ ...guardrails, holdout: 0.2 })
  await call.channel.set({ id: 'email', values: { bounceAddress: 'bounces@example.com' } })
  const shop = {
    streams: [
      {
        name: 'a',
        path: 'a.csv',
        mapping: { record: 'account' as const, id: { field: 'id', type: 'text' as const }, properties: {} },
      },
    ],
  }
  const { sourceId } = await call.source.add({ name: 'Shop', kind: 'files', config: shop })
  await call.source.pause({ sourceId, paused: true })
  const [trigger] = await call.trigger.list()
  if (!trigger) throw new Error('there is no trigger')
  await call.trigger.setEnabled({ id: trigger.definition.id, enabled: false })
  await call.account.suppress({ address: 'no@example.com', reason: 'asked us to' })
  const { journalId } = await call.outbox.pause({ paused: true })
  await call.journal.undo({ id: journalId })
  const past = (sql: string) => {
    const db = new Database(join(workspace.dir, DATABASE))
    db.exec(sql)
    db.close()
  }
  return { ...workspace, past, trigger, effects: () => compareEffects(join(workspace.dir, DATABASE)) }
}

describe('a replay of the journal', () => {
  it('comes to what the workspace has', async () => {
    const { effects, call } = await aSetUpWorkspace()
    expect(effects()).toEqual({ replayed: 9, refused: 0, differs: 0, different: [] })
    const state = await call.journal.verify({ replay: true })
    expect(state).toMatchObject({ intact: true, effects: { differs: 0 } })
    expect((await call.journal.verify()).effects).toBeNull()
  })

  const changes: [what: string, sql: string, found: string][] = [
    [
      'a guardrail',
      `UPDATE setting SET value = json_set(value, '$.holdout', 0) WHERE key = 'guardrails'`,
      'setting guardrails',
    ],
    ['roles that nobody gave', `INSERT INTO setting VALUES ('roles', '{"eve":["admin"]}')`, 'setting roles'],
    ['a channel that is gone', `DELETE FROM setting WHERE key = 'channel.email'`, 'setting channel.email'],
    [
      'where a source reads',
      `UPDATE source SET config = replace(config, 'a.csv', 'b.csv') WHERE slug = 'shop'`,
      'source shop',
    ],
    ['a source that was paused', `UPDATE source SET paused = 0 WHERE slug = 'shop'`, 'source shop'],
    ['a suppression', 'DELETE FROM suppression', 'suppression no@example.com'],
  ]
  it.each(changes)('finds %s, changed past the journal', async (_what, sql, found) => {
    const { past, call } = await aSetUpWorkspace()
    past(sql)
    const state = await call.journal.verify({ replay: true })
    expect(state).toMatchObject({ intact: false, effects: { differs: 1, different: [found] } })
    expect((await call.journal.verify()).intact).toBe(true)
  })

  it('finds a trigger that was turned on', async () => {
    const { past, effects, trigger } = await aSetUpWorkspace()
    past(`UPDATE trigger SET enabled = 1 WHERE id = '${trigger.definition.id}'`)
    expect(effects().different).toEqual([`trigger ${trigger.definition.id}`])
  })

  it('finds an intervention that nobody began', async () => {
    const { past, effects } = await aSetUpWorkspace()
    past(`PRAGMA foreign_keys = OFF; INSERT INTO intervention (id, issue_id, account_id, trigger_id, playbook_id, playbook_version, arm, exposed_at, window_ends_at, started_by, state, position)
      VALUES ('made-up', 1, 1, 't', 'p', 1, 'treatment', 0, 0, 'eve', 'done', 0)`)
    expect(effects().different).toEqual(['intervention made-up', 'exposure made-up'])
  })

  it('is what `forestall verify --replay` asks for, and exits 1 where something differs', async () => {
    const { past, dir, host } = await aSetUpWorkspace()
    await host.close()
    const whole = await forestallHere(['--workspace', dir, 'verify', '--replay'])
    expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('A replay of 9 decisions comes to what')])
    past(`UPDATE source SET paused = 0 WHERE slug = 'shop'`)
    const changed = await forestallHere(['--workspace', dir, 'verify', '--replay'])
    expect([changed.code, changed.stdout]).toEqual([1, expect.stringContaining('source shop')])
    expect((await forestallHere(['--workspace', dir, 'verify'])).code).toBe(0)
  })

  const acted: [what: string, sql: string, found: RegExp][] = [
    [
      'who is said to have started something',
      "UPDATE intervention SET started_by = 'eve' WHERE arm = 'treatment'",
      /^(intervention|exposure) /,
    ],
    ['another playbook', "UPDATE intervention SET playbook_id = 'renewal'", /^(intervention|exposure) /],
    ['a start that is gone', 'DELETE FROM intervention', /^(intervention|exposure|outbox) /],
    [
      'an arm that was turned round',
      "UPDATE exposure SET arm = 'control', held_by = 'holdout' WHERE arm = 'treatment'",
      /^exposure /,
    ],
    ['an exposure that is gone', 'DELETE FROM exposure', /^exposure /],
    ['a message that no run queued', 'UPDATE outbox SET step = step + 7', /^outbox /],
    [
      'a message that goes to somebody else',
      "UPDATE outbox SET recipient = 'eve@example.com', lane = recipient",
      /^outbox /,
    ],
    [
      'an answer that nobody gave',
      "UPDATE approval SET answer = 'approved', answered_by = 'eve', answered_at = 1 WHERE outbox_id = (SELECT min(outbox_id) FROM approval)",
      /^approval /,
    ],
    [
      'a judgement that nobody made',
      "UPDATE outcome SET judged = 'avoided', judged_by = 'eve', judged_at = 1",
      /^outcome /,
    ],
  ]
  let before: readonly string[] | undefined
  it.each(acted)('finds %s', async (_what, sql, found) => {
    const file = join(tempFolder(), DATABASE)
    await putFullFile(file)
    // The same file each time, so one comparison tells for all what was added to it past the journal.
    before ??= compareEffects(file).different
    const added = new Set(before)
    const db = new Database(file)
    db.pragma('foreign_keys = OFF')
    db.exec(sql)
    db.close()
    const after = compareEffects(file).different.filter(key => !added.has(key))
    expect(after.length).toBeGreaterThan(0)
    expect(after.filter(key => !found.test(key))).toEqual([])
    const made = ['intervention', 'exposure', 'outbox', 'outcome', 'approval']
    expect(before.filter(key => made.some(table => key.startsWith(table)))).toEqual([])
  })

  it('finds nothing in the life of the sample', async () => {
    const dir = tempFolder()
    putLivedSample(dir)
    expect(compareEffects(join(dir, DATABASE)).different).toEqual([])
  })
})
