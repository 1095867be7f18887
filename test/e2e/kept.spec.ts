import { join } from 'node:path'
import Database from 'better-sqlite3'
import { wrap } from '../../main/cache/db.ts'
import { keepAnswer } from '../../main/cache/kept/kept-answers.ts'
import { workspacesDir } from '../../main/engine/user-data.ts'
import { APP_VERSION } from '../../main/engine/version.ts'
import type { ReviewFigures } from '../../shared/review/figures.ts'
import { DAY } from '../../shared/trigger/duration.ts'
import { type Console, expect, idle, READY, test } from './fixture.ts'
import { go } from './steps.ts'

test.skip(({ shell }) => shell !== 'electron', 'the calls are read off the message port')

const KEPT = 'Figures of yesterday.'

/** From now on the page notes which calls it makes, and the answers; both as they go over its port. */
const listen = ({ page }: Console) =>
  page().evaluate(() => {
    const heard = { asked: [] as string[], answers: [] as string[] }
    const ports = new WeakSet<MessagePort>()
    const send = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (this: MessagePort, ...sent: unknown[]) {
      if (!ports.has(this)) {
        ports.add(this)
        this.addEventListener('message', ({ data }) => void heard.answers.push(String(data)))
      }
      heard.asked.push(String(sent[0]))
      return send.apply(this, sent as [unknown])
    } as typeof send
    Object.assign(globalThis, { heard })
  })

const heardBy = ({ page }: Console) =>
  page().evaluate(() => (globalThis as unknown as { heard: { asked: string[]; answers: string[] } }).heard)

const asks = async (console: Console) =>
  (await heardBy(console)).asked.filter(one => one.includes('/review/figures')).length

/** Keeps these figures as if they had taken long to count, a day ago. */
function keep({ userData }: Console, answer: ReviewFigures): void {
  const db = new Database(join(workspacesDir(userData), 'sample', 'workspace.db'))
  keepAnswer(
    wrap(db, () => {}),
    { name: 'review.figures', asked: { days: 30 }, program: APP_VERSION },
    { now: answer.now, countedAt: Date.now() - DAY, answer: JSON.stringify({ ...answer, headline: KEPT }) },
  )
  db.close()
}

test('figures that were kept give way to new ones for who stays, not for who passes through', async ({ console }) => {
  const page = console.page()
  const heading = page.getByRole('heading', { level: 1 })
  await listen(console)
  await go(page, 'r')
  await idle(page)
  const { answers } = await heardBy(console)
  const counted = answers.map(one => JSON.parse(one).p?.b?.json).find(answer => answer?.headline && answer.summary)
  expect(counted).toBeDefined()
  await go(page, 'q')
  await idle(page)
  keep(console, counted)

  // The page counts its seconds by a clock that stands still, so that passing through takes none of them.
  await page.clock.install()
  await page.reload()
  await page.locator(READY).waitFor({ state: 'attached' })
  await idle(page)
  await listen(console)
  await page.clock.pauseAt(Date.now() + 5_000)
  await go(page, 'r')
  // Answers are drawn with the next frame of that clock. They are there long before it has come to two seconds.
  await expect(async () => {
    await page.clock.runFor(50)
    await expect(heading).toHaveText(KEPT, { timeout: 200 })
  }).toPass({ intervals: [200] })
  await expect(page.locator('.review-counted')).toHaveText(/^Counted yesterday|^Counted .*ago/)
  await go(page, 'q')
  await page.clock.runFor(3_000)
  expect(await asks(console)).toBe(0)

  await go(page, 'r')
  await page.clock.resume()
  await expect(heading).toHaveText(counted.headline)
  await expect(page.locator('.review-counted')).toBeEmpty()
  expect(await asks(console)).toBe(1)
})
