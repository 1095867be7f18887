import { expect, it } from 'vitest'
import { createIdle } from '../../../main/engine/idle.ts'
import { ok, unwrap } from '../../../shared/result.ts'
import { aKind, anEngine, aRestSource } from '../../helpers/scheduled.ts'
import { scripted } from '../../helpers/scripted-source.ts'

function anIdle(turns: boolean) {
  const engine = { busy: false, announced: 0 }
  const idle = createIdle({
    turns,
    busy: () => engine.busy,
    announce: () => {
      engine.announced++
    },
  })
  return { idle, engine }
}

it('work in several pieces is over when the last piece is, however it ends', async () => {
  const { idle } = anIdle(false)
  const pieces = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const work = idle.during(async () => {
    for (const { promise } of pieces) await promise
  })
  expect(idle.answer()).toBe(false)
  pieces[0].resolve()
  await Promise.resolve()
  expect(idle.answer()).toBe(false)
  pieces[1].reject(new Error('away'))
  await expect(work).rejects.toThrow('away')
  expect(idle.answer()).toBe(true)
})

it('a change is followed by a whole turn before there is rest', () => {
  const { idle } = anIdle(true)
  expect(idle.answer()).toBe(false)
  idle.turn()()
  expect(idle.answer()).toBe(true)
  const over = idle.turn()
  expect(idle.answer()).toBe(false)
  // This turn may have looked already when the change came.
  idle.changed(['issue'])
  over()
  expect(idle.answer()).toBe(false)
  idle.turn()()
  expect(idle.answer()).toBe(true)
  idle.changed(['task'])
  expect(idle.answer()).toBe(true)
})

it('the change to rest is announced once after a no, and never unasked', () => {
  const { idle, engine } = anIdle(true)
  idle.turn()()
  expect(engine.announced).toBe(0)
  engine.busy = true
  expect(idle.answer()).toBe(false)
  idle.turn()()
  expect(engine.announced).toBe(0)
  engine.busy = false
  idle.turn()()
  idle.turn()()
  expect(engine.announced).toBe(1)
})

it('an engine is at rest only when what it read has been evaluated, and says so', async () => {
  const reading = Promise.withResolvers<void>()
  const slow = aKind(async () => {
    await reading.promise
    return ok(scripted([]))
  })
  const { engine } = await anEngine({ rest: slow })
  const source = await aRestSource(engine, 'Desk')
  const atRest = new Promise<void>(done => {
    engine.changes.subscribe('changed', ({ tables }) => {
      if (tables.includes('task') && engine.idle()) done()
    })
  })
  const synced = engine.sync(source)
  expect(engine.idle()).toBe(false)
  reading.resolve()
  unwrap(await synced)
  await atRest
  expect(engine.tasks.list().filter(({ state }) => state === 'running')).toEqual([])
})
