import { join } from 'node:path'
import type { Backtest } from '../../shared/backtest.ts'
import { type Failure, FailureError } from '../../shared/result.ts'
import type { Trigger } from '../../shared/trigger.ts'
import { DATABASE } from '../cache/open.ts'
import type { Engine } from '../engine.ts'
import { proportion } from '../measure/proportion.ts'
import { type BacktestSession, replayNotes, startBacktest } from '../signal/backtest.ts'
import type { Answer } from '../signal/backtest-answer.ts'
import { triggerActivity, triggerWords } from '../signal/words.ts'
import { api } from './context.ts'

/** How long a replay that nobody asks stays in memory, in ms. */
const IDLE = 120_000

/** The one replay of an engine: a person looks at one trigger at a time, and its series take memory. */
interface Held {
  id: string
  session: BacktestSession
  idle: NodeJS.Timeout
}
const held = new WeakMap<Engine, Held>()
const running = new WeakMap<Engine, string>()

async function drop(engine: Engine): Promise<void> {
  const before = held.get(engine)
  held.delete(engine)
  clearTimeout(before?.idle)
  await before?.session.close()
}

function hold(engine: Engine, id: string, session: BacktestSession): void {
  const idle = setTimeout(() => void drop(engine), IDLE)
  idle.unref()
  held.set(engine, { id, session, idle })
}

const refuse = (failure: Failure): never => {
  throw new FailureError(failure)
}

const gone = (): never =>
  refuse({
    kind: 'not_found',
    what: 'This replay is over.',
    why: 'It was not used for a while, or another trigger was replayed.',
    todo: 'Run the back-test again.',
  })

/** Measures in threads as a task that can be cancelled; a replay that still runs makes room. */
async function run(engine: Engine, definition: Trigger, days: number): Promise<Backtest> {
  const before = running.get(engine)
  if (before) engine.tasks.cancel(before)
  await drop(engine)
  const session = await engine.tasks.run(
    'evaluate',
    `Replaying “${definition.title}” over ${days} days`,
    async task => {
      running.set(engine, task.id)
      try {
        const { read, clock, dir } = engine
        const onProgress = (done: number, total: number) => task.progress(done, total, 'accounts')
        const run = {
          file: join(dir, DATABASE),
          read,
          definition,
          days,
          now: clock.now(),
          signal: task.signal,
          onProgress,
        }
        return { id: task.id, ...(await startBacktest(run)) }
      } catch (error) {
        if (task.signal.aborted) return null
        throw error
      } finally {
        if (running.get(engine) === task.id) running.delete(engine)
      }
    },
  )
  if (!session)
    return refuse({
      kind: 'cancelled',
      what: 'The back-test was stopped.',
      why: 'Somebody cancelled it, or began another one.',
      todo: 'Run it again.',
    })
  await drop(engine)
  hold(engine, session.id, session)
  const answer = await session.move(definition)
  return answer ? viewOf(session.id, session, answer, replayNotes(definition)) : gone()
}

function viewOf(id: string, { span }: BacktestSession, answer: Answer, notes: string[]): Backtest {
  const { decided, ...figures } = answer
  return {
    ...figures,
    id,
    from: span.start,
    to: span.end,
    followed: proportion(answer.tickets + answer.left, decided),
    notes,
  }
}

function heldAs(engine: Engine, id: string): BacktestSession {
  const found = held.get(engine)
  if (found?.id !== id) return gone()
  found.idle.refresh()
  return found.session
}

/** Most accounts that one bar shows. */
const MOST = 500

/** Calls about building and replaying triggers. */
export const triggerBacktest = {
  backtest: api.trigger.backtest.handler(({ context: { engine }, input }) => run(engine, input.definition, input.days)),
  backtestMove: api.trigger.backtestMove.handler(async ({ context: { engine }, input }) => {
    const session = heldAs(engine, input.id)
    const answer = await session.move(input.definition)
    return answer ? viewOf(input.id, session, answer, replayNotes(input.definition)) : gone()
  }),
  backtestAccounts: api.trigger.backtestAccounts.handler(async ({ context: { engine }, input }) => {
    const found = await heldAs(engine, input.id).fired(input.definition, input.from, input.to, MOST)
    return (found ?? gone()).map(({ account, name, ...rest }) => ({ accountId: account, accountName: name, ...rest }))
  }),
  words: api.trigger.words.handler(({ context: { engine } }) => triggerWords(engine.read)),
  activity: api.trigger.activity.handler(({ context: { engine } }) => triggerActivity(engine.read, engine.clock.now())),
}
