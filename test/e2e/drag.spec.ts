import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Console, expect, idle, test } from './fixture.ts'
import { hears } from './said.ts'

test.skip(({ shell }) => shell !== 'electron', 'a browser’s tab cannot begin a drag of a file')

/** Keeps what the window hands to the system: a drag of the system's own would wait for a drop that never comes. */
const dragged = async (console: Console) => {
  await console.app().evaluate(({ webContents }) => {
    const files: string[] = []
    Object.assign(globalThis, { dragged: files })
    const [contents] = webContents.getAllWebContents()
    const all = Object.getPrototypeOf(contents) as Electron.WebContents
    all.startDrag = ({ file }) => {
      files.push(file)
    }
  })
  return () => console.app().evaluate(() => (globalThis as unknown as { dragged: string[] }).dragged)
}

/** Presses the button on a place, and moves far enough for a drag to begin. */
async function drag(page: Page, place: string, { until }: { until: () => Promise<unknown> }) {
  const box = await page.locator(place).first().boundingBox()
  if (!box) throw new Error(`there is no ${place}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 30, y + 20, { steps: 4 })
  await until()
  await page.mouse.up()
}

const lines = (path: string) => readFileSync(path, 'utf8').split('\r\n').slice(1, -1)

test('a selection is dragged out as a file of these issues alone, which is gone when the app has ended', async ({
  console,
}) => {
  const page = console.page()
  const files = await dragged(console)
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+J')
  await expect(page.getByText('2 selected')).toBeVisible()
  const names = await page.locator('.row .name bdi').allTextContents()
  await drag(page, '.row', { until: () => hears(page, /^Drop 2 issues where/) })
  const [path = ''] = await files()
  const written = lines(path).map(line => line.replaceAll('"', ''))
  expect(written.map((line, n) => line.startsWith(names[n] ?? 'no row'))).toEqual([true, true])
  expect(dirname(dirname(path))).toBe(join(console.userData, 'dragged'))
  expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700])
  // The list itself has all its rows.
  await drag(page, '.views [aria-selected="true"]', { until: () => hears(page, /^Drop \d{3} issues where/) })
  const listed = Number((await page.locator('.views [aria-selected="true"] em').textContent())?.replaceAll(/\D/g, ''))
  expect(lines((await files())[1] ?? '')).toHaveLength(listed)
  await console.restart()
  expect(existsSync(join(console.userData, 'dragged'))).toBe(false)
})

test('the page can have no other file dragged, and none without a drag', async ({ console }) => {
  const page = console.page()
  const files = await dragged(console)
  await page.evaluate(() => {
    const say = (said: object) => window.postMessage({ forestallPageSays: said }, location.origin)
    const list = { filter: { view: 'now' }, banded: false, issueIds: null }
    say({ say: 'drag-go', drag: 1 })
    say({ say: 'drag-go', drag: 1, file: '/etc/passwd' })
    say({ say: 'drag-list', drag: 1, list, path: '/etc/passwd' })
    // A drag that was dropped before its file was there.
    say({ say: 'drag-list', drag: 2, list })
    say({ say: 'drag-drop', drag: 2 })
    say({ say: 'drag-go', drag: 2 })
  })
  // What passes comes after what was stopped.
  await drag(page, '.row', { until: () => hears(page, /^Drop 1 issue where/) })
  await idle(page)
  const [path = '', ...others] = await files()
  expect([lines(path).length, others]).toEqual([1, []])
  expect(readdirSync(join(console.userData, 'dragged'))).toEqual([dirname(path).split('/').at(-1)])
})
