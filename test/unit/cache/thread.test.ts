import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, it, onTestFinished } from 'vitest'
import { isDamage, isStorage } from '../../../main/cache/failure.ts'
import { startThread, type Thread, threadOnDemand } from '../../../main/cache/thread.ts'
import type { Wanted } from '../../helpers/answering-thread.ts'

const ENTRY = pathToFileURL(resolve(import.meta.dirname, '../../helpers/answering-thread.ts'))
const asked = (start: <Question, Reply>(entry: URL, workerData: unknown) => Thread<Question, Reply>) => {
  const thread = start<Wanted, string>(ENTRY, {})
  onTestFinished(thread.stop)
  return { ...thread, thrown: (wanted: Wanted) => thread.ask(wanted).catch((error: unknown) => error) }
}

it('what the storage answered to a thread, and what the thread refused, is told as if it had happened here', async () => {
  const { ask, thrown } = asked(startThread)
  expect(isDamage(await thrown('storage'))).toBe(true)
  expect(await thrown('refusal')).toMatchObject({ failure: { kind: 'conflict', why: 'Somebody was quicker.' } })
  expect(isStorage(await thrown('bug'))).toBe(false)
  expect(await ask('answer')).toBe('answered')
})

it('a thread that ended by an error is replaced at the next question, and not after it was stopped', async () => {
  const { ask, thrown, stop, isOver } = asked(threadOnDemand)
  expect(await thrown('end')).toBeInstanceOf(Error)
  expect(isOver()).toBe(true)
  expect(await ask('answer')).toBe('answered')
  await stop()
  expect(await thrown('answer')).toBeInstanceOf(Error)
})

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
