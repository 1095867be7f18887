import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { router } from '../../main/api/router.ts'
import type { Watch } from '../../main/cache/db.ts'
import { DATABASE } from '../../main/cache/open.ts'
import { answerAtDesk, type DeskQuestion } from '../../main/engine/acting/answer-at-desk.ts'
import type { Apart } from '../../main/engine/apart/apart.ts'
import { readApart } from '../../main/engine/apart/apart-reads.ts'
import type { Host } from '../../main/engine/host.ts'
import { adviceDecisions } from '../../main/measure/advice/decisions.ts'
import { triggerCards } from '../../main/measure/cards/trigger-cards.ts'
import { rowsBehind } from '../../main/measure/cohort/behind.ts'
import { reviewCohort } from '../../main/measure/cohort/drill.ts'
import { reviewFigures } from '../../main/measure/figures/figures.ts'
import { reviewSummary } from '../../main/measure/figures/summary.ts'
import type { Period } from '../../shared/period.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { anAccount, aReachableIssue, NOON } from './builders.ts'
import { aWorkspace } from './called-workspace.ts'
import { linksIn } from './links.ts'
import { referenceCodes } from './reference-codes.ts'
import { writeSmallShop } from './small-shop.ts'
import { putScores } from './trained-model.ts'

const PLAYBOOK = 'usage-check-in'
const NO_COMPARISON = { treated: { starts: 2, contacts: 1 }, control: { starts: 1, contacts: 0 }, sequence: null }
const FREE = { quietHours: { from: 0, to: 0 }, undoSeconds: 0 }

/** Hears what a call is made of: the statements that ran, and what is kept beside the tables. */
export interface Ears extends Pick<Watch, 'ran' | 'failed'> {
  beside(name: 'task' | 'secret'): void
}

/** A workspace with something of everything, and the ids that its calls can be asked about. */
export type Full = Awaited<ReturnType<typeof aFullWorkspace>>

const QUIET: Ears = { ran: () => {}, failed: () => {}, beside: () => {} }

/**
 * Most of it comes about by the commands that a person gives: a shop read from files, its firings and issues, outreach
 * in each state, a fix. The rest is what the world or weeks of work would add.
 */
export async function aFullWorkspace(ears: Ears) {
  const opened = await openedWith(ears)
  return asked(opened, ears, await fill(opened))
}

/** A copy of such a workspace, made once for each process, for tests that do not listen while it is made. */
export async function aFullCopy() {
  const { file, ...filled } = await fullOnce()
  return asked(await openedWith(QUIET, file), QUIET, filled)
}

/** Puts its file where a test reads or changes it. */
export const putFullFile = async (file: string): Promise<void> => writeFileSync(file, (await fullOnce()).file)

let made: Promise<Filled & { file: Buffer }> | undefined
const fullOnce = (): Promise<Filled & { file: Buffer }> => {
  made ??= openedWith(QUIET).then(async opened => ({ ...(await fill(opened)), file: opened.db.serialize() }))
  return made
}

type Opened = Awaited<ReturnType<typeof openedWith>>
type Filled = Awaited<ReturnType<typeof fill>>

async function openedWith({ beside, ...watch }: Ears, file?: Buffer) {
  const secrets = {
    get: async () => {
      beside('secret')
      return null
    },
    set: async () => {},
  }
  const { dir, host, call } = await aWorkspace({ watch: { now: () => 0, ...watch }, secrets }, null, file)
  const db = new Database(join(dir, DATABASE))
  onTestFinished(() => void db.close())
  return { dir, host, call, db }
}

/** Fills an empty workspace; what it answers holds for every copy of the file. */
async function fill({ call, db, dir }: Opened) {
  await call.workspace.setClock({ mode: 'fixed', at: NOON })
  await call.workspace.setGuardrails({ holdout: 0, ...FREE })
  const sourceId = await aReadShop(call, join(dir, 'files'))
  const { sourceId: systemId } = await call.source.add({ name: 'Stripe', kind: 'rest', config: { manifest: 'stripe' } })
  const [reachable, billed, sent] = await anOutreachOfEachKind(call, db)
  const incidentId = addWhatCommandsDoNot(db, { sourceId, sent, issue: reachable.issue })
  const outageId = addOutage(db, sent.account)
  addWords(db)
  const { playbook } = await call.playbook.get({ id: PLAYBOOK })
  return { sourceId, systemId, incidentId, outageId, reachable, billed, playbook }
}

/** The workspace with the ids that its calls can be asked about. */
function asked({ db, host }: Opened, { beside }: Ears, filled: Filled) {
  const ids = (sql: string) => db.prepare<[], number>(sql).pluck().all()
  return {
    ...{ db, host, ...filled },
    call: calledInThread(host, () => beside('task')),
    issues: ids('SELECT id FROM issue'),
    /** Those that something happened at, merged ones included. */
    accounts: ids('SELECT id FROM account WHERE id > 29'),
    links: linksIn(db),
    messages: ids('SELECT id FROM outbox'),
    codes: referenceCodes(db),
    interventions: db.prepare<[], string>('SELECT id FROM intervention').pluck().all(),
  }
}

/** An outage whose one account is marked; declared, it would give every account of the shop an issue. */
function addOutage(db: Database.Database, account: number): number {
  const mark = `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at, properties)
    VALUES (?, 1, 'service_outage', 'down/a1', 'open', ?, '{"sure":"certain"}')`
  db.prepare(mark).run(account, NOON - DAY)
  const row =
    db.prepare(`INSERT INTO outage (uid, dimension, component, state, sure, began_at, declared_at, declared_by,
    marked_as) VALUES ('down', 'feature', 'reports', 'open', '["certain"]', ?, ?, 'maya', 'open')`)
  return Number(row.run(NOON - DAY, NOON - DAY).lastInsertRowid)
}

/** As the background of a shell that stays does: every row is found by one word. */
function addWords(db: Database.Database): void {
  for (const kind of ['account', 'contact', 'object', 'issue', 'outbox', 'note'])
    db.exec(`INSERT OR IGNORE INTO words_${kind} (rowid, words) SELECT id, 'anything' FROM ${kind}`)
}

export type Call = Awaited<ReturnType<typeof aWorkspace>>['call']

/** Reads a small shop from files, one row of which belongs to no account. */
async function aReadShop(call: Call, dir: string): Promise<number> {
  const { files, addTicket } = writeSmallShop(dir, NOON)
  addTicket('Nobody', NOON - DAY)
  return readFiles(call, files)
}

/** Connects files as inspection proposes and reads them; gives the id of the source. */
export async function readFiles(call: Call, paths: string[]): Promise<number> {
  const streams = (await call.source.inspect({ paths })).flatMap(({ stream }) => stream ?? [])
  const { sourceId } = await call.source.add({ name: 'Shop', config: { streams } })
  await call.source.sync({ sourceId })
  return sourceId
}

type Reachable = ReturnType<typeof aReachableIssue>
type Sent = Reachable & { outboxId: number; interventionId: string }

/** Not started, waiting for a second person, refused, held out, sent, and one that begins with a fix. */
async function anOutreachOfEachKind(call: Call, db: Database.Database): Promise<[Reachable, Reachable, Sent]> {
  const [reachable, held, refused, control, gone, billed] = [0, 0, 0, 0, 0, 0].map(() => aReachableIssue(db)) as [
    ...[Reachable, Reachable, Reachable, Reachable, Reachable, Reachable],
  ]
  db.prepare("UPDATE issue SET category = 'billing' WHERE id = ?").run(billed.issue)
  db.prepare(
    `INSERT INTO object (account_id, source_id, kind, external_id, state, opened_at)
     VALUES (?, 1, 'invoice', 'in_1', 'open', 1)`,
  ).run(billed.account)
  await call.account.setConsent({ contactId: reachable.contact, topic: 'service', agreed: true })
  // Written past the decision, which would have the account evaluated: its signals are none that data bear out.
  db.prepare("INSERT INTO account_owner VALUES (?, 'kim', 'maya', 1)").run(reachable.account)
  db.prepare('DELETE FROM dirty WHERE account_id = ?').run(reachable.account)
  // A second version, which nobody has approved yet.
  await call.playbook.save((await call.playbook.get({ id: PLAYBOOK })).playbook)
  await call.intervention.start({ issueId: held.issue, playbookId: PLAYBOOK })
  const sent = await call.intervention.start({ issueId: gone.issue, playbookId: 'first-use-help' })
  const address = db.prepare('SELECT email FROM contact WHERE id = ?').pluck().get(refused.contact) as string
  await call.account.suppress({ address, reason: 'asked not to' })
  await call.intervention.start({ issueId: refused.issue, playbookId: PLAYBOOK }).catch(() => {})
  await call.action.set({ id: 'stripe.retry_payment', enabled: true, autoApprove: false })
  await call.workspace.setGuardrails({ holdout: 1, ...FREE })
  await call.intervention.start({ issueId: control.issue, playbookId: PLAYBOOK })
  await call.workspace.setGuardrails({ holdout: 0, ...FREE })
  await call.autopilot.set({ triggerId: 'usage-down', enabled: true, dailyCap: 1 })
  return [reachable, billed, { ...gone, outboxId: sent.outboxId ?? 0, interventionId: sent.interventionId }]
}

/** Merged accounts, a message that left, what followed it, and an incident, whose id is given. */
function addWhatCommandsDoNot(
  db: Database.Database,
  { sourceId, issue, sent }: { sourceId: number; issue: number; sent: Sent },
): number {
  const run = (sql: string, ...params: unknown[]) => db.prepare(sql).run(...params)
  const [leader, other, third] = [anAccount(db), anAccount(db), anAccount(db)]
  run('UPDATE account SET merged_into = ? WHERE id = ?', leader, other)
  run("INSERT INTO account_key (source_id, external_id, account_id) VALUES (?, 'K1', ?)", sourceId, leader)
  run(`INSERT INTO merge VALUES ('m1', ?, ?, 'domain', ?, 'maya', NULL, '{}')`, leader, other, NOON)
  run(
    `INSERT INTO merge_proposal VALUES (?, ?, 'domain', 'a.example', 0.5, ?, 'open', NULL, NULL)`,
    leader,
    third,
    NOON,
  )
  run(`UPDATE outbox SET state = 'sent', sent_at = ? WHERE id = ?`, NOON, sent.outboxId)
  run(
    `INSERT INTO resolution (outbox_id, intervention_id, issue_id, account_id, action, target, params, evidence_before)
     VALUES (?, ?, ?, ?, 'stripe.retry_payment', 'in_1', '{}', '[]')`,
    ...[sent.outboxId, sent.interventionId, sent.issue, sent.account],
  )
  run("UPDATE outcome SET proposal = 'quiet' WHERE intervention_id = ?", sent.interventionId)
  addColleagues(db, sent)
  run(
    `INSERT INTO step VALUES (?, 9, 1, 'task', 'open', ?, NULL, '{"title":"Call","details":"","due":1}')`,
    ...[sent.interventionId, NOON],
  )
  run("INSERT INTO held_back VALUES ('usage-down', ?, ?)", Math.floor(NOON / DAY), leader)
  const { lastInsertRowid: incident } = run(
    `INSERT INTO incident (uid, dimension, cause, state, began_at, found_at, last_at, usual)
     VALUES ('n-1', 'trigger', 'usage-down', 'open', ?, ?, ?, 0.1)`,
    ...[NOON - DAY, NOON, NOON],
  )
  run('INSERT INTO incident_issue VALUES (?, ?, ?, 0)', incident, issue, NOON - DAY)
  run(
    `INSERT INTO advice (id, playbook_id, advice, answer, reason, figures, decided_by, decided_at, look_at)
     VALUES ('advice-1', 'usage-check-in', 'pause', 'decline', 'A test', ?, 'maya', ?, ?)`,
    JSON.stringify(NO_COMPARISON),
    ...[NOON - 60 * DAY, NOON - 30 * DAY],
  )
  run(
    `INSERT INTO trigger_decision VALUES ('t-decision', 'usage-down', 'does_nothing', 'keep', 'A test', ?, 'maya', ?, ?)`,
    JSON.stringify({ firings: 2, followed: 1, closed: 1, wrong: 0, compared: NO_COMPARISON }),
    ...[NOON - 60 * DAY, NOON - 30 * DAY],
  )
  run(
    `UPDATE signal SET dimension = 'trigger', cause = 'usage-down', began_at = ? WHERE issue_id = ?`,
    ...[NOON - DAY, issue],
  )
  putScores(db, leader)
  return Number(incident)
}

/** The router over the engine, with the review and long reads answered in this thread, by the very functions that their own threads run. */
function calledInThread(host: Host, askedForTasks: () => void) {
  const engine = host.engine()
  const heard = {
    ...engine,
    review: {
      ...engine.review,
      summary: async (period: Period) => reviewSummary(engine.read, period),
      figures: async (...asked: Parameters<typeof engine.review.figures>) => reviewFigures(engine.read, ...asked),
      behind: async (...asked: Parameters<typeof engine.review.behind>) => rowsBehind(engine.read, ...asked),
      triggerCards: async (now: number) => triggerCards(engine.read, now),
      decisions: async (now: number) => adviceDecisions(engine.read, now),
      cohort: async (...asked: Parameters<typeof engine.review.cohort>) => reviewCohort(engine.read, ...asked),
    },
    desk: deskInThread(engine),
    apart: { ask: async (name, input) => readApart(engine.read, name, input) } satisfies Apart,
    tasks: {
      ...engine.tasks,
      list: () => {
        askedForTasks()
        return engine.tasks.list()
      },
    },
    idle: () => {
      askedForTasks()
      return engine.idle()
    },
  }
  return createRouterClient(router, { context: { host: { ...host, engine: () => heard, tasks: () => heard.tasks } } })
}

/** A note that mentions this person, and watches of theirs. */
function addColleagues(db: Database.Database, { issue, account }: Sent): void {
  const run = (sql: string, ...params: unknown[]) => db.prepare(sql).run(...params)
  run(
    "INSERT INTO note (id, uid, account_id, issue_id, author, at, text) VALUES (1, 'n1', ?, ?, 'kim', ?, 'Ask @maya')",
    ...[account, issue, NOON],
  )
  run("INSERT INTO mention VALUES (1, 'maya', NULL)")
  for (const [n, said, source] of [
    [1, 'note', 'n1'],
    [2, 'message', 'k'],
  ] as const)
    run(
      `INSERT INTO promise (uid, account_id, issue_id, owner, said, source, quote, said_at, due_at, state)
       VALUES (?, ?, ?, 'maya', ?, ?, 'By Friday', ?, ?, 'open')`,
      ...[`p${n}`, account, issue, said, source, NOON, NOON + n * DAY],
    )
  for (const of of [issue, null])
    run("INSERT INTO watch (actor, account_id, issue_id, seen_at) VALUES ('maya', ?, ?, ?)", account, of, NOON - DAY)
}

/** What the desk's thread answers, in this one; nothing of what preflight said is kept. */
const deskInThread = (engine: ReturnType<Host['engine']>): typeof engine.desk => {
  const ask = async (question: object) => {
    const who = { actor: engine.actor, now: engine.clock.now(), stamp: '' }
    return answerAtDesk(engine.read, { ...question, ...who } as DeskQuestion, new Map()) as never
  }
  return {
    ...engine.desk,
    list: (filter, page) => ask({ ask: 'list', filter, page }),
    counts: filter => ask({ ask: 'counts', filter }),
    facet: (filter, facet) => ask({ ask: 'facet', filter, facet }),
    place: (filter, of) => ask({ ask: 'place', filter, ...of }),
    hours: (filter, minutes) => ask({ ask: 'hours', filter, minutes }),
    reach: issueIds => ask({ ask: 'reach', issueIds }),
  }
}
