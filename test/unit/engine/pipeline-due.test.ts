import { expect, it } from 'vitest'
import { createPipeline } from '../../../main/engine/learning/pipeline.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { aPlaybook, aReachableIssue, aTrigger, aWorkspace, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { started } from '../../helpers/outreach.ts'

/** A started intervention, long after its window has ended; `runs` counts evaluations. */
async function longAfter() {
  const cache = aCache()
  aWorkspace(cache.connection)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  await started(cache, aReachableIssue(cache.connection).issue)
  const now = () => NOON + 60 * DAY
  let ids = 0
  let runs = 0
  const tasks = createTasks({ wall: now, ids: () => `task-${ids++}`, onChange: () => {} })
  const run: typeof tasks.run = (...asked) => {
    runs++
    return tasks.run(...asked)
  }
  const pipeline = createPipeline({
    ...cache,
    clock: { now, wall: now },
    tasks: { ...tasks, run },
    closing: new AbortController().signal,
  })
  await pipeline.run(false)
  return {
    pipeline,
    runs: () => runs,
    leave: () => cache.connection.exec(`UPDATE outbox SET state = 'sent', sent_at = ${NOON}`),
  }
}

it('an ended window makes nothing due while the message has not left, and makes its outcome due once it has', async () => {
  const { pipeline, runs, leave } = await longAfter()
  const before = runs()
  await pipeline.runIfDue()
  expect(runs()).toBe(before)
  leave()
  await pipeline.runIfDue()
  expect(runs()).toBe(before + 1)
  await pipeline.runIfDue()
  expect(runs()).toBe(before + 1)
})
