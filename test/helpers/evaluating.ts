import { foldAndScore } from '../../main/issue/fold/fold.ts'
import { trainBaseRates } from '../../main/predict/base-rates.ts'
import { evaluate } from '../../main/signal/evaluate/evaluate.ts'
import type { TestCache } from './cache.ts'

/** One evaluation as the engine runs it: signals, a model of them, then issues. */
export async function run(cache: Pick<TestCache, 'writer' | 'read' | 'file'>, now: number, everything = false) {
  const evaluated = await evaluate({
    ...cache,
    now,
    everything,
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  const predict = await trainBaseRates({ ...cache, now })
  return { ...evaluated, ...(await foldAndScore({ ...cache, now, everybody: everything, predict })) }
}

export interface SignalRow {
  account_id: number
  trigger_id: string
  fired_at: number
  cleared_at: number | null
  issue_id: number | null
}

export const signals = (cache: Pick<TestCache, 'read'>): SignalRow[] =>
  cache.read.all<SignalRow>({
    sql: 'SELECT account_id, trigger_id, fired_at, cleared_at, issue_id FROM signal ORDER BY account_id, id',
    params: [],
  })

export interface IssueRow {
  id: number
  account_id: number
  category: string
  state: string
  band: number
  risk: number
  priority: number
  value_minor: number
  previous_id: number | null
  closed_because: string | null
  signal_count: number
  version: number
  kind: string
  firings: number
}

export const issues = (cache: Pick<TestCache, 'read'>): IssueRow[] =>
  cache.read.all<IssueRow>({
    sql: `SELECT i.id, account_id, category, state, band, risk, priority, value_minor, previous_id, closed_because,
            signal_count, i.version, m.kind, firings FROM issue i LEFT JOIN model m ON m.id = i.model_id ORDER BY i.id`,
    params: [],
  })
