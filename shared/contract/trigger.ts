import { z } from 'zod'
import { triggerViewSchema } from '../model/trigger.ts'
import { ms } from '../model/values.ts'
import {
  backtestAskSchema,
  backtestFiringSchema,
  backtestSchema,
  triggerActivitySchema,
  triggerWordsSchema,
} from '../trigger/backtest.ts'
import { triggerSchema } from '../trigger/trigger.ts'
import { call, done } from './call.ts'

export const trigger = {
  list: call('triggers with their firings', 'signal', 'trigger').output(z.array(triggerViewSchema)),
  setEnabled: call('switch a trigger on or off')
    .input(z.object({ id: z.string(), enabled: z.boolean() }))
    .output(done),
  save: call('create or change a trigger').input(triggerSchema).output(done),
  backtest: call('replay a trigger over the cached history').input(backtestAskSchema).output(backtestSchema),
  backtestMove: call('answer a replay with other thresholds, cooldown, cap, window or minutes')
    .input(z.object({ id: z.string(), definition: triggerSchema }))
    .output(backtestSchema),
  backtestData: call(
    'counts changes of what replays read; an answer from an earlier one is out of date',
    'account',
    'event',
    'object',
    'object_state',
    'stay_quantile',
  ).output(z.int()),
  backtestAccounts: call('the firings of a replay within a span, newest first')
    .input(z.object({ id: z.string(), definition: triggerSchema, from: ms, to: ms }))
    .output(z.array(backtestFiringSchema)),
  words: call(
    'event kinds, properties, object states and attributes that occur in the cache',
    'account',
    'event',
    'object',
  ).output(triggerWordsSchema),
  activity: call(
    'firings a week, open issues, and accounts held back by its daily cap, of each trigger',
    'held_back',
    'issue',
    'setting',
    'signal',
    'trigger',
  ).output(z.array(triggerActivitySchema)),
}
