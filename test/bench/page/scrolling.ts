import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { build } from 'vite'

/** Runs in the page: two thirds of a row a frame, as a wheel that is turned fast. */
const SCROLL = `new Promise(done => {
  const list = document.querySelector('.rows-inner').parentElement
  const took = []
  let last = performance.now()
  const step = now => {
    took.push(now - last)
    last = now
    list.scrollTop += 40
    if (took.length < 240) requestAnimationFrame(step)
    else done(took.slice(1))
  }
  requestAnimationFrame(step)
})`

/** Scrolls a list; how long each frame took, in ms. */
export const framesOf = (page: Page): Promise<number[]> => page.evaluate(SCROLL)

const HTML = `<!doctype html><div id="root"></div><script type="module" src="./peer.js"></script>`

async function buildPeer(folder: string): Promise<string> {
  const entry = join(import.meta.dirname, 'peer.tsx')
  const output = { entryFileNames: 'peer.js' }
  await build({
    ...{ configFile: false, logLevel: 'warn' },
    build: { outDir: folder, emptyOutDir: false, rolldownOptions: { input: entry, output } },
  })
  const file = join(folder, 'peer.html')
  writeFileSync(file, HTML)
  return file
}

/** Scrolls as many plain rows of the same height, in a window of the same size; how long each frame took, in ms. */
export async function framesOfPeer(app: ElectronApplication, ours: Page, rows: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'forestall-peer-'))
  try {
    const height = await ours.evaluate(() => document.querySelector('.row')?.getBoundingClientRect().height ?? 0)
    const file = await buildPeer(folder)
    const opened = app.waitForEvent('window')
    await app.evaluate(
      ({ BrowserWindow }, { file, query }) => {
        const bounds = BrowserWindow.getAllWindows()[0]?.getBounds() ?? {}
        // A session of its own: that of the console loads nothing but its own page.
        const window = new BrowserWindow({ ...bounds, webPreferences: { partition: 'peer', webSecurity: false } })
        return window.loadFile(file, { query })
      },
      { file, query: { rows: String(rows), height: String(height) } },
    )
    const peer = await opened
    await peer.locator('.rows-inner li').first().waitFor()
    const took = await framesOf(peer)
    await peer.close()
    return took
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
