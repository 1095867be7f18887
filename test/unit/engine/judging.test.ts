import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tableAskSchema } from '../../../shared/predict/table-ask.ts'
import { anEngine } from '../../helpers/engine.ts'
import { until } from '../../helpers/until.ts'

const askFor = (file: string) => tableAskSchema.parse({ file, label: 'churned' })
const rows = (n: number) =>
  Array.from({ length: n }, (_, at) => `${(at * 37) % 101},${(at * 53) % 17},${(at * 37) % 101 > 60 ? 'yes' : 'no'}`)

it('judges a file of the workspace’s folder in a thread, as a task that says how far it is', async () => {
  const { engine } = await anEngine()
  writeFileSync(join(engine.dir, 'data.csv'), ['days,seats,churned', ...rows(300)].join('\n'))
  const found = await engine.judging.table(askFor('data.csv'))
  expect(found).toMatchObject({ rows: 300, signal: 'found', suspects: [{ column: 'days', why: 'alone' }] })
  expect(engine.tasks.list()).toMatchObject([{ kind: 'analyse', state: 'done', done: 100, total: 100 }])
})

it('says what is wrong with a file, and fails the task', async () => {
  const { engine } = await anEngine()
  await expect(engine.judging.table(askFor('none.csv'))).rejects.toThrow('There is no such file.')
  expect(engine.tasks.list()).toMatchObject([{ kind: 'analyse', state: 'failed' }])
})

it('can be cancelled as a task, and by who asked', async () => {
  const { engine } = await anEngine()
  writeFileSync(join(engine.dir, 'big.csv'), ['days,seats,churned', ...rows(60_000)].join('\n'))
  const running = engine.judging.table(askFor('big.csv'))
  await until(() => engine.tasks.list().some(({ done }) => done > 0))
  expect(engine.tasks.cancel(engine.tasks.list()[0]?.id ?? '')).toBe(true)
  expect(await running).toBeNull()
  const asked = new AbortController()
  const again = engine.judging.table(askFor('big.csv'), asked.signal)
  asked.abort()
  expect(await again).toBeNull()
})
