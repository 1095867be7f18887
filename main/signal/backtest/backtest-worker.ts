import { workerData } from 'node:worker_threads'
import type { Hindsight } from '../../../shared/trigger/backtest.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { query } from '../../cache/db.ts'
import { openReader, readDb } from '../../cache/open.ts'
import { answerQuestions } from '../../cache/thread.ts'
import { type Answer, type Fired, type Replayed, replay } from './answer.ts'
import { measureAccounts, type Replayable, type Wanted } from './gather.ts'
import { hindsightOf } from './hindsight.ts'
import { buffersOf, type Measured } from './measured.ts'
import type { ReplaySpan } from './runs.ts'

/** What the thread is started with. */
export interface BacktestWorkerTask {
  file: string
}
/** Measures a range and hands it over; takes ranges over and answers from them; or names the accounts behind a bar. */
export type BacktestQuestion =
  | { ask: 'measure'; definition: Replayable; span: ReplaySpan; range: Wanted }
  | { ask: 'adopt'; parts: Measured[] }
  | { ask: 'replay'; definition: Trigger; span: ReplaySpan }
  | { ask: 'hindsight'; definition: Trigger; span: ReplaySpan; limit: number }
  | { ask: 'fired'; definition: Trigger; span: ReplaySpan; from: number; to: number; limit: number }
export type BacktestReply =
  | { reply: 'measured'; part: Measured }
  | { reply: 'adopted' }
  | { reply: 'answer'; answer: Answer }
  | { reply: 'hindsight'; hindsight: Hindsight }
  | { reply: 'fired'; firings: (Fired & { name: string })[] }

const task = workerData as BacktestWorkerTask
const connection = openReader(task.file)
const db = readDb(connection)
let parts: Measured[] = []
/** The last replay: clicking a bar asks for what has just been drawn. */
let last: { key: string; replayed: Replayed } | null = null

const nameOf = (id: number) => query<{ name: string }>('SELECT name FROM account WHERE id = ?', [id])

function replayed(definition: Trigger, span: ReplaySpan): Replayed {
  const key = JSON.stringify([definition, span])
  if (last?.key !== key) last = { key, replayed: replay(parts, definition, span) }
  return last.replayed
}

function answer(question: BacktestQuestion, progress: (done: number) => void): [BacktestReply, ArrayBuffer[]?] {
  if (question.ask === 'measure') {
    // One transaction: what is synced meanwhile is for the next replay.
    connection.exec('BEGIN')
    try {
      const part = measureAccounts(db, question.definition, question.span, question.range, progress)
      return [{ reply: 'measured', part }, buffersOf(part)]
    } finally {
      connection.exec('COMMIT')
    }
  }
  if (question.ask === 'adopt') {
    parts = question.parts
    last = null
    return [{ reply: 'adopted' }]
  }
  const { answer: figures, fired } = replayed(question.definition, question.span)
  if (question.ask === 'replay') return [{ reply: 'answer', answer: figures }]
  if (question.ask === 'hindsight') {
    const newest = [...fired].sort((a, b) => b.at - a.at).slice(0, question.limit)
    return [{ reply: 'hindsight', hindsight: hindsightOf(db, question.definition, newest) }]
  }
  const { from, to, limit } = question
  const firings = fired
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
    .map(one => ({ ...one, name: db.get(nameOf(one.account))?.name ?? '' }))
  return [{ reply: 'fired', firings }]
}

answerQuestions(answer)
