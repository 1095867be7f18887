import { afterEach, expect, it } from 'vitest'
import { type Thread, threadOnDemand } from '../../../main/cache/thread.ts'

const COUNTING = new URL('../../helpers/counting-thread.ts', import.meta.url)

let stop = async () => {}
afterEach(() => stop())

/** A thread that says which of its questions this is, and the moment at which nobody has asked it for long enough. */
function aThread() {
  let waited: (() => void) | null = null
  const thread: Thread<null, number> = threadOnDemand(COUNTING, null, run => {
    waited = run
    return () => {
      waited = null
    }
  })
  stop = thread.stop
  return { ask: () => thread.ask(null), waits: () => waited !== null, wait: () => waited?.() }
}

it('a thread is kept between two questions that follow one another closely', async () => {
  const { ask } = aThread()
  expect([await ask(), await ask()]).toEqual([1, 2])
})

it('a thread that nobody asks for a while ends, and the next question starts another one', async () => {
  const { ask, wait } = aThread()
  await ask()
  wait()
  expect(await ask()).toBe(1)
})

it('a thread does not count as idle while a question is still unanswered', async () => {
  const { ask, waits } = aThread()
  const both = [ask(), ask()]
  await both[0]
  expect(waits()).toBe(false)
  await both[1]
  expect(waits()).toBe(true)
})
