import { z } from 'zod'
import { triggerViewSchema } from '../model/trigger.ts'
import { span } from '../model/values.ts'
import { keptAnswerSchema } from '../review/kept-answer.ts'
import {
  backtestAskSchema,
  backtestFiringSchema,
  backtestSchema,
  hindsightSchema,
  triggerActivitySchema,
  triggerWordsSchema,
} from '../trigger/backtest.ts'
import { triggerSchema } from '../trigger/trigger.ts'
import { call, done } from './call.ts'

export const trigger = {
  list: call(
    'list triggers with their firings, and what no source supplies of what they look at',
    'setting',
    'signal_count',
    'stream_kind',
    'trigger',
  ).output(z.array(triggerViewSchema)),
  setEnabled: call('turn a trigger on or off')
    .input(z.object({ id: z.string(), enabled: z.boolean() }))
    .output(done),
  save: call('create or change a trigger').input(triggerSchema).output(done),
  backtest: call('back-test a trigger on the cached history').input(backtestAskSchema).output(backtestSchema),
  keptBacktest: call('show a back-test as it was run last, and when', 'kept_answer', 'setting')
    .input(backtestAskSchema)
    .output(keptAnswerSchema(backtestSchema)),
  backtestMove: call('repeat a back-test with other thresholds, cooldown, cap, window or minutes')
    .input(z.object({ id: z.string(), definition: triggerSchema }))
    .output(backtestSchema),
  backtestLeave: call('let the history of a back-test go, as nobody looks at it any more')
    .input(z.object({ id: z.string() }))
    .output(z.object({ left: z.boolean() })),
  backtestData: call(
    'show the version of the data that back-tests use',
    'account',
    'event',
    'intervention',
    'object',
    'object_state',
    'outbox',
    'stay_quantile',
  ).output(z.int()),
  backtestAccounts: call('list the firings of a back-test in a period, newest first')
    .input(z.object({ id: z.string(), definition: triggerSchema, from: span, to: span }))
    .output(z.array(backtestFiringSchema)),
  backtestHindsight: call(
    'count which of the newest firings of a back-test a console could only have had with hindsight',
  )
    .input(z.object({ id: z.string(), definition: triggerSchema }))
    .output(hindsightSchema),
  words: call(
    'list event kinds, properties, object states and attributes in the cache',
    'account',
    'event',
    'object',
    'source',
  ).output(triggerWordsSchema),
  activity: call(
    'show each trigger’s firings a week, open issues and accounts held back by its daily cap',
    'held_back',
    'issue',
    'setting',
    'signal',
    'trigger',
  ).output(z.array(triggerActivitySchema)),
  keptActivity: call(
    'show the activity of each trigger as it was counted last, and when',
    'kept_answer',
    'setting',
  ).output(keptAnswerSchema(z.array(triggerActivitySchema))),
}
