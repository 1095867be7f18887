import { unwrap } from '../../shared/result.ts'
import { SECOND } from '../../shared/trigger/duration.ts'
import {
  finishTask,
  guardrailsOf,
  listTasks,
  previewOutreach,
  runView,
  startIntervention,
  stopRun,
} from '../intervention/door.ts'
import { api, journalled } from './whole/context.ts'

export const intervention = {
  preview: api.intervention.preview.handler(({ context: { engine }, input }) =>
    unwrap(previewOutreach(engine.read, input, engine.clock.now())),
  ),
  start: api.intervention.start.handler(async ({ context: { engine }, input }) => {
    const undoMs = guardrailsOf(engine.read).undoSeconds * SECOND
    const started = unwrap(await engine.decide(startIntervention, { ...input, wallNow: engine.clock.wall(), undoMs }))
    return { ...started.value, journalId: started.journalId }
  }),
  plan: api.intervention.plan.handler(async ({ context: { engine }, input }) => unwrap(await engine.bulk.plan(input))),
  startMany: api.intervention.startMany.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.bulk.startMany(input)),
  ),
  steps: api.intervention.steps.handler(({ context: { engine }, input }) =>
    unwrap(runView(engine.read, input.interventionId)),
  ),
  tasks: api.intervention.tasks.handler(({ context: { engine }, input }) => listTasks(engine.read, input)),
  taskDone: api.intervention.taskDone.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(finishTask, input)),
  ),
  stop: api.intervention.stop.handler(({ context: { engine }, input }) => journalled(engine.decide(stopRun, input))),
}
