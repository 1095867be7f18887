import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { experimentAskSchema } from '../../../shared/experiment/ask.ts'
import { anEngine } from '../../helpers/engine.ts'
import { until } from '../../helpers/until.ts'

const askFor = (path: string) =>
  experimentAskSchema.parse({ from: { kind: 'file', path }, arm: 'arm', metrics: [{ column: 'contacted' }] })

it('judges a file of the workspace’s folder in a thread, as a task that says how far it is', async () => {
  const { engine } = await anEngine()
  const rows = Array.from(
    { length: 200 },
    (_, n) => `${n % 2 === 0 ? 'control' : 'mail'},${n % 3 === 0 ? 'yes' : 'no'}`,
  )
  writeFileSync(join(engine.dir, 'mail.csv'), ['arm,contacted', ...rows].join('\n'))
  const found = await engine.experiments.analyse(askFor('mail.csv'))
  expect(found).toMatchObject({ rows: 200, units: 200, control: 'control', problems: [] })
  expect(engine.tasks.list()).toMatchObject([{ kind: 'analyse', state: 'done', unit: 'bytes' }])
  expect(engine.tasks.list()[0]?.done).toBeGreaterThan(0)
})

it('says what is wrong with a file, and fails the task', async () => {
  const { engine } = await anEngine()
  await expect(engine.experiments.analyse(askFor('none.csv'))).rejects.toThrow('There is no such file.')
  expect(engine.tasks.list()).toMatchObject([{ kind: 'analyse', state: 'failed' }])
})

it('can be cancelled as a task, and by who asked', async () => {
  const { engine } = await anEngine()
  writeFileSync(join(engine.dir, 'big.csv'), `arm,contacted\n${'control,yes\nmail,no\n'.repeat(200_000)}`)
  const running = engine.experiments.analyse(askFor('big.csv'))
  await until(() => engine.tasks.list().some(({ done }) => done > 0))
  expect(engine.tasks.cancel(engine.tasks.list()[0]?.id ?? '')).toBe(true)
  expect(await running).toBeNull()
  const asked = new AbortController()
  const again = engine.experiments.analyse(askFor('big.csv'), asked.signal)
  asked.abort()
  expect(await again).toBeNull()
})
