import { z } from 'zod'
import { type Failure, FailureError } from '../../shared/result.ts'
import {
  type Backtest,
  type BacktestAsk,
  backtestSchema,
  triggerActivitySchema,
} from '../../shared/trigger/backtest.ts'
import type { Trigger } from '../../shared/trigger/trigger.ts'
import type { Asked, Engine } from '../engine/engine.ts'
import type { Replay } from '../engine/learning/backtests.ts'
import { proportion } from '../measure/door.ts'
import { type Answer, listTriggers, replayNotes, saveTrigger, setTriggerEnabled } from '../signal/door.ts'
import { api, journalled } from './whole/context.ts'

const refuse = (failure: Failure): never => {
  throw new FailureError(failure)
}

const gone = (): never =>
  refuse({
    kind: 'not_found',
    what: 'The back-test has expired.',
    why: 'The back-test was not used for a while, or another back-test was started.',
    todo: 'Run the back-test again.',
  })

const stopped = (): never =>
  refuse({
    kind: 'cancelled',
    what: 'The back-test was cancelled.',
    why: 'A person cancelled the back-test or started another one.',
    todo: 'Run the back-test again.',
  })

async function replayed(engine: Engine, replay: Replay, definition: Trigger): Promise<Backtest> {
  const figures = await replay.session.move(definition)
  return figures ? viewOf(replay, figures, replayNotes(engine.read, definition)) : gone()
}

function viewOf({ id, data, session: { span } }: Replay, found: Answer, notes: string[]): Backtest {
  const { decided, ...figures } = found
  return {
    ...figures,
    id,
    data,
    from: span.start,
    to: span.end,
    followed: proportion(found.tickets + found.left, decided),
    notes,
  }
}

const heldAs = (engine: Engine, id: string): Replay => engine.backtests.find(id) ?? gone()

/** Most accounts that one bar shows. */
const MOST = 500
/** Each firing is measured again at several moments, so only the newest are looked at for hindsight. */
const LOOKED = 200

const ofBacktest = (input: BacktestAsk): Asked => ({ name: 'trigger.backtest', input })
const ACTIVITY: Asked = { name: 'trigger.activity', input: null }

export const trigger = {
  list: api.trigger.list.handler(({ context: { engine } }) => listTriggers(engine.read)),
  setEnabled: api.trigger.setEnabled.handler(async ({ context: { engine }, input }) => {
    const done = await journalled(engine.decide(setTriggerEnabled, input))
    await engine.evaluate(true)
    return done
  }),
  save: api.trigger.save.handler(async ({ context: { engine }, input }) => {
    const done = await journalled(engine.decide(saveTrigger, input))
    await engine.evaluate(true)
    return done
  }),
  backtest: api.trigger.backtest.handler(async ({ context: { engine }, input, signal }) => {
    return engine.keeping.through(ofBacktest(input), async () => {
      const replay = await engine.backtests.run(input.definition, input.days, signal)
      return replay ? replayed(engine, replay, input.definition) : stopped()
    })
  }),
  keptBacktest: api.trigger.keptBacktest.handler(({ context: { engine }, input }) =>
    engine.keeping.find(ofBacktest(input), backtestSchema),
  ),
  backtestMove: api.trigger.backtestMove.handler(({ context: { engine }, input }) =>
    replayed(engine, heldAs(engine, input.id), input.definition),
  ),
  backtestLeave: api.trigger.backtestLeave.handler(({ context: { engine }, input }) => ({
    left: engine.backtests.leave(input.id),
  })),
  backtestData: api.trigger.backtestData.handler(({ context: { engine } }) => engine.backtests.data()),
  backtestAccounts: api.trigger.backtestAccounts.handler(async ({ context: { engine }, input }) => {
    const { session } = heldAs(engine, input.id)
    const found = await session.fired(input.definition, input.from, input.to, MOST)
    return (found ?? gone()).map(({ account, name, ...rest }) => ({ accountId: account, accountName: name, ...rest }))
  }),
  backtestHindsight: api.trigger.backtestHindsight.handler(async ({ context: { engine }, input }) => {
    const found = await heldAs(engine, input.id).session.hindsight(input.definition, LOOKED)
    return found ?? gone()
  }),
  words: api.trigger.words.handler(({ context: { engine } }) => engine.apart.ask('triggerWords', undefined)),
  activity: api.trigger.activity.handler(({ context: { engine } }) =>
    engine.keeping.through(ACTIVITY, () => engine.apart.ask('triggerActivity', engine.clock.now())),
  ),
  keptActivity: api.trigger.keptActivity.handler(({ context: { engine } }) =>
    engine.keeping.find(ACTIVITY, z.array(triggerActivitySchema)),
  ),
}
