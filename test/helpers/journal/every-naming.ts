import { commands } from '../../../main/engine/commands.ts'
import { guardrailsSchema } from '../../../shared/model/guardrails.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../builders.ts'
import { nameSlots } from './name-slots.ts'
import { CHECK_IN } from './shop.ts'
import type { Taken } from './taken.ts'

/** The names of all commands whose arguments name rows. */
export const NAMING: readonly string[] = [...commands.values()]
  .filter(({ args }) => nameSlots(args).length > 0)
  .map(({ name }) => name)

const WALL = { wallNow: NOON, undoMs: 10_000 }
const FILES = {
  streams: [{ name: 'a', path: 'a.csv', mapping: { record: 'account', id: { field: 'id', type: 'text' } } }],
}

/** A history in a shop that carries out every command which names rows, because chance may leave one out. */
export function everyNaming(): Taken[] {
  const history: Taken[] = []
  const by = (actor: string) => (command: string, args: object) => history.push({ command, args, actor }) - 1
  const maya = by('maya')
  const tom = by('tom')
  const back = (n: number, actor = 'maya') => history.push({ undo: n, actor })

  maya('guardrails.set', guardrailsSchema.parse({ holdout: 0, undoSeconds: 10, quietHours: { from: 0, to: 0 } }))
  // The desk: single issues, and what colleagues tell one another.
  maya('issue.claim', { ids: [2] })
  maya('issue.release', { ids: [2] })
  maya('issue.snooze', { ids: [2], until: NOON + 900 * HOUR })
  maya('issue.unsnooze', { ids: [2] })
  back(maya('issue.dismiss', { ids: [2], reason: 'known', note: '' }))
  back(maya('issue.resolve', { ids: [4], note: '' }))
  back(maya('issue.assign', { ids: [2, 4], colleague: 'tom', text: 'Please' }))
  maya('note.write', { account: 5, text: 'I call', mentions: ['tom'], promises: [{ quote: 'I call', dueAt: NOON }] })
  tom('note.edit', { note: 2, text: 'They have moved', mentions: ['maya'], promises: [] })
  back(tom('note.withdraw', { note: 2 }), 'tom')
  maya('promise.settle', {
    ...{ account: 4, uid: 'note-2#0', owner: 'tom', said: 'note', source: 'note-2', quote: 'I call', saidAt: NOON },
    ...{ dueAt: NOON + 800 * HOUR, state: 'open' },
  })
  maya('desk.watch', { issue: 2 })
  tom('desk.watch', { account: 3 })
  maya('desk.unwatch', { account: 5 })
  tom('desk.see', { notes: [{ note: 1 }], watched: [{ account: 3 }], returned: [{ issue: 4 }] })
  // Causes.
  back(maya('incident.takeOut', { id: 1, issueIds: [2] }))
  back(maya('incident.close', { id: 1 }))
  back(maya('outage.over', { id: 1 }))
  maya('outage.close', { id: 1 })
  // Messages, one of which a second person has to release.
  maya('intervention.start', { ...WALL, issueId: 1, contactId: 2, playbookId: CHECK_IN.id })
  maya('outbox.recall', { id: 4 })
  maya('workspace.setRoles', { maya: ['lead', 'admin'], tom: ['lead', 'admin'] })
  maya('playbook.save', { ...CHECK_IN, name: 'Renamed' })
  maya('intervention.start', { ...WALL, issueId: 1, playbookId: CHECK_IN.id })
  back(tom('outbox.approve', { ...WALL, ids: [5], note: '' }), 'tom')
  tom('outbox.decline', { ...WALL, ids: [5], note: 'Not now' })
  back(maya('outbox.settle', { id: 1, wallNow: NOON, as: 'sent' }))
  maya('outbox.retry', { id: 2, wallNow: NOON })
  maya('resolution.judge', { outboxId: 3, verdict: 'worked' })
  const run = maya('intervention.start', { ...WALL, issueId: 4, playbookId: 'other' })
  back(maya('intervention.stop', { interventionId: `d-${run}`, reason: '' }))
  maya('intervention.startMany', { ...WALL, playbookId: 'other', issueIds: [1, 2] })
  maya('autopilot.set', { triggerId: 'usage-down', enabled: true })
  maya('autopilot.start', { ...WALL, triggerId: 'usage-down', issueId: 6, playbookId: 'other' })
  back(maya('account.setOwner', { account: 1, owner: 'kim' }))
  maya('account.setConsent', { contactId: 1, topic: 'service', agreed: true })
  // What is known of accounts, and where it is read.
  maya('outcome.judgeTicket', { ticket: 1, author: 'automatic' })
  maya('audit.answer', { issue: 2, kind: 'dismissed', chance: 0.5, answer: 'right' })
  maya('identity.decide', { pairs: [{ a: 1, b: 2, says: 'different' }] })
  maya('source.schedule', { sourceId: 1, scheduleMs: HOUR })
  maya('source.pause', { sourceId: 1, paused: true })
  maya('source.update', { sourceId: 1, name: 'Shop', config: FILES })
  maya('source.add', { name: 'Shop', kind: 'files', config: FILES })
  maya('source.remove', { sourceId: 2 })
  return history
}
