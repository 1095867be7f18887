import fc from 'fast-check'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { AUDIT_ANSWERS, AUDIT_KINDS } from '../../../shared/review/audit.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { CHECKS, DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'
import { NOON } from '../builders.ts'
import { smtpSetting } from '../smtp-setting.ts'
import { CHECK_IN, ISSUES } from './shop.ts'

/** A decision that is tried, by the name of its command, or the undo of one: of the `undo`-th, or of the last one of its actor. */
export type Taken = ({ command: string; args: unknown } | { undo: number | null }) & { actor?: string }

const issue = fc.integer({ min: 1, max: ISSUES })
const message = fc.integer({ min: 1, max: ISSUES + 4 })
/** Two for each account. */
const contact = fc.integer({ min: 1, max: 2 * ISSUES })
const at = fc.constant(NOON)
const later = fc.constantFrom(NOON + 100 * HOUR, NOON + 900 * HOUR)
const step = (command: string, args: fc.Arbitrary<unknown>): fc.Arbitrary<Taken> =>
  args.map(made => ({ command, args: made }))
const ids = issue.map(id => ({ ids: [id] }))
const moment = { wallNow: at, undoMs: fc.constantFrom(0, 10_000) }
const run = fc.nat({ max: 30 }).map(n => `d-${n}`)
const playbookId = fc.constantFrom(CHECK_IN.id, 'other')

const start = step(
  'intervention.start',
  fc.record(
    {
      ...{ issueId: issue, contactId: contact, playbookId, ...moment },
      text: fc.constantFrom('My words', '{{ not a template'),
      overrides: fc.array(fc.record({ check: fc.constantFrom(...CHECKS), reason: fc.constant('because') }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: ['issueId', 'playbookId', 'wallNow', 'undoMs'] },
  ),
)
const onTask = step(
  'intervention.taskDone',
  fc.record({ interventionId: run, n: fc.constant(0), as: fc.constantFrom('done', 'skipped'), note: fc.constant('x') }),
)
const onRun = step('intervention.stop', fc.record({ interventionId: run, reason: fc.constantFrom('', 'they called') }))

const acting = fc.oneof(
  step('outbox.recall', fc.record({ id: message })),
  onTask,
  onRun,
  step('outbox.retry', fc.record({ id: message, wallNow: at })),
  step('outbox.settle', fc.record({ id: message, wallNow: at, as: fc.constantFrom('sent', 'send_again', 'cancel') })),
  step('outbox.pause', fc.record({ paused: fc.boolean() })),
  step('outcome.confirm', fc.record({ interventionId: run, outcome: fc.constantFrom(...OUTCOMES) })),
  ...['outbox.approve', 'outbox.decline'].map(command =>
    step(command, fc.record({ ...moment, ids: message.map(id => [id]), note: fc.constantFrom('', 'Not now') })),
  ),
  step('autopilot.set', fc.record({ triggerId: fc.constantFrom('usage-down', 'none'), enabled: fc.boolean() })),
  step('autopilot.start', fc.record({ ...moment, issueId: issue, playbookId, triggerId: fc.constant('usage-down') })),
  step(
    'intervention.startMany',
    fc.record({ ...moment, playbookId: fc.constant('other'), issueIds: fc.constant([1, 2]) }),
  ),
  step('resolution.judge', fc.record({ outboxId: fc.constant(3), verdict: fc.constantFrom('worked', 'failed', null) })),
  step('unsent.accept', fc.record({ upTo: later })),
)

const settings = fc.oneof(
  step(
    'guardrails.set',
    fc.constantFrom(0, 0.5, 1).map(holdout => guardrailsSchema.parse({ holdout })),
  ),
  step(
    'channel.setSmtp',
    fc.constantFrom(25, 587).map(port => smtpSetting(port)),
  ),
  step(
    'account.suppress',
    issue.map(n => ({ address: `c${n}@example.com`, reason: 'asked us' })),
  ),
  step(
    'playbook.save',
    fc.constantFrom('Renamed', 'Again').map(name => ({ ...CHECK_IN, name })),
  ),
  step('workspace.setRoles', fc.constantFrom({}, { maya: ['lead', 'admin'], tom: ['specialist', 'admin'] })),
  step(
    'account.setConsent',
    fc.record({ contactId: contact, topic: fc.constant('service'), agreed: fc.constantFrom(true, false, null) }),
  ),
  step('account.setOwner', fc.record({ account: issue, owner: fc.constantFrom('kim', 'tom', null) })),
  step('source.pause', fc.record({ sourceId: fc.constant(1), paused: fc.boolean() })),
)

const deciding = fc.oneof(
  step('issue.claim', ids),
  step('issue.release', ids),
  step('issue.unsnooze', ids),
  step('issue.resolve', ids),
  step(
    'issue.snooze',
    issue.map(id => ({ ids: [id], until: NOON + 100 * HOUR })),
  ),
  step(
    'issue.dismiss',
    fc.record({ ids: issue.map(id => [id]), reason: fc.constantFrom(...DISMISSALS), note: fc.constant('') }),
  ),
  step('incident.close', fc.constant({ id: 1 })),
  step('incident.takeOut', fc.record({ id: fc.constant(1), issueIds: fc.array(issue, { minLength: 1 }) })),
  step(
    'identity.decide',
    fc
      .tuple(issue, issue, fc.constantFrom('same' as const, 'different' as const, 'open' as const))
      .map(([a, b, says]) => ({ pairs: [{ a, b, says }] })),
  ),
  step(
    'outcome.judgeTicket',
    fc.record({ ticket: fc.constant(1), author: fc.constantFrom('customer', 'automatic', null) }),
  ),
  step(
    'audit.answer',
    fc.record({
      ...{ issue, kind: fc.constantFrom(...AUDIT_KINDS), chance: fc.constant(0.5) },
      answer: fc.constantFrom(...AUDIT_ANSWERS, null),
    }),
  ),
)

const about = fc.oneof(
  issue.map(one => ({ issue: one })),
  issue.map(one => ({ account: one })),
)
const note = fc.constantFrom(1, 2, 3)
const telling = fc.oneof(
  step(
    'note.write',
    about.map(of => ({ ...of, text: 'I call', mentions: ['tom'], promises: [{ quote: 'I call', dueAt: NOON }] })),
  ),
  step(
    'note.edit',
    note.map(one => ({ note: one, text: 'Changed', mentions: ['maya'], promises: [] })),
  ),
  step(
    'note.withdraw',
    note.map(one => ({ note: one })),
  ),
  step(
    'issue.assign',
    fc.record({ ids: issue.map(id => [id]), colleague: fc.constant('tom'), text: fc.constantFrom('', 'Please') }),
  ),
  step('desk.watch', about),
  step('desk.unwatch', about),
  step(
    'desk.see',
    fc.tuple(note, about).map(([one, of]) => ({ notes: [{ note: one }], watched: [of] })),
  ),
  step(
    'promise.settle',
    fc.tuple(about, fc.constantFrom('open', 'kept', 'dropped'), later).map(([of, state, dueAt]) => ({
      ...{ ...of, uid: 'note-2#0', owner: 'tom', said: 'note', source: 'note-2', quote: 'I call', saidAt: NOON },
      ...{ state, dueAt },
    })),
  ),
  step(
    'outage.declare',
    fc.constantFrom('api', 'export').map(component => ({
      ...{ dimension: 'component', component, sure: ['certain'], beganAt: NOON },
    })),
  ),
  step('outage.over', fc.record({ id: fc.constantFrom(1, 2) })),
  step('outage.close', fc.record({ id: fc.constantFrom(1, 2) })),
  step(
    'view.save',
    fc.constantFrom('Mine', 'Theirs').map(name => ({ name, shape: { view: 'now' } })),
  ),
)

/** Decisions of all kinds, many of which are refused where they meet the wrong state. */
export const decisionsTaken: fc.Arbitrary<Taken[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: start },
    { weight: 3, arbitrary: fc.option(fc.nat({ max: 30 })).map((n): Taken => ({ undo: n })) },
    { weight: 5, arbitrary: acting },
    { weight: 3, arbitrary: settings },
    { weight: 4, arbitrary: deciding },
    { weight: 4, arbitrary: telling },
  ),
  { minLength: 12, maxLength: 40, size: 'max' },
)

/** Decisions that change an issue and can be taken back. */
export const reversibleTaken: fc.Arbitrary<Taken[]> = fc.array(
  fc.oneof(
    start,
    onTask,
    onRun,
    step('issue.claim', ids),
    step(
      'issue.snooze',
      issue.map(id => ({ ids: [id], until: NOON + 900 * HOUR })),
    ),
    step('playbook.save', fc.constant({ ...CHECK_IN, name: 'Renamed' })),
  ),
  { maxLength: 12 },
)
