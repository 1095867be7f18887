import { z } from 'zod'
import type { JournalRow } from '../../../shared/model/journal.ts'
import { plainAddress } from '../../../shared/person/address.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import { sealedIds } from '../../cache/erased/seal.ts'
import { outboxKey } from '../../intervention/door.ts'

/**
 * What decisions made of customers, held against the decisions. It cannot be carried out again, because a start depended on
 * data that have changed since. But each row says which decision it comes from, and each decision which rows it made:
 *
 *   start ─▶ intervention, exposure ─▶ outbox (its key is a hash of the two) ─▶ approval, answered by a decision
 *                                 └─▶ outcome, judged by a decision
 *
 * Gives what differs, each by the name of its table and row.
 */
export function actedDifferences(db: ReadDb, rows: readonly JournalRow[]): string[] {
  const made = db.get(bornSample) === undefined ? () => false : (id: string) => id.startsWith('sample-')
  const sealed = sealedIds(rows)
  const starts = new Map(rows.flatMap(row => (STARTS[row.command] ? [[row.id, row] as const] : [])))
  const found = [
    ...startDifferences(db, starts, sealed),
    ...db
      .all(EXPOSURES)
      .filter(exposureDiffers)
      .map(({ id }) => `exposure ${id}`),
    ...db
      .all(MESSAGES)
      .filter(messageDiffers)
      .map(({ id, key }) => ({ id, what: `outbox ${key}` })),
    ...approvalDifferences(db, rows),
    ...outcomeDifferences(db, rows, made),
    ...db.all(BATCHES).map(({ id }) => `batch ${id}`),
  ]
  return found.flatMap(one => (typeof one === 'string' ? [one] : made(one.id) ? [] : [one.what])).sort()
}

/** The past of the sample is made up and stands in no journal. */
const bornSample = query("SELECT 1 FROM setting WHERE key = 'sample.bornAt'")
const ORIGINS = { 'intervention.start': 'person', 'autopilot.start': 'autopilot', 'intervention.startMany': 'bulk' }
const STARTS: Readonly<Record<string, string | undefined>> = ORIGINS

interface InterventionRow {
  id: string
  playbookId: string
  startedBy: string
  at: number
  origin: string
  batchId: string | null
  issue: string | null
}
const INTERVENTIONS = query<InterventionRow>(
  `SELECT v.id, v.playbook_id AS playbookId, v.started_by AS startedBy, v.exposed_at AS at, v.origin,
     v.batch_id AS batchId, i.uid AS issue FROM intervention v LEFT JOIN issue i ON i.id = v.issue_id`,
)
/** Where accounts were merged, issues may have gone into others, and interventions with them. */
const ANY_MERGE = query('SELECT 1 FROM merge LIMIT 1')

const startArgs = z.looseObject({ playbookId: z.string(), issueId: z.unknown(), issueIds: z.unknown() }).partial()

function startDifferences(db: ReadDb, starts: ReadonlyMap<string, JournalRow>, sealed: ReadonlySet<string>): string[] {
  const names = db.get(ANY_MERGE) === undefined
  const there = new Set<string>()
  const changed = db.all(INTERVENTIONS).filter(row => {
    there.add(row.id)
    const start = starts.get(row.id.replace(/\.\d+$/, ''))
    // One that no decision began at all is found elsewhere.
    if (!start) return false
    const args = startArgs.safeParse(start.args).data ?? {}
    const isNamed = [args.issueId, ...(Array.isArray(args.issueIds) ? args.issueIds : [])].includes(row.issue)
    return (
      row.playbookId !== args.playbookId ||
      row.startedBy !== start.actor ||
      row.at !== start.at ||
      row.origin !== STARTS[start.command] ||
      (row.batchId ?? start.id) !== start.id ||
      (names && start.version > 1 && !sealed.has(start.id) && !isNamed)
    )
  })
  // A start that was taken back keeps its row; of many, those that were refused have none.
  const gone = [...starts.values()].filter(({ id, command }) => ORIGINS_OF_ONE.has(command) && !there.has(id))
  return [...changed, ...gone].map(({ id }) => `intervention ${id}`)
}
const ORIGINS_OF_ONE = new Set(['intervention.start', 'autopilot.start'])

/** A start of many that is over says how many it began. */
const BATCHES = query<{ id: string }>(
  `SELECT substr(key, 7) AS id FROM setting WHERE key >= 'batch:' AND key < 'batch;'
     AND json_extract(value, '$.state') <> 'running'
     AND json_extract(value, '$.started') + json_extract(value, '$.held') + json_extract(value, '$.heldOut')
       <> (SELECT count(*) FROM intervention WHERE batch_id = substr(key, 7))`,
)

interface ExposureRow {
  id: string
  fits: 0 | 1 | null
  arm: string | null
  heldBy: string | null
}
const EXPOSURES = query<ExposureRow>(
  `SELECT v.id, e.arm, e.held_by AS heldBy,
     e.playbook_id = v.playbook_id AND e.playbook_version = v.playbook_version AND e.trigger_id = v.trigger_id
       AND e.arm = v.arm AND e.actor = v.started_by AND e.origin = v.origin AND e.assigned_at = v.exposed_at AS fits
   FROM intervention v LEFT JOIN exposure e ON e.intervention_id = v.id
   UNION ALL SELECT intervention_id, NULL, NULL, 0 FROM exposure
     WHERE intervention_id NOT IN (SELECT id FROM intervention)`,
)
const exposureDiffers = ({ fits, arm, heldBy }: ExposureRow): boolean =>
  fits !== 1 || (arm === 'control') !== (heldBy !== null)

interface MessageRow {
  id: string
  key: string
  step: number
  kind: string
  recipient: string
  payload: string
  isKnown: 0 | 1
}
const MESSAGES = query<MessageRow>(
  `SELECT intervention_id AS id, key, step, kind, recipient, payload,
     EXISTS (SELECT 1 FROM intervention v WHERE v.id = intervention_id) AS isKnown FROM outbox`,
)
const addressed = z.object({ key: z.string(), to: z.object({ address: z.string() }) })

function messageDiffers({ id, key, step, kind, recipient, payload, isKnown }: MessageRow): boolean {
  if (isKnown === 0 || key !== outboxKey(id, step)) return true
  // It holds nothing of an erased person.
  const said = kind === 'message' ? addressed.safeParse(JSON.parse(payload)).data : undefined
  return said !== undefined && (said.key !== key || plainAddress(said.to.address.trim()) !== recipient)
}

const ANSWERS = query<{ key: string; answer: string; by: string; at: number }>(
  `SELECT o.key, a.answer, a.answered_by AS by, a.answered_at AS at
   FROM approval a JOIN outbox o ON o.id = a.outbox_id WHERE a.answer IN ('approved', 'declined')`,
)
const answeredIds = z.object({ ids: z.array(z.unknown()) })
const ANSWERED_BY: Readonly<Record<string, string>> = { approved: 'outbox.approve', declined: 'outbox.decline' }

function approvalDifferences(db: ReadDb, rows: readonly JournalRow[]): string[] {
  const decided = new Set(
    rows.flatMap(({ command, version, actor, at, args }) =>
      Object.values(ANSWERED_BY).includes(command)
        ? (answeredIds.safeParse(args).data?.ids ?? []).map(id => answer(command, actor, at, version === 1 ? null : id))
        : [],
    ),
  )
  return db
    .all(ANSWERS)
    .filter(({ key, answer: how, by, at }) => {
      const command = ANSWERED_BY[how] ?? ''
      return !decided.has(answer(command, by, at, key)) && !decided.has(answer(command, by, at, null))
    })
    .map(({ key }) => `approval ${key}`)
}
/** Decisions of before named messages by their numbers, so only who answered and when can be told. */
const answer = (command: string, actor: string, at: number, key: unknown) => JSON.stringify([command, actor, at, key])

interface OutcomeRow {
  id: string
  judged: string | null
  judgedBy: string | null
  judgedAt: number | null
}
const OUTCOMES = query<OutcomeRow>(
  'SELECT intervention_id AS id, judged, judged_by AS judgedBy, judged_at AS judgedAt FROM outcome',
)
const confirmed = z.object({ interventionId: z.string(), outcome: z.string() })
const restored = z.object({
  interventionId: z.string(),
  before: z.object({ judged: z.string().nullable(), judgedBy: z.string().nullable(), judgedAt: z.number().nullable() }),
})

function outcomeDifferences(db: ReadDb, rows: readonly JournalRow[], made: (id: string) => boolean): string[] {
  const judged = new Map<string, [outcome: string | null, by: string | null, at: number | null]>()
  for (const { command, actor, at, args } of rows) {
    const one = command === 'outcome.confirm' ? confirmed.safeParse(args).data : undefined
    if (one) judged.set(one.interventionId, [one.outcome, actor, at])
    const back = command === 'outcome.restore' ? restored.safeParse(args).data : undefined
    if (back) judged.set(back.interventionId, [back.before.judged, back.before.judgedBy, back.before.judgedAt])
  }
  return db
    .all(OUTCOMES)
    .filter(row => {
      const [outcome, by, at] = judged.get(row.id) ?? [null, null, null]
      if (made(row.id) && !judged.has(row.id)) return false
      return row.judged !== outcome || row.judgedBy !== by || row.judgedAt !== at
    })
    .map(({ id }) => `outcome ${id}`)
}
