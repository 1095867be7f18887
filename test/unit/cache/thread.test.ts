import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { isDamage, isStorage } from '../../../main/cache/failure.ts'
import { startThread, threadOnDemand } from '../../../main/cache/thread.ts'
import type { Wanted } from '../../helpers/answering-thread.ts'

const ENTRY = pathToFileURL(resolve(import.meta.dirname, '../../helpers/answering-thread.ts'))
const asked = (start: typeof startThread) => {
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
