import { expect, it, onTestFinished } from 'vitest'
import { tryLead } from '../../../main/cache/leader.ts'
import { createLeadership } from '../../../main/engine/open/leadership.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

/** A process that would lead a folder; `reconcile` is counted and may be replaced. */
function aProcess(dir = tempFolder(), reconcile: () => Promise<void> = async () => {}) {
  const process = { dir, reconciled: 0, turned: 0 }
  const leadership = createLeadership({
    dir,
    reconcile: () => {
      process.reconciled++
      return reconcile()
    },
    turned: () => {
      process.turned++
    },
  })
  onTestFinished(leadership.release)
  return Object.assign(process, { leadership })
}

it('marks what was in flight once, before anybody is told that it leads', async () => {
  const marked = Promise.withResolvers<void>()
  const one = aProcess(undefined, () => marked.promise)
  const answers: boolean[] = []
  const asked = [one.leadership.lead(), one.leadership.lead()].map(async lead => answers.push(await lead))
  await Promise.resolve()
  expect([answers, one.leadership.leads()]).toEqual([[], false])
  marked.resolve()
  await Promise.all(asked)
  expect([answers, one.leadership.leads(), await one.leadership.lead()]).toEqual([[true, true], true, true])
  expect(one.reconciled).toBe(1)
})

it('does not lead while marking fails, and tries again with the next call', async () => {
  let full = true
  const one = aProcess(undefined, async () => {
    if (full) throw new Error('The disk is full.')
  })
  await expect(one.leadership.lead()).rejects.toThrow('full')
  expect([one.leadership.leads(), tryLead(one.dir)]).toEqual([false, null])
  full = false
  expect(await one.leadership.lead()).toBe(true)
  expect(one.reconciled).toBe(2)
})

it('follows while another process leads, marks nothing then, and leads once that one lets go', async () => {
  const first = aProcess()
  const second = aProcess(first.dir)
  expect([await first.leadership.lead(), await second.leadership.lead()]).toEqual([true, false])
  expect([first.leadership.follows(), second.leadership.follows(), second.reconciled]).toEqual([false, true, 0])
  // Screens are told once, not at every try.
  await second.leadership.lead()
  expect([first.turned, second.turned]).toEqual([0, 1])
  first.leadership.release()
  expect([await second.leadership.lead(), second.leadership.follows(), second.reconciled]).toEqual([true, false, 1])
  expect(second.turned).toBe(2)
})

it('never leads again after it has let go', async () => {
  const one = aProcess()
  await one.leadership.lead()
  one.leadership.release()
  expect([await one.leadership.lead(), one.leadership.leads()]).toEqual([false, false])
  const lock = tryLead(one.dir)
  onTestFinished(() => lock?.release())
  expect(lock).not.toBeNull()
})
