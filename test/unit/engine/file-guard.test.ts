import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createFileGuard } from '../../../main/engine/open/file-guard.ts'
import { createTasks } from '../../../main/engine/open/tasks.ts'
import { DAY, MINUTE } from '../../../shared/trigger/duration.ts'
import { aCache } from '../../helpers/cache.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { aFullFile, damagedCopy } from '../../helpers/damaged.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'
import { until } from '../../helpers/until.ts'

/** A guard of a file, on a clock that the test moves. */
function aGuard(dir: string, file: string) {
  const time = { now: Date.now() }
  const heard = { stopped: 0, resumed: 0, told: 0 }
  let n = 0
  const guard = createFileGuard({
    ...{ dir, file, stays: true, wall: () => time.now, closing: new AbortController().signal },
    writer: { stop: () => heard.stopped++, resume: () => heard.resumed++ },
    tasks: createTasks({ wall: () => time.now, ids: () => String(n++), onChange: () => {} }),
    onVerdict: () => heard.told++,
  })
  onTestFinished(() => guard.close())
  const settle = (ms: number) => {
    time.now += ms
    guard.tick()
  }
  /** As the schedule does: a tick while something runs does nothing, so it comes again. */
  const untilItIs = (holds: () => boolean) =>
    until(() => {
      guard.tick()
      return holds()
    })
  return { guard, heard, settle, untilItIs }
}

it('a whole file is checked and backed up, in threads, and two backups are kept', async () => {
  const { dir, file } = aCache()
  const { guard, settle, untilItIs } = aGuard(dir, file)
  settle(2 * MINUTE)
  await untilItIs(() => guard.state().checkedAt !== null)
  for (let day = 1; day <= 3; day++) {
    settle(DAY + 1)
    await untilItIs(() => guard.state().backups.length === Math.min(day, 2))
  }
  expect(guard.state().damaged).toBe(false)
})

it('damage stops what is written, and is told once', async () => {
  const dir = tempFolder()
  const whole = aFullFile(dir, 300)
  const file = join(dir, 'hurt.db')
  damagedCopy(whole, file, 5, 12)
  const { guard, heard, settle } = aGuard(dir, file)
  settle(2 * MINUTE)
  await expect.poll(() => guard.state().damaged).toBe(true)
  guard.damaged()
  settle(DAY)
  expect(heard).toEqual({ stopped: 1, resumed: 0, told: 1 })
  expect(guard.state().backups).toEqual([])
})

it('damage that a check of the whole file does not find is taken back, and writing goes on', async () => {
  const { dir, file } = aCache()
  const { guard, heard, settle } = aGuard(dir, file)
  guard.damaged()
  expect(guard.state().damaged).toBe(true)
  settle(0)
  await expect.poll(() => guard.state().damaged).toBe(false)
  expect(heard).toEqual({ stopped: 1, resumed: 1, told: 2 })
})

it('an end without closing is known at the next start', async () => {
  const { dir, file } = aCache()
  writeFileSync(join(dir, 'open.mark'), '')
  const { guard } = aGuard(dir, file)
  await guard.close()
  expect(existsSync(join(dir, 'open.mark'))).toBe(false)
})

it('a decision is taken again once the person who asked for a check hears that the file is sound', async () => {
  const { host, call } = await aWorkspace()
  host.engine().guard.damaged()
  await expect(call.workspace.setGuardrails({ holdout: 0.5 })).rejects.toMatchObject({ data: { kind: 'corrupt' } })
  expect(await call.workspace.check()).toEqual({ damaged: false })
  await call.workspace.setGuardrails({ holdout: 0.5 })
  expect((await call.workspace.guardrails()).holdout).toBe(0.5)
})

it('a workspace that was found damaged is read, refuses decisions in words, and says so', async () => {
  const { host, call } = await aWorkspace()
  host.engine().guard.damaged()
  expect((await call.workspace.safety()).damaged).toBe(true)
  await expect(call.workspace.setGuardrails({ holdout: 0.5 })).rejects.toMatchObject({ data: { kind: 'corrupt' } })
  expect((await call.workspace.guardrails()).holdout).toBe(0.05)
})
