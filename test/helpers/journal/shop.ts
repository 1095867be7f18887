import { startIntervention } from '../../../main/intervention/commands.ts'
import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { aContact, aPlaybook, aReachableIssue, aTicket, aTrigger, aWorkspace, NOON } from '../builders.ts'
import { aCache, type TestCache } from '../cache.ts'
import { decideNow } from '../decisions.ts'

/** How many accounts a shop has, each with an issue and two contacts. Their numbers are the same. */
export const ISSUES = 6
const CALL: Step = { type: 'task', title: 'Call them', details: '' }
/** The shop's playbook of one message. */
export const CHECK_IN: Playbook = {
  id: 'usage-check-in',
  name: 'Usage check-in',
  summary: '',
  categories: ['usage'],
  treatability: 0.3,
  window: '14d',
  steps: [
    { type: 'outreach', channel: 'email', topic: 'service', subject: 'About {{ account.name }}', body: 'All well?' },
  ],
}

/**
 * What a journal begins with: some issues, one of them unreachable, messages that were refused and cut off, a fix that
 * waits for its verdict, and what colleagues have told one another.
 */
export async function aShop(): Promise<TestCache> {
  const cache = aCache()
  const db = cache.connection
  aWorkspace(db, { holdout: 0.3, undoSeconds: 0 })
  aPlaybook(db, CHECK_IN)
  aPlaybook(db, { id: 'other', window: '7d', steps: [CALL, ...CHECK_IN.steps, { type: 'wait', for: '1d' }, CALL] })
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
  await leaveInOutbox(cache)
  db.exec(TOLD)
  db.exec('DELETE FROM journal')
  aWorkspace(db, { holdout: 0.3, undoSeconds: 0 })
  return cache
}

/** The outbox as a process that was killed has left it: what follows is decided by people, so it must replay. */
async function leaveInOutbox({ connection: db, writer }: TestCache): Promise<void> {
  aWorkspace(db, { holdout: 0 })
  for (const [n, state] of [
    [5, 'unsure'],
    [6, 'refused'],
  ] as const) {
    const args = { issueId: n, playbookId: CHECK_IN.id, overrides: [], wallNow: NOON, undoMs: 0 }
    await decideNow(writer, startIntervention, args, { id: `seed-${n}` })
    db.prepare('UPDATE outbox SET state = ? WHERE issue_id = ?').run(state, n)
  }
}

/** Rows that later decisions name: a fix (message 3), two notes, a promise, something watched, and an open outage. */
const TOLD = `
  INSERT INTO step (intervention_id, n, position, kind, state, at) VALUES ('seed-6', 1, 1, 'action', 'open', ${NOON});
  INSERT INTO outbox (key, intervention_id, issue_id, account_id, lane, channel, recipient, payload, overrides, state,
    queued_at, not_before, kind, step)
    VALUES ('fix', 'seed-6', 6, 6, 'fix:6', 'credit', '6', '{}', '[]', 'sent', ${NOON}, ${NOON}, 'action', 1);
  INSERT INTO resolution (outbox_id, intervention_id, issue_id, account_id, action, target, params, evidence_before)
    VALUES (3, 'seed-6', 6, 6, 'credit', '6', '{}', '{}');
  INSERT INTO note (uid, account_id, issue_id, author, at, text)
    VALUES ('note-1', 3, 3, 'maya', ${NOON}, 'Tom, call them'), ('note-2', 4, NULL, 'tom', ${NOON}, 'They are moving');
  INSERT INTO mention (note_id, actor) VALUES (1, 'tom');
  INSERT INTO promise (uid, account_id, issue_id, owner, said, source, quote, said_at, due_at, state)
    VALUES ('note-2#0', 4, NULL, 'tom', 'note', 'note-2', 'I call', ${NOON}, ${NOON + 900 * HOUR}, 'proposed');
  INSERT INTO watch (actor, account_id, issue_id, seen_at) VALUES ('maya', 5, NULL, ${NOON});
  INSERT INTO outage (uid, dimension, component, state, sure, began_at, declared_at, declared_by)
    VALUES ('outage-1', 'component', 'api', 'open', '["certain"]', ${NOON}, ${NOON}, 'maya');`
