import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Console } from '../../e2e/fixture.ts'

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
  /** Memory of all processes of the app, each shared page counted once, in MB. */
  memory(): number
}

/** Runs in the page: waits until nothing is loading any more, and one frame longer, so that it has been painted. */
const WATCH = `
  const still = () => !document.querySelector('main [role="status"][aria-label^="Loading"], main .row [aria-hidden] .bar, [data-loading="true"]')
  window.__began = 0
  addEventListener('keydown', event => { window.__began = event.timeStamp }, { capture: true })
  window.__painted = changed => new Promise(done => {
    const look = () => {
      if (changed() && still()) return requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.__began)))
      requestAnimationFrame(look)
    }
    look()
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
      await page.keyboard.press('g')
      const before = await page.evaluate('location.hash')
      return acted(`location.hash !== ${JSON.stringify(before)}`, () => page.keyboard.press(letter))
    },
    cpu: async () => ({ page: threadTime(pagePid), engine: threadTime(enginePid) }),
    memory: () => treeOf(main).reduce((sum, pid) => sum + pss(pid), 0),
  }
}

const selected = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector<HTMLElement>('.row.on')?.dataset.issue ?? null)

/** What the first thread of a process has computed, in ms; Linux keeps it in nanoseconds. */
const threadTime = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0] ?? 0) / 1_000_000

/** A process with all that it started. */
function treeOf(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => [Number(name), parentOf(name)] as const)
  const found = [root]
  for (const pid of found) found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child))
  return found
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? 0)
  } catch {
    // It has ended since the list was read.
    return 0
  }
}

function pss(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1_000
  } catch {
    return 0
  }
}
