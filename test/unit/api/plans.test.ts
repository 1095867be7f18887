import { describe, expect, it } from 'vitest'
import { callByName } from '../../../main/cli/call.ts'
import { attemptsAt } from '../../../main/engine/acting/channels.ts'
import { settingWebhook } from '../../../main/engine/acting/webhook-address.ts'
import { oldStandings } from '../../../main/issue/fold/standing.ts'
import { comesAfter } from '../../../main/issue/incident/write.ts'
import { dueIssues, issueDueAt, typicalIssues } from '../../../main/issue/life/due.ts'
import { latestScore } from '../../../main/predict/score/kept-reasons.ts'
import { oldScores, riskDueAt, staleRisks } from '../../../main/predict/score/kept-scores.ts'
import { promisesOfNote } from '../../../main/queue/promise/note-promises.ts'
import { saidOf, standingMerge, worthALook } from '../../../main/sync/identity/store.ts'
import { ASKED } from '../../helpers/asked-calls.ts'
import { aBigCache } from '../../helpers/big-cache.ts'
import { MANY } from '../../helpers/big-tables.ts'
import { NOON } from '../../helpers/builders.ts'
import { aFullWorkspace } from '../../helpers/full-workspace.ts'
import { indexesOf, planOf, readWhole, without } from '../../helpers/plans.ts'

const PAGE = 'it is in the order of the answer, and ends with its page'
const NEWEST = 'it looks at the newest so many, whatever there is'
const FEW = 'people make these by hand, so there are hundreds at most'
const COUNT = 'it counts them all, through the narrowest index'
const CARDS = 'a card is about everything that was ever started; it is counted in the thread of the review'
const SELDOM = 'it is asked once a day, where triggers ask for what is usual'

/** Tables of many rows that a statement reads from their beginning, and why that is well. */
const WHOLE: Record<string, string> = {
  'account.suppressions suppression': PAGE,
  'background account': 'every account is looked at after a trigger has changed; as many as a batch holds',
  'background journal': PAGE,
  'background object': SELDOM,
  'background object_state': NEWEST,
  'incident.list incident': PAGE,
  'journal.list journal': PAGE,
  'model.triggerCards account': CARDS,
  'model.triggerCards intervention': CARDS,
  'model.triggerCards issue': CARDS,
  'outbox.list outbox': PAGE,
  'outcome.list intervention': PAGE,
  'resolution.list resolution': FEW,
  'review.behind account': 'tickets of a week are found account by account, in a thread of its own',
  'review.cohort account': 'it lists the accounts of a segment once, in a thread of its own',
  'review.cohort outcome': 'it lists the starts of a rare figure once, in a thread of its own',
  'review.figures account': 'it counts how many were customers in each week, in a thread of its own',
  'review.figures outcome': 'it counts who judged how many, in a thread of its own',
  'source.quarantine quarantine': 'somebody looks through all that was set aside, in its order',
  'trigger.activity signal':
    'where signals are few beside the issues, it passes them in their order, in a thread of its own',
  'trigger.words account': NEWEST,
  'trigger.words event': NEWEST,
  'trigger.words object': NEWEST,
  'workspace.info account': COUNT,
  'workspace.info contact': COUNT,
}

/** Indexes that nothing asks for here: two that the next migration of their table may drop, and that of replays as known then. */
const LEFT_OVER = ['object_kind_open', 'past_account', 'signal_unfolded']

/** What the engine asks in states that the traced workspace is not in. */
const MORE = [
  settingWebhook,
  dueIssues(NOON),
  issueDueAt,
  typicalIssues,
  attemptsAt('a', 't'),
  latestScore(1, NOON),
  oldScores(NOON),
  oldStandings(NOON),
  riskDueAt,
  staleRisks(1, NOON, 9),
  saidOf(1),
  promisesOfNote('note'),
  standingMerge(1),
  worthALook([1]),
  { sql: comesAfter(1, null).write },
]

let traced: Promise<Map<string, string>> | null = null

/** Every statement, and the call that it came from. A plan knows nothing of the rows, so a small workspace will do. */
const statementsOnce = (): Promise<Map<string, string>> => {
  traced ??= traceAll()
  return traced
}

async function traceAll(): Promise<Map<string, string>> {
  const statements = new Map<string, string>()
  let from = 'background'
  const full = await aFullWorkspace({
    ran: sql => void (statements.has(sql) || statements.set(sql, from)),
    failed: error => expect.fail(error.message),
    beside: () => {},
  })
  await full.host.engine().evaluate(false)
  await full.call.outbox.drain({})
  await full.call.source.sync({ sourceId: full.sourceId })
  await full.call.incident.close({ id: full.incidentId })
  await full.call.journal.undo({})
  for (const [path, inputs] of Object.entries(ASKED)) {
    from = path
    for (const input of inputs(full)) await callByName(full.call, path, JSON.stringify(input))
  }
  for (const { sql } of MORE) statements.set(sql, 'background')
  return statements
}

describe('on a cache of realistic size', () => {
  it('no statement reads a table of many rows from its beginning, but for a reason', async () => {
    const statements = await statementsOnce()
    const { plain, analysed } = aBigCache()
    const grows = (table: string) =>
      (plain.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0) >= MANY
    const found = new Set<string>()
    for (const db of [plain, analysed])
      for (const [sql, path] of statements)
        for (const table of readWhole(db, sql)) if (grows(table)) found.add(`${path} ${table}`)
    expect([...found].sort()).toEqual(Object.keys(WHOLE).sort())
  })

  it('every index answers a statement that would be answered in another way without it', async () => {
    const statements = await statementsOnce()
    const { plain, analysed } = aBigCache()
    const indexes = plain.prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    const left = new Set(indexes.pluck().all())
    for (const db of [plain, analysed])
      for (const sql of statements.keys()) {
        const plan = planOf(db, sql)
        for (const index of indexesOf(plan).filter(name => left.has(name)))
          if (String(without(db, index, () => planOf(db, sql))) !== String(plan)) left.delete(index)
      }
    expect([...left]).toEqual(LEFT_OVER)
  })
})
