import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { WriteDb } from '../../../main/cache/db.ts'
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
import { decideIdentity, identityCommands } from '../../../main/engine/learning/identity.ts'
import {
  approve,
  decline,
  finishTask,
  interventionCommands,
  recallMessage,
  savePlaybook,
  setConsent,
  setGuardrails,
  setRoles,
  startIntervention,
  stopRun,
  suppress,
} from '../../../main/intervention/commands.ts'
import { getPlaybook } from '../../../main/intervention/playbook/playbooks.ts'
import { setAutopilot, startAutopilot } from '../../../main/intervention/start/autopilot-store.ts'
import { startMany, startSome, unfinishedBatches } from '../../../main/intervention/start/bulk.ts'
import { closeIncident, incidentCommands, takeOutOfIncident } from '../../../main/issue/incident/commands.ts'
import { setSmtp } from '../../../main/outbox/channel-commands.ts'
import { outboxCommands, pause, retry, settle } from '../../../main/outbox/commands.ts'
import { confirmOutcome, outcomeCommands } from '../../../main/outcome/commands.ts'
import { claim, dismiss, queueCommands, release, resolve, snooze, unsnooze } from '../../../main/queue/commands.ts'
import { pauseSource, sourceCommands } from '../../../main/sync/commands.ts'
import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { CHECKS, DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'
import { aContact, aPlaybook, aReachableIssue, aTicket, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache, type TestCache } from '../../helpers/cache.ts'
import { decideNow } from '../../helpers/decisions.ts'
import { renumber, stateByUid } from '../../helpers/renumbered.ts'
import { smtpSetting } from '../../helpers/smtp-setting.ts'

const ISSUES = 6
const commands = commandsByName([
  ...identityCommands,
  ...incidentCommands,
  ...interventionCommands,
  ...outboxCommands,
  ...outcomeCommands,
  ...queueCommands,
  ...sourceCommands,
])
const TABLES = [
  'source',
  'account',
  'contact',
  'consent',
  'merge',
  'merge_proposal',
  'dirty',
  'signal',
  'incident',
  'incident_issue',
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

/** Decisions that name something, each of a kind of its own. */
const NAMING = [
  decideIdentity,
  closeIncident,
  takeOutOfIncident,
  startIntervention,
  startMany,
  setConsent,
  recallMessage,
  claim,
]
  .map(({ name }) => name)
  .concat(pauseSource.name)

type Taken = { command: AnyCommand; args: unknown } | { undo: number | null }
const issue = fc.integer({ min: 1, max: ISSUES })
const message = fc.integer({ min: 1, max: ISSUES + 4 })
/** Two for each account. */
const contact = fc.integer({ min: 1, max: 2 * ISSUES })
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
    contactId: contact,
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
    step(recallMessage, fc.record({ id: message })),
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
    step(
      setConsent,
      fc.record({ contactId: contact, topic: fc.constant('service'), agreed: fc.constantFrom(true, false, null) }),
    ),
    step(pauseSource, fc.record({ sourceId: fc.constant(1), paused: fc.boolean() })),
    step(closeIncident, fc.constant({ id: 1 })),
    step(takeOutOfIncident, fc.record({ id: fc.constant(1), issueIds: fc.array(issue, { minLength: 1 }) })),
    step(
      decideIdentity,
      fc
        .tuple(issue, issue, fc.constantFrom('same' as const, 'different' as const, 'open' as const))
        .map(([a, b, says]) => ({ pairs: [{ a, b, says }] })),
    ),
  ),
  { minLength: 12, maxLength: 40, size: 'max' },
)

const A_MOMENT = { wallNow: NOON, undoMs: 10_000 }
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
  db.exec(
    `INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)
     VALUES ('carrier/dhl@0', 'carrier', 'DHL', 'open', 0, 0, 0, 0)`,
  )
  for (let n = 1; n <= ISSUES; n++) {
    const { account, issue } = aReachableIssue(db, {
      account: { uid: `test:${n}` },
      contact: { email: n === 2 ? null : `c${Math.min(n, 4)}@example.com` },
    })
    aContact(db, account, { name: 'Grace Hopper', email: n === 2 ? null : `second${n}@example.com` })
    if (n <= 4) db.prepare('INSERT INTO incident_issue VALUES (1, ?, ?, 0)').run(issue, NOON - HOUR)
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

/** A history that takes every decision which names something: chance may leave one out. */
const EVERY_NAMING: Taken[] = [
  // Some are held out, or have nobody to write to: then there is no message, and its recall is refused.
  ...[1, 3, 4, 5, 6].map(issueId => ({
    command: startIntervention,
    args: { ...A_MOMENT, issueId, playbookId: 'usage-check-in' },
  })),
  ...[1, 2, 3, 4, 5, 6, 7].map(id => ({ command: recallMessage, args: { id } })),
  { command: claim, args: { ids: [2] } },
  { command: setConsent, args: { contactId: 1, topic: 'service', agreed: true } },
  { command: startMany, args: { ...A_MOMENT, playbookId: 'other', issueIds: [1, 2] } },
  { command: takeOutOfIncident, args: { id: 1, issueIds: [2] } },
  { command: closeIncident, args: { id: 1 } },
  { command: decideIdentity, args: { pairs: [{ a: 1, b: 2, says: 'different' }] } },
  { command: pauseSource, args: { sourceId: 1, paused: true } },
]

/** Carries out what bulk decisions have left to do, as the engine does. */
function finishBatches(tx: WriteDb): void {
  for (const { id } of tx.all(unfinishedBatches)) while (startSome(tx, id, 1));
}

it('the same journal gives the same state on a cache whose rows have other numbers, and its chain holds', async () => {
  let decided = 0
  const commandsUsed = new Set<string>()
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
      await writer.write('bulk', finishBatches)
      const rows = listJournal(read, -1, 0).reverse()
      decided += rows.length
      for (const { command } of rows) commandsUsed.add(command)

      const other = new Database(copy)
      renumber(other)
      await createWriter(other, copy, () => {}).write('bulk', tx => {
        replay(tx, rows, commands)
        finishBatches(tx)
      })
      expect(stateByUid(other, TABLES)).toEqual(stateByUid(connection, TABLES))
      expect(verifyJournal(readDb(other))).toMatchObject({ rows: rows.length, intact: true })
      other.close()
    }),
    { numRuns: 40, examples: [[EVERY_NAMING]] },
  )
  // Were nearly everything refused, this would show nothing.
  expect(decided).toBeGreaterThan(300)
  expect(NAMING.filter(name => !commandsUsed.has(name))).toEqual([])
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
