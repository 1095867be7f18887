import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  type AnyCommand,
  commandsByName,
  type Decision,
  decide,
  listJournal,
  Rollback,
  replay,
  undo,
  verifyJournal,
} from '../../../main/cache/journal.ts'
import { readDb } from '../../../main/cache/open.ts'
import { createWriter } from '../../../main/cache/writer.ts'
import {
  approve,
  decline,
  finishTask,
  interventionCommands,
  recall,
  savePlaybook,
  setGuardrails,
  setRoles,
  startIntervention,
  stopRun,
  suppress,
} from '../../../main/intervention/commands.ts'
import { getPlaybook } from '../../../main/intervention/playbook/playbooks.ts'
import { setAutopilot, startAutopilot } from '../../../main/intervention/start/autopilot-store.ts'
import { startMany } from '../../../main/intervention/start/bulk.ts'
import { setSmtp } from '../../../main/outbox/channel-commands.ts'
import { outboxCommands, pause, retry, settle } from '../../../main/outbox/commands.ts'
import { confirmOutcome, outcomeCommands } from '../../../main/outcome/commands.ts'
import { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from '../../../main/queue/commands.ts'
import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { CHECKS, DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'
import { aPlaybook, aReachableIssue, aTicket, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { smtpSetting } from '../../helpers/smtp-setting.ts'

const ISSUES = 6
const commands = commandsByName([...interventionCommands, ...outboxCommands, ...outcomeCommands, ...queueCommands])
const TABLES = [
  'intervention',
  'step',
  'outbox',
  'approval',
  'unsent',
  'autopilot',
  'outcome',
  'verdict',
  'issue',
  'issue_count',
  'setting',
  'suppression',
  'playbook',
  'playbook_version',
  'journal',
]

type Taken = { command: AnyCommand; args: unknown } | { undo: number | null }
const issue = fc.integer({ min: 1, max: ISSUES })
const message = fc.integer({ min: 1, max: ISSUES + 4 })
const at = fc.constant(NOON)
const step = (command: AnyCommand, args: fc.Arbitrary<unknown>): fc.Arbitrary<Taken> =>
  args.map(made => ({ command, args: made }))
const ids = issue.map(id => ({ ids: [id] }))

const moment = { wallNow: at, undoMs: fc.constantFrom(0, 10_000) }
const beginning = { ...moment, issueId: issue, playbookId: fc.constantFrom('usage-check-in', 'other') }
const answers = fc.record({ ...moment, ids: message.map(id => [id]), note: fc.constantFrom('', 'Not now') })

const start = fc.record(
  {
    issueId: issue,
    playbookId: fc.constantFrom('usage-check-in', 'other'),
    text: fc.constantFrom('My words', '{{ not a template'),
    overrides: fc.array(fc.record({ check: fc.constantFrom(...CHECKS), reason: fc.constant('because') }), {
      maxLength: 2,
    }),
    wallNow: at,
    undoMs: fc.constantFrom(0, 10_000),
  },
  { requiredKeys: ['issueId', 'playbookId', 'wallNow', 'undoMs'] },
)

const run = fc.nat({ max: 30 }).map(n => `d-${n}`)
const onTask = step(
  finishTask,
  fc.record({ interventionId: run, n: fc.constant(0), as: fc.constantFrom('done', 'skipped'), note: fc.constant('x') }),
)
const onRun = step(stopRun, fc.record({ interventionId: run, reason: fc.constantFrom('', 'they called') }))

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: step(startIntervention, start) },
    { weight: 3, arbitrary: fc.option(fc.nat({ max: 30 })).map(n => ({ undo: n })) },
    step(recall, fc.record({ id: message })),
    onTask,
    onRun,
    step(retry, fc.record({ id: message, wallNow: at })),
    step(settle, fc.record({ id: message, wallNow: at, as: fc.constantFrom('sent', 'send_again', 'cancel') })),
    step(pause, fc.record({ paused: fc.boolean() })),
    step(confirmOutcome, fc.record({ interventionId: run, outcome: fc.constantFrom(...OUTCOMES) })),
    step(
      setGuardrails,
      fc.constantFrom(0, 0.5, 1).map(holdout => guardrailsSchema.parse({ holdout })),
    ),
    step(
      setSmtp,
      fc.constantFrom(25, 587).map(port => smtpSetting(port)),
    ),
    step(
      suppress,
      issue.map(n => ({ address: `c${n}@example.com`, reason: 'asked us' })),
    ),
    step(claim, ids),
    step(release, ids),
    step(unsnooze, ids),
    step(resolve, ids),
    step(
      snooze,
      issue.map(id => ({ ids: [id], until: NOON + 100 * HOUR })),
    ),
    step(
      dismiss,
      fc.record({ ids: issue.map(id => [id]), reason: fc.constantFrom(...DISMISSALS), note: fc.constant('') }),
    ),
    step(
      savePlaybook,
      fc.constantFrom('Renamed', 'Again').map(name => ({ ...PLAYBOOK, name })),
    ),
    step(approve, answers),
    step(decline, answers),
    step(setRoles, fc.constantFrom({}, { maya: ['lead', 'admin'], tom: ['specialist', 'admin'] })),
    step(setAutopilot, fc.record({ triggerId: fc.constantFrom('usage-down', 'none'), enabled: fc.boolean() })),
    step(startAutopilot, fc.record({ ...beginning, triggerId: fc.constant('usage-down') })),
    step(startMany, fc.record({ ...moment, playbookId: fc.constant('other'), issueIds: fc.constant([1, 2]) })),
  ),
  { minLength: 12, maxLength: 40, size: 'max' },
)

const seedCache = aSeed()
const PLAYBOOK: Playbook = seedCache.playbook
const CALL: Step = { type: 'task', title: 'Call them', details: '' }

/** What every run begins with: some issues, one of them unreachable, messages that were refused and cut off. */
function aSeed() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE playbook (id, version, definition, approved)')
  db.exec('CREATE TABLE playbook_version (id, version, definition)')
  aPlaybook(db)
  const { definition } = db.prepare('SELECT definition FROM playbook').get() as { definition: string }
  db.close()
  return { playbook: JSON.parse(definition) }
}

async function aShop(): Promise<TestCache> {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db, { holdout: 0.3, undoSeconds: 0 })
  aPlaybook(db)
  aPlaybook(db, { id: 'other', window: '7d', steps: [CALL, ...PLAYBOOK.steps, { type: 'wait', for: '1d' }, CALL] })
  aTrigger(db)
  for (let n = 1; n <= ISSUES; n++) {
    const { account } = aReachableIssue(db, {
      account: { uid: `test:${n}` },
      contact: { email: n === 2 ? null : `c${Math.min(n, 4)}@example.com` },
    })
    if (n === 3) aTicket(db, account, NOON - HOUR)
  }
  // The outbox as a process that was killed has left it: what follows is decided by people, so it must replay.
  aWorkspace(db, { holdout: 0 })
  for (const [n, state] of [
    [5, 'unsure'],
    [6, 'refused'],
  ] as const) {
    const args = { issueId: n, playbookId: 'usage-check-in', overrides: [], wallNow: NOON, undoMs: 0 }
    await decideNow(cache.writer, startIntervention, args, { id: `seed-${n}` })
    db.prepare('UPDATE outbox SET state = ? WHERE issue_id = ?').run(state, n)
  }
  db.exec('DELETE FROM journal')
  aWorkspace(db, { holdout: 0.3, undoSeconds: 0 })
  return cache
}

const tablesOf = (db: Database.Database) =>
  Object.fromEntries(
    TABLES.map(table => [
      table,
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .map(row => JSON.stringify(row))
        .sort(),
    ]),
  )

it('the same journal on the same cache gives the same state, and its chain holds', async () => {
  let decided = 0
  await fc.assert(
    fc.asyncProperty(steps, async taken => {
      const { connection, writer, read, dir } = await aShop()
      const copy = join(dir, 'copy.db')
      connection.prepare('VACUUM INTO ?').run(copy)

      for (const [n, one] of taken.entries()) {
        const decision: Decision = { id: `d-${n}`, actor: n % 3 ? 'maya' : 'tom', device: 'test', at: NOON + n * HOUR }
        try {
          await writer.write('user', tx =>
            'undo' in one
              ? undo(tx, commands, decision, one.undo === null ? undefined : `d-${one.undo}`)
              : decide(tx, one.command, one.args, decision),
          )
        } catch (error) {
          // A refusal leaves no trace, and must not: it is not in the journal either.
          if (!(error instanceof Rollback)) throw error
        }
      }
      const rows = listJournal(read, -1, 0).reverse()
      decided += rows.length

      const other = new Database(copy)
      await createWriter(other, copy, () => {}).write('bulk', tx => replay(tx, rows, commands))
      expect(tablesOf(other)).toEqual(tablesOf(connection))
      expect(verifyJournal(readDb(other))).toEqual({ rows: rows.length, intact: true, brokenAt: null })
      other.close()
    }),
    { numRuns: 40 },
  )
  // Were nearly everything refused, this would show nothing.
  expect(decided).toBeGreaterThan(300)
})

it('taking back everything that can be, newest first, gives the issues back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          step(startIntervention, start),
          onTask,
          onRun,
          step(claim, ids),
          step(
            snooze,
            issue.map(id => ({ ids: [id], until: NOON + 900 * HOUR })),
          ),
          step(savePlaybook, fc.constant({ ...PLAYBOOK, name: 'Renamed' })),
        ),
        { maxLength: 12 },
      ),
      async taken => {
        const { connection, writer, read } = await aShop()
        const before = connection.prepare('SELECT * FROM issue ORDER BY id').all()
        const playbook = getPlaybook(read, PLAYBOOK.id)?.playbook
        const done: string[] = []
        for (const [n, one] of taken.entries()) {
          if ('undo' in one) continue
          const answer = await decideNow(writer, one.command, one.args, { id: `d-${n}` })
          if (answer.ok) done.push(`d-${n}`)
        }
        for (const id of done.reverse())
          await writer.write('user', tx =>
            undo(tx, commands, { id: `u-${id}`, actor: 'maya', device: 'test', at: NOON }, id),
          )
        expect(connection.prepare('SELECT * FROM issue ORDER BY id').all()).toEqual(before)
        expect(getPlaybook(read, PLAYBOOK.id)?.playbook).toEqual(playbook)
      },
    ),
    { numRuns: 30 },
  )
})
