import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import * as x from './action-manifest.ts'
import * as ap from './approval.ts'
import * as auto from './autopilot.ts'
import * as b from './backtest.ts'
import * as bulk from './bulk.ts'
import { channelListSchema, channelValuesSchema, hostSchema } from './channel.ts'
import * as cs from './consent.ts'
import * as i from './identity.ts'
import * as inc from './incident.ts'
import * as v from './manifest-view.ts'
import * as m from './model.ts'
import * as o from './outbox.ts'
import { outgoingSchema } from './outgoing.ts'
import { failureSchema } from './result.ts'
import { rolesSchema } from './roles.ts'
import * as r from './run.ts'
import * as s from './source-config.ts'
import * as p from './source-proposal.ts'
import { suppressibleSchema } from './suppression.ts'
import * as un from './unsent.ts'
import { OUTBOX_STATES } from './vocabulary.ts'

/**
 * Every call that a shell can make, once. Server and client types, validation, the command line's help and the page's
 * invalidation are derived from it: `reads` names the tables (and `task`) whose change makes an answer stale.
 */
export interface CallMeta {
  reads?: readonly string[]
  /** One line for the command line's help. */
  about?: string
}

const base = oc
  .$meta<CallMeta>({})
  // One error for everything the world can do to us; bugs stay INTERNAL_SERVER_ERROR.
  .errors({ FAILED: { status: 422, message: 'failed', data: failureSchema } })

const call = (about: string, ...reads: string[]) => base.meta({ about, reads })
const nothing = z.object({})
const issueId = z.int().positive()
const done = z.object({ journalId: z.string() })
const answerSchema = z.object({
  ids: z.array(z.int().positive()).min(1).max(5_000),
  note: z.string().trim().max(2_000).default(''),
})
const answeredSchema = z.object({ answered: z.int(), journalId: z.string() })
// The second is for connected sources; the engine holds each kind to its own schema and says in words what does not fit.
const sourceConfig = z.union([m.filesConfigSchema, z.json()])
const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }

export const contract = {
  workspace: {
    info: call('name, clock and counts of the open workspace', 'setting', 'source', 'stream', 'quarantine').output(
      m.workspaceInfoSchema,
    ),
    list: call('workspaces in the user-data folder', 'setting').output(z.array(m.workspaceEntrySchema)),
    create: call('make a workspace and open it')
      .input(z.object({ name: z.string().trim().min(1).max(80) }))
      .output(m.workspaceEntrySchema),
    open: call('open another workspace')
      .input(z.object({ dir: z.string().min(1) }))
      .output(m.workspaceEntrySchema),
    welcomed: call('remember that the first-run choice was made').output(done),
    setClock: call('run on real, fixed or shifted time').input(m.clockSettingSchema).output(done),
    guardrails: call('rules of conduct for outreach', 'setting').output(m.guardrailsSchema),
    setGuardrails: call('change the rules of conduct').input(m.guardrailsSchema).output(done),
    roles: call('who has which roles; nobody named means one person alone', 'setting').output(rolesSchema),
    setRoles: call('say who has which roles').input(rolesSchema).output(done),
  },
  source: {
    list: call('connected sources with freshness and errors', 'source', 'stream', 'quarantine').output(
      z.array(m.sourceStatusSchema),
    ),
    pickFiles: call('let the person choose files (desktop only)').output(z.array(z.string())),
    inspect: call('look at files: encoding, columns, guessed types, proposed mapping, first rows')
      .input(z.object({ paths: z.array(z.string().min(1)).min(1).max(50) }))
      .output(z.array(m.inspectedFileSchema)),
    preview: call('first rows of a file as the mapping would read them')
      .input(z.object({ stream: m.fileStreamSchema, limit: z.int().min(1).max(100).default(20) }))
      .output(m.previewSchema),
    add: call('connect files, or a system by its settings')
      .input(
        z.object({
          name: z.string().trim().min(1),
          kind: z.enum(['files', ...s.CONNECTED_KINDS]).default('files'),
          config: sourceConfig,
          /** Machine time before which its schedule begins nothing, so that its credentials can be kept first. */
          notBefore: m.ms.optional(),
        }),
      )
      .output(z.object({ sourceId: z.int(), journalId: z.string() })),
    update: call('change the streams, mapping or settings of a source')
      .input(z.object({ sourceId: z.int(), name: z.string().trim().min(1), config: sourceConfig }))
      .output(done),
    pause: call('stop the schedule of a source, or let it go on')
      .input(z.object({ sourceId: z.int(), paused: z.boolean() }))
      .output(done),
    schedule: call('how often a source is read, in ms; null: only by hand')
      .input(z.object({ sourceId: z.int(), scheduleMs: z.int().nullable() }))
      .output(done),
    test: call('try credentials and reach of a source without reading data')
      .input(s.sourceTestAskSchema)
      .output(s.sourceTestSchema),
    secrets: call('which credentials a source needs, and whether they are kept', 'source')
      .input(z.object({ sourceId: z.int() }))
      .output(z.array(s.secretNeedSchema)),
    setSecret: call('keep a credential in the keychain; null forgets it')
      .input(z.object({ sourceId: z.int(), name: z.string().min(1), value: z.string().min(1).max(20_000).nullable() }))
      .output(z.object({ set: z.boolean() })),
    manifests: call('systems that can be connected by a manifest, shipped ones and those of the workspace').output(
      z.array(v.manifestViewSchema),
    ),
    checkManifest: call('what is wrong in a manifest, where')
      .input(z.object({ manifest: z.json() }))
      .output(v.manifestCheckSchema),
    propose: call('what a database or a tap has, with guessed types and what each could become')
      .input(p.proposalAskSchema)
      .output(p.sourceProposalSchema),
    previewConnected: call('first records of each stream of a system as its mapping reads them')
      .input(v.sourcePreviewAskSchema)
      .output(v.sourcePreviewSchema),
    signIn: call('begin signing in to a source: the page to open in the system’s browser')
      .input(z.object({ sourceId: z.int() }))
      .output(z.object({ url: z.string() })),
    signInStanding: call('whether somebody has come back from the browser, and what went wrong')
      .input(z.object({ sourceId: z.int() }))
      .output(z.object({ waiting: z.boolean(), problem: z.string().nullable() }).nullable()),
    sync: call('read a source, or all of them')
      .input(z.object({ sourceId: z.int().optional() }))
      .output(m.syncReportSchema),
    pushdown: call('run triggers inside a warehouse and read only the accounts they hold for')
      .input(
        z.object({
          name: z.string().trim().min(1).max(120).default('Warehouse'),
          /** As `warehouseMappingSchema` has it; checked by the engine, which says in words what does not fit. */
          mapping: z.json(),
          /** May hold a password, which is used and kept nowhere. */
          url: z.string().min(1),
          triggerId: z.string().optional(),
          limit: z.int().min(1).max(100_000).default(10_000),
        }),
      )
      .output(m.pushdownReportSchema),
    quarantine: call('rows that did not fit, with the reason', 'quarantine')
      .input(z.object({ sourceId: z.int().optional(), stream: z.string().optional(), ...page }))
      .output(z.array(m.quarantineRowSchema)),
    retryQuarantine: call('try quarantined rows again')
      .input(z.object({ sourceId: z.int() }))
      .output(z.object({ accepted: z.int(), left: z.int() })),
  },
  task: {
    list: call('work in progress', 'task').output(z.array(m.taskSchema)),
    cancel: call('stop a piece of work')
      .input(z.object({ id: z.string() }))
      .output(z.object({ cancelled: z.boolean() })),
  },
  trigger: {
    list: call('triggers with their firings', 'trigger', 'signal', 'issue').output(z.array(m.triggerViewSchema)),
    setEnabled: call('switch a trigger on or off')
      .input(z.object({ id: z.string(), enabled: z.boolean() }))
      .output(done),
    save: call('create or change a trigger').input(m.triggerSchema).output(done),
    backtest: call('replay a trigger over the cached history').input(b.backtestAskSchema).output(b.backtestSchema),
    backtestMove: call('answer a replay with other thresholds, cooldown, cap, window or minutes')
      .input(z.object({ id: z.string(), definition: m.triggerSchema }))
      .output(b.backtestSchema),
    backtestData: call(
      'counts changes of what replays read; an answer from an earlier one is out of date',
      'account',
      'event',
      'object',
      'object_state',
      'stay_quantile',
    ).output(z.int()),
    backtestAccounts: call('the firings of a replay within a span, newest first')
      .input(z.object({ id: z.string(), definition: m.triggerSchema, from: m.ms, to: m.ms }))
      .output(z.array(b.backtestFiringSchema)),
    words: call('event kinds, properties, object states and attributes that occur in the cache', 'stream').output(
      b.triggerWordsSchema,
    ),
    activity: call(
      'firings a week, open issues, and accounts held back by its daily cap, of each trigger',
      'trigger',
      'signal',
      'issue',
      'held_back',
    ).output(z.array(b.triggerActivitySchema)),
  },
  playbook: {
    list: call('playbooks', 'playbook').output(z.array(m.playbookSchema)),
    save: call('create or change a playbook').input(m.playbookSchema).output(done),
    get: call('one playbook with its version', 'playbook', 'intervention')
      .input(z.object({ id: z.string() }))
      .output(r.playbookVersionSchema),
    versions: call('every version of a playbook, newest first', 'playbook', 'intervention')
      .input(z.object({ id: z.string() }))
      .output(z.array(r.playbookVersionSchema)),
    fields: call('the fields and figures that a playbook’s templates may name', 'trigger')
      .input(z.object({ id: z.string() }))
      .output(r.templateFieldsSchema),
    check: call('what is wrong with a playbook, and where in its JSON', 'trigger', 'setting')
      .input(z.object({ playbook: z.json() }))
      .output(z.object({ problems: z.array(r.playbookProblemSchema) })),
    dryRun: call(
      'a playbook as it would run for a real account from now',
      'playbook',
      'trigger',
      'issue',
      'signal',
      'contact',
      'outbox',
      'object',
      'setting',
      'suppression',
    )
      .input(z.object({ issueId: issueId.optional(), id: z.string().optional(), playbook: z.json().optional() }))
      .output(r.dryRunSchema),
  },
  signal: {
    evaluate: call('evaluate triggers now for every account that may have changed')
      .input(z.object({ everything: z.boolean().default(false) }))
      .output(m.evaluationReportSchema),
  },
  queue: {
    list: call('predicted issues in order of priority', 'issue', 'outcome', 'incident', 'incident_issue')
      .input(m.queueFilterSchema.extend(page))
      .output(z.array(m.queueRowSchema)),
    counts: call('how many issues each view, category and band holds', 'issue', 'outcome', 'incident', 'incident_issue')
      .input(m.queueFilterSchema)
      .output(m.queueCountsSchema),
    search: call('accounts and issues by name', 'account', 'issue')
      .input(z.object({ text: z.string().min(1).max(200), limit: z.int().min(1).max(50).default(12) }))
      .output(
        z.array(z.object({ kind: z.enum(['account', 'issue']), id: z.int(), title: z.string(), detail: z.string() })),
      ),
  },
  issue: {
    get: call(
      'one issue with evidence, factors, account and suggestions',
      'issue',
      'signal',
      'account',
      'contact',
      'event',
      'object',
      'intervention',
      'outbox',
      'outcome',
      'suppression',
      'setting',
      'incident',
      'incident_issue',
    )
      .input(z.object({ id: issueId }))
      .output(m.issueDetailSchema),
    claim: call('take issues')
      .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
      .output(done),
    release: call('give issues back')
      .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
      .output(done),
    snooze: call('out of the queue until a date')
      .input(z.object({ ids: z.array(issueId).min(1).max(500), until: m.ms }))
      .output(done),
    unsnooze: call('back into the queue')
      .input(z.object({ ids: z.array(issueId).min(1).max(500) }))
      .output(done),
    dismiss: call('close without acting, with a reason')
      .input(
        z.object({
          ids: z.array(issueId).min(1).max(500),
          reason: m.dismissalSchema,
          note: z.string().max(2000).default(''),
        }),
      )
      .output(done),
    resolve: call('close as solved by a person')
      .input(z.object({ ids: z.array(issueId).min(1).max(500), note: z.string().max(2000).default('') }))
      .output(done),
  },
  incident: {
    list: call(
      'incidents: one cause behind many accounts’ issues; those that go on first',
      'incident',
      'incident_issue',
      'issue',
      'trigger',
    )
      .input(z.object({ state: z.enum(inc.INCIDENT_STATES).optional(), ...page }))
      .output(z.array(inc.incidentSchema)),
    get: call(
      'one incident: its cause, its accounts, how they came and what was usual',
      'incident',
      'incident_issue',
      'issue',
      'signal',
      'account',
      'trigger',
      'playbook',
    )
      .input(z.object({ id: issueId }))
      .output(inc.incidentDetailSchema),
    learning: call(
      'triggers of which no incident is found yet, because what is usual is not known',
      'setting',
      'trigger',
    )
      .input(nothing)
      .output(inc.learningSchema),
    close: call('say that an incident is over; its issues stay')
      .input(z.object({ id: issueId }))
      .output(done),
    takeOut: call('take issues out of an incident: they have another cause')
      .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
      .output(done),
    putBack: call('put issues back into an incident that were taken out of it')
      .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
      .output(done),
  },
  account: {
    get: call('one account', 'account', 'contact', 'suppression', 'setting')
      .input(z.object({ id: z.int().positive() }))
      .output(m.accountSchema),
    timeline: call(
      'everything that happened at an account, newest first',
      'event',
      'object',
      'intervention',
      'outbox',
      'outcome',
    )
      .input(z.object({ id: z.int().positive(), before: m.ms.optional(), limit: z.int().min(1).max(200).default(50) }))
      .output(z.object({ entries: z.array(m.timelineEntrySchema), total: z.int() })),
    list: call('accounts by name', 'account')
      .input(z.object({ search: z.string().max(200).default(''), ...page }))
      .output(
        z.array(
          z.object({
            id: z.int(),
            name: z.string(),
            plan: z.string().nullable(),
            mrrMinor: z.int().nullable(),
            currency: z.string().nullable(),
          }),
        ),
      ),
    consents: call('what the contacts of an account have said, by topic', 'consent', 'contact')
      .input(z.object({ id: z.int().positive() }))
      .output(z.array(cs.consentSchema)),
    setConsent: call('note what a contact has said about a topic').input(cs.setConsentSchema).output(done),
    suppressions: call('addresses and domains that are never written to', 'suppression')
      .input(z.object(page))
      .output(z.array(cs.suppressionSchema)),
    unsuppress: call('let an address or domain be written to again')
      .input(z.object({ address: suppressibleSchema }))
      .output(done),
    suppress: call('never contact this address, or anybody of a domain such as @example.com')
      .input(z.object({ address: suppressibleSchema, reason: z.string().trim().min(3) }))
      .output(done),
  },
  identity: {
    proposals: call('accounts of several sources that may be one', 'merge_proposal', 'account', 'account_key', 'merge')
      .input(z.object(page))
      .output(z.array(i.mergeProposalSchema)),
    merges: call('accounts that stand as one, newest first', 'merge', 'account', 'account_key')
      .input(z.object({ accountId: z.int().positive().optional(), ...page }))
      .output(z.array(i.mergeSchema)),
    decide: call('say whether accounts are one').input(i.identityDecisionSchema).output(done),
    separate: call('take an account out of what it was merged into')
      .input(z.object({ accountId: z.int().positive() }))
      .output(done),
  },
  intervention: {
    preview: call(
      'the message as the recipient will get it, with preflight',
      'issue',
      'signal',
      'account',
      'contact',
      'intervention',
      'outbox',
      'object',
      'playbook',
      'setting',
      'suppression',
    )
      .input(
        z.object({
          issueId,
          playbookId: z.string(),
          contactId: z.int().optional(),
          subject: z.string().max(300).optional(),
          text: z.string().max(20_000).optional(),
        }),
      )
      .output(m.outreachPreviewSchema),
    steps: call('an intervention as it runs: its steps and what may come', 'intervention', 'step', 'outbox')
      .input(z.object({ interventionId: z.string() }))
      .output(r.runViewSchema),
    tasks: call('what there is for people to do, the soonest due first', 'step', 'intervention')
      .input(z.object(page))
      .output(z.array(r.taskItemSchema)),
    taskDone: call('say that a task was done, or skipped')
      .input(
        z.object({
          interventionId: z.string(),
          n: z.int().min(0),
          as: z.enum(['done', 'skipped']).default('done'),
          note: z.string().max(2000).default(''),
        }),
      )
      .output(done),
    stop: call('stop a run and take back what has not left')
      .input(z.object({ interventionId: z.string(), reason: z.string().trim().max(2000).default('') }))
      .output(done),
    plan: call('what a bulk outreach would come to: how many go, wait, are held out or refused, and why')
      .input(bulk.bulkAskSchema)
      .output(bulk.bulkSummarySchema),
    startMany: call('start a playbook for many issues by one decision')
      .input(bulk.startManySchema)
      .output(bulk.startedManySchema),
    start: call('start a playbook: decide the arm, put the message into the outbox')
      .input(
        z.object({
          issueId,
          playbookId: z.string(),
          contactId: z.int().optional(),
          subject: z.string().max(300).optional(),
          text: z.string().max(20_000).optional(),
          overrides: z.array(m.overrideSchema).default([]),
        }),
      )
      .output(
        z.object({
          interventionId: z.string(),
          arm: z.enum(['treatment', 'control']),
          outboxId: z.int().nullable(),
          notBefore: m.ms.nullable(),
          /** It waits for a second person. */
          held: z.boolean(),
          journalId: z.string(),
        }),
      ),
  },
  outbox: {
    list: call('messages and where they stand', 'outbox')
      .input(
        z.object({
          state: z.enum(OUTBOX_STATES).optional(),
          ...page,
        }),
      )
      .output(z.array(o.outboxItemSchema)),
    summary: call('what waits, since when, and why', 'outbox', 'setting').output(o.outboxSummarySchema),
    message: call('what a message says, or what a fix asks for, exactly as it leaves', 'outbox')
      .input(z.object({ id: z.int() }))
      .output(outgoingSchema),
    checks: call(
      'what was checked of a message, each time that it was looked at, the last time first',
      'outbox',
      'verdict',
    )
      .input(z.object({ id: z.int() }))
      .output(z.array(un.preflightSchema)),
    drain: call('send what may leave now')
      .input(nothing)
      .output(z.object({ sent: z.int(), later: z.int(), refused: z.int(), unsure: z.int() })),
    approvals: call('messages that a second person must release, or those answered', 'approval', 'outbox')
      .input(z.object({ answered: z.boolean().default(false), batchId: z.string().optional(), ...page }))
      .output(z.array(ap.approvalViewSchema)),
    approve: call('release messages that wait for a second person').input(answerSchema).output(answeredSchema),
    decline: call('turn down messages that wait for a second person').input(answerSchema).output(answeredSchema),
    unsent: call('messages that were planned and did not leave, with why', 'unsent', 'outbox')
      .input(un.unsentFilterSchema.extend(page))
      .output(z.array(un.unsentSchema)),
    unsentCounts: call('how many did not leave, by ending and by check; of the last 30 days', 'unsent', 'outbox')
      .input(un.unsentPeriodSchema)
      .output(un.unsentCountsSchema),
    recall: call('take a message back before it leaves')
      .input(z.object({ id: z.int() }))
      .output(done),
    retry: call('put a refused message back in line')
      .input(z.object({ id: z.int() }))
      .output(done),
    settle: call('say what became of a message whose sending was cut off')
      .input(z.object({ id: z.int(), as: z.enum(['sent', 'send_again', 'cancel']) }))
      .output(done),
    allowReplay: call('let a workspace on a clock of its own send to real people')
      .input(z.object({ allowed: z.boolean() }))
      .output(done),
    pause: call('hold everything')
      .input(z.object({ paused: z.boolean() }))
      .output(done),
  },
  autopilot: {
    list: call(
      'each trigger’s autopilot: on or off, its cap, what it started, why it stopped',
      'autopilot',
      'trigger',
      'intervention',
      'outcome',
    ).output(z.array(auto.autopilotViewSchema)),
    set: call('switch a trigger’s autopilot on or off, with its cap for 24 hours')
      .input(auto.autopilotSetSchema)
      .output(done),
  },
  channel: {
    smtp: call('the SMTP server, without its password', 'setting').output(
      z.object({ setting: m.smtpSettingSchema.nullable(), hasPassword: z.boolean() }),
    ),
    setSmtp: call('set the SMTP server')
      .input(z.object({ setting: m.smtpSettingSchema, password: z.string().max(1000).optional() }))
      .output(done),
    list: call('channels, which of them can be used, and what is missing', 'setting').output(channelListSchema),
    set: call('set up a channel')
      .input(z.object({ id: z.string(), values: channelValuesSchema }))
      .output(done),
    setSecret: call("put a channel's secret into the keychain; empty forgets it")
      .input(z.object({ id: z.string(), secret: z.string().max(10_000) }))
      .output(z.object({ hasSecret: z.boolean() })),
    test: call('ask a channel whether it works, without reaching anybody')
      .input(z.object({ id: z.string() }))
      .output(z.object({ ok: z.boolean(), message: z.string() })),
    checkManifest: call('what is wrong in a manifest of a channel or of fixes, where')
      .input(z.object({ manifest: z.json(), of: z.enum(['messages', 'fixes']) }))
      .output(v.manifestCheckSchema),
    allowHost: call('let channels speak to one private host, or no longer')
      .input(z.object({ host: hostSchema, allowed: z.boolean() }))
      .output(done),
    testSmtp: call('connect and sign in, send nothing').output(z.object({ ok: z.boolean(), message: z.string() })),
  },
  action: {
    list: call('fixes that playbooks can make at other systems, and what is missing', 'setting').output(
      z.array(x.actionViewSchema),
    ),
    set: call('let playbooks use an action, with or without asking first')
      .input(z.object({ id: z.string(), enabled: z.boolean(), autoApprove: z.boolean().default(false) }))
      .output(done),
  },
  resolution: {
    list: call('fixes with what was seen before and after, newest first', 'resolution', 'outbox', 'approval')
      .input(z.object({ issueId: issueId.optional(), ...page }))
      .output(z.array(x.resolutionViewSchema)),
    judge: call('say whether a fix worked')
      .input(z.object({ outboxId: z.int().positive(), verdict: z.enum(['worked', 'failed']) }))
      .output(done),
  },
  outcome: {
    list: call('interventions and what followed', 'outcome', 'intervention', 'outbox')
      .input(z.object({ pending: z.boolean().default(true), ...page }))
      .output(z.array(m.outcomeViewSchema)),
    confirm: call('confirm or correct an outcome')
      .input(z.object({ interventionId: z.string(), outcome: m.outcomeSchema }))
      .output(done),
  },
  review: {
    summary: call('outcomes by trigger and playbook', 'outcome', 'intervention', 'issue', 'outbox')
      .input(m.reviewQuerySchema)
      .output(m.reviewSchema),
    cohort: call('the accounts behind a figure', 'outcome', 'intervention', 'outbox')
      .input(m.reviewCohortSchema.extend(page))
      .output(z.array(m.outcomeViewSchema)),
  },
  journal: {
    list: call('decisions, newest first', 'journal').input(z.object(page)).output(z.array(m.journalRowSchema)),
    verify: call('check the chain of hashes').output(
      z.object({ rows: z.int(), intact: z.boolean(), brokenAt: z.int().nullable() }),
    ),
    undo: call('take back a decision, or the last one')
      .input(z.object({ id: z.string().optional() }))
      .output(z.object({ undone: z.string(), journalId: z.string() })),
  },
  changes: call('which tables changed, as it happens').output(eventIterator(z.object({ tables: z.array(z.string()) }))),
}

export type Contract = typeof contract
