import { starterTriggers } from '../../main/signal/starter-triggers.ts'
import { FACETS } from '../../shared/desk/facet.ts'
import { DUE_SPANS, type QueuePick, SORTS } from '../../shared/desk/pick.ts'
import { REVIEW_FIGURES } from '../../shared/model/review.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { QUEUE_VIEWS } from '../../shared/vocabulary.ts'
import { NOON } from './builders.ts'
import type { Full } from './full-workspace.ts'

/** The rows of a workspace that its calls are asked about. */
export type AskedAbout = Pick<
  Full,
  | 'accounts'
  | 'issues'
  | 'messages'
  | 'interventions'
  | 'incidentId'
  | 'outageId'
  | 'sourceId'
  | 'systemId'
  | 'playbook'
  | 'codes'
  | 'links'
> & { reachable: { issue: number; contact: number }; billed: { issue: number } }

/** Inputs of a call that between them take every way through it. */
type Asked = (about: AskedAbout) => readonly unknown[]

const once: Asked = () => [undefined]
const page: Asked = () => [{}]
const ofIssue: Asked = ({ issues }) => issues.map(id => ({ id }))
const ofAccount: Asked = ({ accounts }) => accounts.map(id => ({ id }))
const ofOutbox: Asked = ({ messages }) => messages.map(id => ({ id }))
const ofPlaybook: Asked = () => [{ id: 'usage-check-in' }]
const filters: Asked = ({ incidentId }) =>
  QUEUE_VIEWS.flatMap(view => [
    { view },
    { view, category: 'usage' },
    { view, category: 'usage', band: 'week' },
    { view, search: 'Shop' },
    { view, incident: incidentId },
    { view, incident: incidentId, search: 'Account' },
  ])

const shaped: Asked = about => [
  ...filters(about).map(filter => ({ ...(filter as object), pick: { riskFrom: 0.1 } })),
  ...SORTS.flatMap(by => [
    { sort: { by }, pick: { reach: ['now', 'refused'] } },
    { sort: { by, turned: true } },
    { sort: { by }, group: 'account' },
  ]),
  { pick: EVERY_CONDITION },
]
const EVERY_CONDITION: QueuePick = {
  ...{
    categories: ['usage'],
    triggers: ['usage-down'],
    bands: ['week'],
    deadlines: [...DUE_SPANS],
    riskFrom: 0,
    riskTo: 1,
  },
  ...{ valueFrom: 0, valueTo: 1_000_000, minutesTo: 60, state: 'open', claimedBy: [''], plans: ['Pro'] },
  ...{ countries: ['NO'], openedWithin: DAY, harmful: true, accountId: 1, issueIds: [1] },
}

/** What the page asks and keeps on screen, and how. */
export const ASKED: Record<string, Asked> = {
  'update.state': once,
  'workspace.exchange': once,
  'account.consents': ofAccount,
  'account.get': ofAccount,
  'account.arrivals': ofAccount,
  'account.page': ofAccount,
  'account.health': ofAccount,
  'signal.lanes': () => [{}],
  'account.list': () => [{}, { search: 'Shop' }],
  'account.suppressions': page,
  'account.timeline': ({ accounts }) => [
    ...accounts.map(id => ({ id })),
    { id: accounts[0], before: NOON, limit: 5, search: 'a' },
  ],
  'action.list': once,
  'autopilot.list': once,
  'channel.list': once,
  'channel.smtp': once,
  'source.gaps': page,
  'desk.people': once,
  'desk.day': once,
  'desk.about': ({ issues, accounts }) => [
    ...issues.map(issueId => ({ issueId })),
    ...accounts.map(accountId => ({ accountId })),
  ],
  'outage.components': once,
  'outage.list': once,
  'outage.get': ({ outageId }) => [{ id: outageId }],
  'outage.calls': ({ outageId }) => [{ id: outageId }],
  'identity.merges': ({ accounts }) => [{}, ...accounts.map(accountId => ({ accountId }))],
  'identity.proposals': page,
  'model.triggerCards': once,
  'model.retraining': once,
  'model.history': full => [
    ...full.accounts.map(accountId => ({ accountId })),
    ...full.issues.map(issueId => ({ issueId })),
  ],
  'model.list': once,
  'ticket.list': () => [{}, { unsure: true }],
  'ticket.topics': once,
  'incident.contacts': ({ incidentId }) => [{ id: incidentId }],
  'incident.get': ({ incidentId }) => [{ id: incidentId }],
  'incident.learning': page,
  'incident.list': () => [{}, { state: 'open' }],
  'intervention.preview': ({ issues, reachable, billed }) => [
    ...issues.map(issueId => ({ issueId, playbookId: 'usage-check-in' })),
    { issueId: reachable.issue, playbookId: 'first-use-help', contactId: reachable.contact, subject: 'Hi', text: 'Hi' },
    { issueId: billed.issue, playbookId: 'payment-new-card' },
  ],
  'intervention.steps': ({ interventions }) => interventions.map(interventionId => ({ interventionId })),
  'intervention.tasks': page,
  'issue.get': ofIssue,
  'issue.similar': ofIssue,
  'outcome.doubtful': ({ interventions }) => interventions.map(interventionId => ({ interventionId })),
  'journal.list': page,
  'outbox.approvals': () => [{}, { answered: true }, { batchId: 'none' }],
  'outbox.checks': ofOutbox,
  'outcome.reference': ({ codes }) => codes.map(code => ({ code })),
  'measure.health': () => [{}, { from: NOON - DAY, to: NOON }],
  'outbox.list': () => [{}, { state: 'held' }],
  'outbox.message': ofOutbox,
  'outbox.summary': once,
  'outbox.unsent': ({ accounts }) => [
    {},
    { accountId: accounts[0] },
    { check: 'consent', from: 0 },
    { ended: 'refused' },
  ],
  'outbox.unsentCounts': () => [{}, { from: 0 }],
  'outcome.list': () => [{}, { pending: false }],
  'person.erasures': once,
  'person.retention': once,
  'playbook.check': ({ playbook }) => [{ playbook }, { playbook: { ...playbook, steps: [] } }],
  'playbook.dryRun': ({ issues, playbook }) => [
    ...issues.map(issueId => ({ issueId, id: 'usage-check-in' })),
    { id: 'usage-check-in' },
    { id: 'payment-new-card' },
    ...issues.map(issueId => ({ issueId, playbook: { ...playbook, version: 2 } })),
  ],
  'playbook.fields': ofPlaybook,
  'playbook.get': ofPlaybook,
  'playbook.list': once,
  'playbook.versions': ofPlaybook,
  'queue.counts': filters,
  'queue.list': filters,
  'queue.link': ({ issues, accounts }) => [
    { kind: 'issue', id: issues[0] },
    { kind: 'account', id: accounts[0] },
  ],
  'queue.ticketPage': ({ accounts }) => accounts.map(accountId => ({ accountId })),
  'queue.followLink': ({ links }) => links.map(link => ({ link })),
  'queue.search': () => [{ text: 'Shop' }, { text: 'anything' }],
  'worklist.rows': shaped,
  'worklist.counts': shaped,
  'worklist.facet': () =>
    FACETS.flatMap(facet => [{ facet }, { facet, view: 'mine', pick: { reach: ['now'], riskFrom: 0.1 } }]),
  'worklist.place': about =>
    shaped(about).map(filter => ({ ...(filter as object), issueId: about.reachable.issue, banded: false })),
  'worklist.hours': () => [{ minutes: 90 }],
  'worklist.reach': ({ issues, reachable, billed }) => [
    { issueIds: issues },
    { issueIds: [reachable.issue, billed.issue] },
  ],
  'worklist.views': once,
  'resolution.list': ({ issues }) => [{}, ...issues.map(issueId => ({ issueId }))],
  'recall.audit': once,
  'review.behind': () =>
    [
      { of: 'dismissed', triggerId: 'usage-down', falseOnly: true },
      { of: 'queue', state: 'open', least: 0 },
      { of: 'outbox', state: 'held', least: DAY, most: 3 * DAY },
      { of: 'week', at: NOON, arm: 'control' },
      ...['claimed', 'started', 'confirmed'].map(of => ({ of, actor: 'maya' })),
      ...['us', 'them'].map(by => ({ of: 'resolved', by })),
    ].map(wanted => ({ wanted })),
  'review.cohort': () => [...REVIEW_FIGURES.map(figure => ({ figure })), { figure: 'sent', size: '1', plan: 'Pro' }],
  'review.decisions': once,
  'review.keptFigures': () => [{ days: 30 }, { days: null }],
  'review.figures': () => [{}, { from: NOON - 30 * DAY, to: NOON }],
  'review.summary': () => [{}, { from: NOON - 30 * DAY, to: NOON }],
  'source.list': once,
  'source.quarantine': ({ sourceId }) => [{}, { sourceId }, { sourceId, stream: 'tickets' }],
  'source.secrets': ({ systemId }) => [{ sourceId: systemId }],
  'task.idle': once,
  'task.list': once,
  'trigger.activity': once,
  'trigger.backtestData': once,
  'trigger.keptActivity': once,
  'trigger.keptBacktest': () =>
    starterTriggers()
      .slice(0, 1)
      .map(definition => ({ definition, days: 180 })),
  'trigger.list': once,
  'trigger.words': once,
  'workspace.guardrails': once,
  'workspace.info': once,
  'workspace.safety': once,
  'workspace.roles': once,
}

const MOMENT = 'it is of the moment at which a person asked'
const OUTSIDE = 'it asks a file or a server, which no table knows'
const ACT = 'it does something'

/** Calls that declare nothing and are no decisions: why no change makes their answer stale. */
export const UNKEPT: Record<string, string> = {
  changes: 'it is the stream that announces changes',
  'channel.checkManifest': MOMENT,
  'channel.setSecret': ACT,
  'channel.test': OUTSIDE,
  'channel.testSmtp': OUTSIDE,
  'source.doctor': `${MOMENT}: it reads whole tables, so a person asks for it`,
  'measure.analyse': `${MOMENT}: it reads whole files or tables, so a person asks for it`,
  'model.evaluate': `${MOMENT}: it reads a whole file, so a person asks for it`,
  'model.train': ACT,
  'ticket.classify': ACT,
  'ticket.proposeTopics': `${MOMENT}: it reads every ticket, so a person asks for it`,
  'worklist.standing': `${MOMENT}: it is asked after a command`,
  'model.why': `${MOMENT}: it measures an account again, so a person asks for it`,
  'model.drift': `${MOMENT}: it measures accounts, so the screen asks once`,
  'recall.figures': `${MOMENT}: it replays every trigger, so a person asks for it`,
  'recall.tickets': `${MOMENT}: it replays every trigger, so a person asks for it`,
  'recall.unusual': `${MOMENT}: it measures thousands of accounts, so a person asks for it`,
  'review.report': `${MOMENT}: it lists a whole cohort, so a person asks for it`,
  'review.verifyReport': `${MOMENT}: it recomputes everything, so a person asks for it`,
  'intervention.plan': `${MOMENT}: a start decides again for each issue, and thousands are not planned twice a second`,
  'journal.verify': MOMENT,
  'outage.affected': `${MOMENT}: it looks at every account, so a person asks for it`,
  'outbox.drain': ACT,
  'signal.evaluate': ACT,
  'person.retentionPlan': `${MOMENT}: it counts whole tables, so a person asks for it`,
  'person.plan': `${MOMENT}: it is asked when the dialog opens`,
  'source.checkManifest': MOMENT,
  'source.inspect': OUTSIDE,
  'source.manifests': `${OUTSIDE}: the gallery looks again every few seconds`,
  'source.pickFiles': ACT,
  'source.preview': OUTSIDE,
  'source.previewConnected': OUTSIDE,
  'source.propose': OUTSIDE,
  'source.pushdown': ACT,
  'source.retryQuarantine': ACT,
  'source.setSecret': ACT,
  'source.signIn': ACT,
  'source.signInStanding': `${OUTSIDE}: it is asked every second while somebody signs in`,
  'source.sync': ACT,
  'source.test': OUTSIDE,
  'task.cancel': ACT,
  'trigger.backtest': 'backtestData says that what it measured has changed',
  'trigger.backtestAccounts': 'backtestData says that what it measured has changed',
  'trigger.backtestHindsight': 'backtestData says that what it measured has changed',
  'trigger.backtestLeave': ACT,
  'trigger.backtestMove': 'backtestData says that what it measured has changed',
  'update.configure': ACT,
  'update.look': ACT,
  'update.install': ACT,
  'workspace.backUp': ACT,
  'workspace.check': ACT,
  'workspace.repair': ACT,
  'workspace.attend': ACT,
  'workspace.showFolder': ACT,
  'workspace.shut': 'a workspace that cannot be opened has no tables; opening or closing one announces everything',
  'workspace.create': ACT,
  'workspace.list': 'folders are no tables; making or opening a workspace announces everything',
  'workspace.keychain': 'where credentials are kept is no table, and stays as it is while a shell runs',
  'workspace.policy': 'a file is no table; it is read when a shell starts',
  'workspace.licences': 'what the build lists is no table, and never changes while a shell runs',
  'workspace.open': ACT,
}
