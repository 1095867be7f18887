import { unwrap } from '../../shared/result.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { listJournal, verifyJournal } from '../cache/journal.ts'
import { commands } from '../engine/open/commands.ts'
import { confirmOutcome, listOutcomes } from '../outcome/door.ts'
import { listTriggers, saveTrigger, setTriggerEnabled } from '../signal/door.ts'
import { api, journalled } from './context.ts'
import { journalEntries } from './journal-view.ts'

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
}

export const signal = {
  evaluate: api.signal.evaluate.handler(({ context: { engine }, input }) => engine.evaluate(input.everything)),
}

export const outcome = {
  list: api.outcome.list.handler(({ context: { engine }, input }) => listOutcomes(engine.read, input)),
  confirm: api.outcome.confirm.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(confirmOutcome, input)),
  ),
}

/** What is shown when nobody chose a period: the last 30 days. */
const PERIOD = 30 * DAY

export const review = {
  summary: api.review.summary.handler(({ context: { engine }, input }) => {
    const to = input.to ?? engine.clock.now()
    return engine.review.summary(input.from ?? to - PERIOD, to)
  }),
  cohort: api.review.cohort.handler(({ context: { engine }, input }) => {
    const to = input.to ?? engine.clock.now()
    return engine.review.cohort({ ...input, from: input.from ?? to - PERIOD, to })
  }),
}

export const journal = {
  list: api.journal.list.handler(({ context: { engine }, input }) =>
    journalEntries(engine.read, commands, listJournal(engine.read, input.limit, input.offset)),
  ),
  verify: api.journal.verify.handler(({ context: { engine } }) => verifyJournal(engine.read)),
  undo: api.journal.undo.handler(async ({ context: { engine }, input }) => unwrap(await engine.undo(input.id))),
}
