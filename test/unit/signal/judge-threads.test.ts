import { expect, it } from 'vitest'
import { startJudge } from '../../../main/signal/evaluate/judge.ts'
import { anAccount, NOON } from '../../helpers/builders.ts'
import { aCache } from '../../helpers/cache.ts'
import { threadsStarted } from '../../helpers/threads-started.ts'

function aJudge(accounts: number) {
  const { connection, read, file } = aCache()
  for (let n = 0; n < accounts; n++) anAccount(connection)
  return startJudge(read, { file, plans: [], now: NOON, from: NOON, everything: true })
}

it('one thread learns and judges in an evaluation', async () => {
  const judge = aJudge(26)
  const n = await threadsStarted(async () => {
    expect(await judge.learn([{ kind: 'ticket', quantile: 0.9 }], NOON)).toEqual([])
    expect(await judge.lives(['ticket'], NOON)).toHaveLength(0)
    const accounts = await judge.list()
    expect(accounts).toHaveLength(26)
    expect(await judge.judge([...accounts])).toMatchObject({ accounts: 26 })
    await judge.stop()
  })
  expect(n).toBe(1)
})

it('no thread is started for a few accounts where nothing is learned', async () => {
  const judge = aJudge(25)
  const n = await threadsStarted(async () => {
    expect(await judge.judge([...(await judge.list())])).toMatchObject({ accounts: 25 })
    await judge.stop()
  })
  expect(n).toBe(0)
})
