import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { type Console, idle } from '../../e2e/fixture.ts'
import { memoryOf, threadTime, wakeupsOf } from './processes.ts'
import { framesOf, framesOfPeer } from './scrolling.ts'

/** What has not been painted by then never will be, ms. */
const LATEST = 20_000

/** CPU time of the page's main thread and of the engine's, in ms since their start. */
interface Cpu {
  page: number
  engine: number
}

/** Acts on the page and tells how long it took until everything was painted, in ms. */
export interface Meter {
  /** A key on the queue. */
  press(key: string): Promise<number>
  /** Typing into the palette, until its results are there. */
  search(text: string): Promise<number>
  /** To another screen. */
  go(letter: string): Promise<number>
  cpu(): Promise<Cpu>
  /** Scrolls the queue for a while; how long each frame took, in ms. */
  scroll(): Promise<number[]>
  /** The same for plain rows of the same height in a window of the same app. */
  scrollPeer(rows: number): Promise<number[]>
  /** Memory of all processes of the app, each shared page counted once, in MB. */
  memory(): number
  /** Waits until nothing is left to do and the threads that nobody asks have ended. */
  rest(): Promise<void>
  /** How often any thread of the app woke up, a second, while nobody did anything. */
  wakeups(): Promise<number>
}

/** Threads on demand have ended and the page has given its memory back by then, ms. */
const AT_REST = 30_000
/** Wake-ups are counted for so long, ms. */
const COUNTED = 10_000

/** Nothing on the screen has changed for so long: whatever was asked for is there, ms. */
const UNCHANGED = 120

/**
 * Runs in the page: tells when the last thing was painted that a key press changed. It is over once nothing is loading any
 * more and nothing has changed for a while, so that what comes late, card by card, counts too. The footer does not count: it
 * tells the time.
 */
const WATCH = `
  const still = () => !document.querySelector('main [role="status"][aria-label^="Loading"], main .row.loading, [data-loading="true"]')
  window.__began = 0
  let last = 0
  let unpainted = 0
  addEventListener('keydown', event => { window.__began = event.timeStamp }, { capture: true })
  const counts = ({ target }) => target === document.body || (target.parentElement ?? target).closest('main, [role="dialog"]')
  const paint = () => {
    unpainted++
    requestAnimationFrame(() => setTimeout(() => {
      last = performance.now()
      unpainted--
    }))
  }
  new MutationObserver(records => { if (records.some(counts)) paint() })
    .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
  window.__painted = changed => new Promise(done => {
    const timer = setInterval(() => {
      // A long task may end between a change and its frame: the change is not painted yet, and time has passed.
      if (unpainted > 0 || last < window.__began || performance.now() - last < ${UNCHANGED} || !changed() || !still()) return
      clearInterval(timer)
      done(last - window.__began)
    }, 20)
  })`

/** The palette shows something with this text in it, or says that there is nothing. */
const foundBy = (text: string): string => `(() => {
  const shown = document.querySelector('[role="dialog"]')?.textContent.toLowerCase() ?? ''
  const hits = [...document.querySelectorAll('[role="dialog"] [data-action]')].map(hit => hit.textContent.toLowerCase())
  return hits.some(hit => hit.includes(${JSON.stringify(text.toLowerCase())})) || shown.includes('nothing is found under these words')
})()`

export async function createMeter(console: Console): Promise<Meter> {
  const page = console.page()
  await page.evaluate(WATCH)
  const enginePid = await console.enginePid()
  const main = console.app().process().pid ?? 0
  const pagePid = await console
    .app()
    .evaluate(
      ({ app, BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? app.getAppMetrics().length,
    )

  const painted = (changed: string): Promise<number> => page.evaluate(`window.__painted(() => ${changed})`)
  const acted = async (changed: string, act: () => Promise<void>): Promise<number> => {
    const late = sleep(LATEST, null, { ref: false })
    const done = painted(changed)
    await act()
    const took = await Promise.race([done, late])
    if (took === null) throw new Error(`nothing new was painted within ${LATEST / 1_000} s`)
    return took
  }
  return {
    press: async key => {
      const before = await selected(page)
      return acted(`document.querySelector('.row.on')?.dataset.issue !== ${JSON.stringify(before)}`, () =>
        page.keyboard.press(key),
      )
    },
    search: async text => {
      await page.keyboard.press('Control+k')
      await page.locator('[role="dialog"] input').waitFor()
      await page.keyboard.type(text.slice(0, -1))
      const rest = text.slice(-1)
      const took = await acted(foundBy(text), () => page.keyboard.type(rest))
      await page.keyboard.press('Escape')
      await page.locator('[role="dialog"]').waitFor({ state: 'hidden' })
      return took
    },
    go: async letter => {
      // The second stroke must follow within 1.2 s, so nothing else is asked between the two.
      const before = await page.evaluate('location.hash')
      return acted(`location.hash !== ${JSON.stringify(before)}`, async () => {
        await page.keyboard.press('g')
        await page.keyboard.press(letter)
      })
    },
    cpu: async () => ({ page: threadTime(pagePid), engine: threadTime(enginePid) }),
    scroll: () => framesOf(page),
    scrollPeer: rows => framesOfPeer(console.app(), page, rows),
    memory: () => memoryOf(main),
    rest: async () => {
      // Made-up runs of a million rows are moved on for longer than anybody measures. Who still waited for the end of it
      // would look at the page in each frame, and keep it awake.
      await idle(page, AT_REST).catch(() => {})
      await sleep(AT_REST)
    },
    wakeups: async () => {
      const before = wakeupsOf(main)
      await sleep(COUNTED)
      return ((wakeupsOf(main) - before) * 1_000) / COUNTED
    },
  }
}

const selected = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector<HTMLElement>('.row.on')?.dataset.issue ?? null)
