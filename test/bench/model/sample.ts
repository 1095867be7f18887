import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { query } from '../../../main/cache/db.ts'
import { openReader, readDb } from '../../../main/cache/open.ts'
import { measureOutcomes } from '../../../main/engine/learning/measured-outcomes.ts'
import { championOf, OutcomeRows, scoreAccounts } from '../../../main/predict/door.ts'
import { aucOf } from '../../../main/predict/learn/judge/auc.ts'
import { calibrationError, riskBins } from '../../../main/predict/learn/judge/goodness.ts'
import { BACKGROUND, HAZARDS } from '../../../main/source/sample/episode.ts'
import { truth } from '../../../main/source/sample/sample.ts'
import { ABOUT } from '../../../main/source/sample/treatment.ts'
import type { ReportCard } from '../../../shared/predict/report-card.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type BenchOptions, beside, type Line, wanted } from '../figure.ts'

const FORESTALL = resolve(import.meta.dirname, '../../../main/cli/forestall.ts')
const DAYS = 7
const SEED = 1
const HISTORY = 180

/** A training on the sample workspace, beside the hazards that really were at work at the moments that judge. */
export function* sampleFigures(options: BenchOptions): Iterable<Line> {
  const figures = ['sample.auc', 'sample.calibration_error', 'sample.category_loss', 'score.bytes']
  if (!figures.some(figure => wanted(options, figure))) return
  const dir = mkdtempSync(join(tmpdir(), 'forestall-sample-'))
  try {
    const workspace = join(dir, 'workspace')
    const run = (...words: string[]): string =>
      execFileSync(process.execPath, [FORESTALL, '--workspace', workspace, ...words], {
        env: { ...process.env, FORESTALL_USER_DATA: join(dir, 'data') },
        encoding: 'utf8',
        maxBuffer: 1e8,
      })
    run('init', '--sample', '--accounts', options.quick ? '1000' : '4000')
    run('call', 'ticket.setTopics', JSON.stringify({ rules: { property: 'topic', categories: topics(), level: 0.8 } }))
    run('tickets', 'classify')
    const card = JSON.parse(run('call', 'model.train', JSON.stringify({ days: DAYS }))) as ReportCard
    yield keptFigure(join(workspace, 'workspace.db'))
    const peer = oracleOn(join(workspace, 'workspace.db'), card)
    yield categoryFigure(card)
    const note = `signal ${card.signal}; judged by ${card.judged.rows} moments, ${card.judged.positives} with trouble; AUC ${card.auc.low.toFixed(3)} to ${card.auc.high.toFixed(3)}`
    yield { figure: 'sample.auc', unit: 'AUC', ...beside(card.model.auc, 'the true hazards', peer.auc), note }
    yield {
      ...{ figure: 'sample.calibration_error', unit: 'share' },
      ...beside(card.model.calibrationError, 'the true hazards', peer.calibrationError),
    }
  } finally {
    rmSync(dir, { recursive: true })
  }
}

/** What the sample’s tags of tickets are about, as an administrator would say it. */
const topics = (): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(ABOUT).map(([trouble, category]) => [trouble.replaceAll('_', ' '), category])),
  'general question': 'other',
})

/** How much less issues are mistaken by the risk of a ticket about their category than by that of any ticket. */
function categoryFigure({ categories }: ReportCard): Line {
  const judged = categories.flatMap(({ category, isOwn, model, any }) =>
    model && any ? [{ category, own: isOwn ? model.logLoss : any.logLoss, any: any.logLoss }] : [],
  )
  const mean = (of: (one: (typeof judged)[number]) => number) =>
    judged.reduce((sum, one) => sum + of(one), 0) / Math.max(1, judged.length)
  const own = categories.filter(({ isOwn }) => isOwn).map(({ category }) => category)
  return {
    ...{ figure: 'sample.category_loss', unit: 'loss' },
    ...beside(
      mean(({ own }) => own),
      'the risk of any ticket',
      mean(({ any }) => any),
    ),
    note: `scored by their own tickets: ${own.join(', ') || 'none'}`,
  }
}

/** Days over which accounts are scored again, one after the other, and accounts that are. */
const KEPT_DAYS = 28
const KEPT_ACCOUNTS = 200
/** Numbers of a row beside its features, and its three entries in indexes, as SQLite stores them. */
const ROW_BYTES = 100

/**
 * What scores take of the disk: accounts with an issue are scored once a day, and a score is kept where it changed by more
 * than rounding. Null where no model was chosen.
 */
function keptFigure(file: string): Line {
  const db = readDb(openReader(file))
  const champion = championOf(db)
  const figure = { figure: 'score.bytes', unit: 'bytes for each account and year' }
  if (!champion) return { ...figure, value: null, note: 'no model was chosen' }
  const { model, body } = champion
  const last = db.get(latestFact)?.at ?? 0
  const accounts = db.all(accountsWithIssue).map(({ id }) => id)
  let [rows, bytes] = [0, 0]
  const before = new Map<number, string>()
  for (let day = KEPT_DAYS; day >= 0; day--) {
    const at = last - day * DAY
    const moments = Float64Array.of(at)
    const table = new OutcomeRows(body.measures, moments, DAYS * DAY)
    const which = { first: 0, last: 0, listed: JSON.stringify(accounts) }
    table.add(measureOutcomes(db, body.measures, { ...which, moments, now: at }))
    for (const { account, risk, low, high, features } of scoreAccounts(
      { model, columns: body.columns },
      table.finish(),
      at,
    )) {
      const shown = [risk, low, high].map(share => Math.round(share * 1_000)).join()
      if (before.has(account) && before.get(account) !== shown) {
        rows++
        bytes += features.length + ROW_BYTES
      }
      before.set(account, shown)
    }
  }
  const changes = rows / Math.max(1, accounts.length) / KEPT_DAYS
  return {
    ...figure,
    value: Math.round((bytes / Math.max(1, accounts.length)) * (365 / KEPT_DAYS)),
    note: `an account that has an issue all year: ${(changes * 365).toFixed(0)} scores of ${Math.round(bytes / Math.max(1, rows))} bytes`,
  }
}

const accountsWithIssue = query<{ id: number }>(
  `SELECT DISTINCT account_id AS id FROM issue WHERE state <> 'closed' ORDER BY 1 LIMIT ${KEPT_ACCOUNTS}`,
)
const accountsOf = query<{ id: number; uid: string; began: number | null; churned: number | null }>(
  'SELECT id, uid, signed_up_at AS began, churned_at AS churned FROM account WHERE merged_into IS NULL',
)
const latestFact = query<{ at: number }>('SELECT max(at) AS at FROM event')
const contactsOf = query<{ account: number; at: number }>(
  "SELECT account_id AS account, opened_at AS at FROM object WHERE kind = 'ticket' AND opened_at IS NOT NULL",
)

/** Risks by the troubles under way at each moment that judged, and what followed. New troubles nobody can foresee. */
function oracleOn(file: string, { judged, horizonDays }: ReportCard): { auc: number; calibrationError: number } {
  const db = readDb(openReader(file))
  const now = db.get(latestFact)?.at ?? 0
  const horizon = horizonDays * DAY
  const contacts = Map.groupBy(db.all(contactsOf), ({ account }) => account)
  const [risks, labels]: [number[], number[]] = [[], []]
  for (let at = judged.from; at <= judged.to; at += horizon)
    for (const { id, uid, began, churned } of db.all(accountsOf)) {
      if ((began ?? 0) > at || (churned !== null && churned <= at)) continue
      const index = Number(/A-(\d+)$/.exec(uid)?.[1]) - 1
      risks.push(1 - Math.exp(-hazardOf(index, at, horizon, now)))
      const followed = (moment: number) => moment > at && moment <= at + horizon
      const isContact = contacts.get(id)?.some(({ at: moment }) => followed(moment)) ?? false
      labels.push(isContact || (churned !== null && followed(churned)) ? 1 : 0)
    }
  const truths = Uint8Array.from(labels)
  const all = Float64Array.from(risks)
  return { auc: aucOf(all, truths), calibrationError: calibrationError(riskBins(all, truths)) }
}

/** The sum of hazards over the days ahead of the troubles that are under way, and of the background. */
function hazardOf(index: number, at: number, horizon: number, now: number): number {
  let sum = ((BACKGROUND.contact + BACKGROUND.churn) * horizon) / DAY
  for (const { trouble, from, until, contactsAt } of truth(SEED, index, now, HISTORY).episodes) {
    // Who has not called by three days after it is over will not call because of it.
    const [calls, leaves] = [until + 3 * DAY - at, until - at]
    if (from > at || calls <= 0) continue
    const { contact, churn } = HAZARDS[trouble]
    if (contactsAt === null || contactsAt > at) sum += (contact * Math.min(horizon, calls)) / DAY
    sum += (churn * Math.min(horizon, Math.max(0, leaves))) / DAY
  }
  return sum
}
