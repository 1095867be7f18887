import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Console, expect, READY, test } from './fixture.ts'
import { hears } from './said.ts'
import { go } from './steps.ts'

test.skip(({ shell }) => shell !== 'electron', 'menu bar, tray, notifications and windows are the desktop’s')

/** Chooses an entry of the menu bar, by its label without the key. */
const choose = (console: Console, menu: string, entry: string) =>
  console.app().evaluate(
    ({ Menu }, { menu, entry }) => {
      const plain = (label: string) => label.replace(/^&/, '')
      const top = Menu.getApplicationMenu()?.items.find(({ label }) => plain(label) === menu)
      const all = (top?.submenu?.items ?? []).flatMap(item => [item, ...(item.submenu?.items ?? [])])
      const found = all.find(({ label, visible }) => visible && label.replace(/ \([^)]*\)$/, '') === entry)
      found?.click()
      return found?.label ?? null
    },
    { menu, entry },
  )

/** What the Actions menu lists. */
const actions = (console: Console) =>
  console.app().evaluate(({ Menu }) => {
    const top = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&Actions')
    return (top?.submenu?.items ?? []).flatMap(({ submenu }) => submenu?.items.map(({ label }) => label) ?? [])
  })

const title = (page: Page) => page.getByRole('article', { name: 'Issue' }).getByRole('heading', { level: 1 })

test('the menu bar lists the keys of the screen that is shown, and does what they do', async ({ console }) => {
  const page = console.page()
  await expect.poll(() => actions(console)).toContain('Dismiss (d)')
  expect(await actions(console)).toContain('Show all keys (?)')
  expect(await choose(console, 'Go to', 'Settings')).toBe('Settings (g ,)')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await expect.poll(() => actions(console)).not.toContain('Dismiss (d)')
  await choose(console, 'Actions', 'Show all keys')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('a key that a person changes works, is shown everywhere, and is kept', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('g')
  await page.keyboard.press('k')
  const snooze = page.getByRole('button', { name: /^Key of “snooze or unsnooze”/ })
  await page.getByLabel('Search actions and keys').fill('snooze')
  await snooze.click()
  await page.keyboard.press('c')
  await expect(page.getByRole('alert')).toContainText('c is the key of “claim or release”.')
  await page.getByRole('button', { name: 'Swap', exact: true }).click()
  await expect(snooze).toHaveAccessibleName('Key of “snooze or unsnooze”: c. Change it')
  // Rows take the room that was chosen, also after a restart.
  await page.keyboard.press('Shift+d')
  await console.restart()
  const row = console.page().locator('.row').first()
  await expect.poll(async () => (await row.boundingBox())?.height).toBe(78)
  await expect.poll(() => actions(console)).toContain('Snooze (c)')
  expect(await actions(console)).toContain('Claim (s)')
  await console.page().keyboard.press('c')
  await expect(console.page().getByRole('menu', { name: 'Snooze until' })).toBeVisible()
  await expect(console.page().getByRole('button', { name: /^Snooze/ })).toContainText('c')
})

test('the zoom is kept, and ends at 80 % and 200 %', async ({ console }) => {
  const zoom = () =>
    console.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor())
  for (let press = 0; press < 9; press += 1) await choose(console, 'View', 'Zoom in')
  expect(await zoom()).toBeCloseTo(2)
  for (let press = 0; press < 9; press += 1) await choose(console, 'View', 'Zoom out')
  expect(await zoom()).toBeCloseTo(0.8)
  await choose(console, 'View', 'Actual size')
  await choose(console, 'View', 'Zoom in')
  await console.restart()
  await expect.poll(zoom).toBeCloseTo(1.1)
})

test('an issue has a window of its own, which shares what is done with the console', async ({ console }) => {
  const page = console.page()
  await page.locator('.row').nth(1).click()
  const shown = (await title(page).textContent()) ?? ''
  const own = await ownWindow(console)
  await expect(title(own)).toHaveText(shown)
  // Several may be open, and a list of windows shows nothing else of them.
  await expect(own).toHaveTitle(/: .+ · Forestall$/)
  await expect(own.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  await expect(own.getByRole('region', { name: 'Predicted issues' })).toBeHidden()
  // The same issue again brings its window to the front, and that issue into view.
  const address = own.url()
  await go(own, 'r')
  await expect(own).toHaveURL(/#\/review/)
  await page.keyboard.press('Control+o')
  await expect(own).toHaveURL(address)
  // It has no list, so no key of a list leads to another issue.
  await own.keyboard.press('j')
  await own.keyboard.press('c')
  const claimed = page.getByRole('article', { name: 'Issue' }).getByText(/^Claimed by /)
  await expect(claimed).toBeVisible()
  expect(await console.app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
  await page.keyboard.press('c')
  await expect(claimed).toBeHidden()
  await expect(own.getByText(/^Claimed by /)).toHaveCount(0)
})

/** Keeps what is notified, as on a desktop whose user works elsewhere. */
const notified = async (console: Console) => {
  await console.app().evaluate(({ BrowserWindow, Notification }) => {
    const shown: Electron.Notification[] = []
    Object.assign(globalThis, { shown })
    BrowserWindow.getFocusedWindow = () => null
    Notification.prototype.show = function () {
      shown.push(this)
    }
  })
  return () =>
    console
      .app()
      .evaluate(() =>
        (globalThis as unknown as { shown: Electron.Notification[] }).shown.map(
          ({ title, body }) => `${title} · ${body}`,
        ),
      )
}

/** What the page says when an issue is assigned. */
const assign = (page: Page, workspace: string, issueId: number) =>
  page.evaluate(
    ([workspace, id]) => {
      const news = [{ kind: 'assigned', issueId: id, title: 'Card expires', accountName: 'Nordlys' }]
      window.postMessage({ forestallPageSays: { say: 'news', workspace, news } }, location.origin)
    },
    [workspace, issueId] as const,
  )

/** The folder of the workspace that is open, as the window of an issue is addressed by it. */
const workspaceOf = (own: Page): string => new URL(own.url()).searchParams.get('issue-window') ?? ''

/** Opens the issue in view in a window of its own. */
async function ownWindow(console: Console): Promise<Page> {
  const opened = console.app().waitForEvent('window')
  await console.page().keyboard.press('Control+o')
  const own = await opened
  await own.locator(READY).waitFor({ state: 'attached' })
  return own
}

/** What the shell has kept of its settings; null before it has kept anything. */
function keptBy(console: Console): unknown {
  const file = join(console.userData, 'desktop.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

test('a notification leads to its issue, and quiet mode shows none', async ({ console }) => {
  const page = console.page()
  const shown = await notified(console)
  await page.locator('.row').nth(2).click()
  const wanted = (await title(page).textContent()) ?? ''
  const id = Number(await page.evaluate(() => location.hash.split('/').at(-1)))
  const own = await ownWindow(console)
  const workspace = workspaceOf(own)
  await own.close()
  await go(page, ',')
  await assign(page, workspace, id)
  await expect.poll(shown).toEqual(['Assigned to you · Click to see the issue in Forestall.'])
  const form = page.getByRole('region', { name: 'Notifications' })
  // The switch shows what the window has kept, which may be a moment after the click.
  await form.getByLabel('Name accounts and issues').press(' ')
  await expect.poll(() => keptBy(console)).toMatchObject({ named: true })
  await assign(page, workspace, id)
  await expect.poll(async () => (await shown()).at(-1)).toBe('Assigned to you · Nordlys: Card expires')
  await assign(page, '/another', id)
  await expect.poll(async () => (await shown()).length).toBe(3)
  await form.getByLabel('Quiet mode: no notifications').press(' ')
  await expect.poll(() => keptBy(console)).toMatchObject({ quiet: true })
  await assign(page, workspace, id)
  const click = (nth: number) =>
    console.app().evaluate((_, at) => {
      ;(globalThis as unknown as { shown: Electron.Notification[] }).shown[at]?.emit('click')
    }, nth)
  // In another workspace the number is that of some other issue.
  await click(2)
  await hears(page, /^This issue belongs to another workspace/)
  await expect(page).toHaveURL(/#\/settings/)
  await click(0)
  await expect(title(page)).toHaveText(wanted)
  expect(await shown()).toHaveLength(3)
})

test('the window of an issue says when another workspace is open, and comes back with its own', async ({ console }) => {
  const page = console.page()
  await page.locator('.row').nth(1).click()
  const own = await ownWindow(console)
  const shown = (await title(own).textContent()) ?? ''
  await own.keyboard.press('n')
  await own.keyboard.type('Half a note')
  await go(page, ',')
  await page.getByLabel('Name of the new workspace').fill('Nordlys Commerce')
  await page.getByLabel('Name of the new workspace').press('Enter')
  const says = own.getByText('The console has opened “Nordlys Commerce”')
  await expect(says).toBeVisible()
  await expect(title(own)).toHaveCount(0)
  // A workspace without sources begins with them, wherever the one before it stood.
  await expect(page).toHaveURL(/#\/sources/)
  await go(page, ',')
  await page
    .getByRole('region', { name: 'Workspaces' })
    .getByRole('button', { name: 'Open', exact: true })
    .first()
    .click()
  await expect(title(own)).toHaveText(shown)
  await expect(own.locator('.note-field textarea').first()).toHaveValue('Half a note')
})

test('a newer version that was found is told, leads to its card, and is put off', async ({ console }) => {
  const page = console.page()
  const found = { version: '9.9.9', notes: 'Faster queue.', size: 1 }
  const settings = { daily: false, address: null, channel: 'stable' }
  writeFileSync(
    join(console.userData, 'update-settings.json'),
    JSON.stringify({ settings, lookedAt: Date.now(), newer: found }),
  )
  await page.reload()
  const bar = page.getByRole('status').filter({ hasText: 'Version 9.9.9 of Forestall is available' })
  await bar.getByRole('button', { name: 'Show in Settings' }).click()
  const card = page.getByRole('region', { name: 'Updates' })
  await expect(card).toBeInViewport()
  await expect(card).toContainText('Faster queue.')
  await bar.getByRole('button', { name: 'Later' }).click()
  await expect(bar).toBeHidden()
})

test('the tray says how many issues are urgent', async ({ console }) => {
  await console.app().evaluate(({ Tray }) => {
    const said: string[] = []
    Object.assign(globalThis, { said })
    Tray.prototype.setToolTip = (words: string) => void said.push(words)
  })
  await console.page().reload()
  await expect
    .poll(() => console.app().evaluate(() => (globalThis as unknown as { said: string[] }).said.at(-1) ?? ''))
    .toMatch(/^Forestall: \d+ urgent issues?$/)
})

/** A person who chooses `path` in every save dialog. */
const choosing = (console: Console, path: string) =>
  console.app().evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialogSync = (() => chosen) as typeof dialog.showSaveDialogSync
  }, path)

test('the review is exported in each format where the person says, for the person alone', async ({ console }) => {
  const page = console.page()
  await go(page, 'r')
  for (const [format, begins] of [
    ['HTML', '<!doctype html>'],
    ['CSV', 'part,'],
    ['JSON', '{'],
  ] as const) {
    const file = join(console.userData, `exported review ${format}`)
    await choosing(console, file)
    await page.getByRole('button', { name: 'Export report' }).click()
    await page.getByRole('menuitem', { name: format }).click()
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').slice(0, begins.length)).toBe(begins)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0)
  }
})

test('the list is saved as a CSV file where the person says', async ({ console }) => {
  const page = console.page()
  const file = join(console.userData, 'saved list.csv')
  await choosing(console, file)
  const account = (await page.locator('.row .name bdi').first().textContent()) ?? ''
  await page.keyboard.press('Shift+E')
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').split('\r\n').length).toBeGreaterThan(2)
  expect(account).not.toBe('')
  expect(readFileSync(file, 'utf8').split('\r\n')[1]).toContain(account)
})

test('the issue is printed without the frame around it', async ({ console }) => {
  const page = console.page()
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', 'true')
  })
  await page.keyboard.press('Control+p')
  await expect(page.locator('html[data-printed]')).toBeAttached()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeHidden()
  await expect(page.getByRole('region', { name: 'Predicted issues' })).toBeHidden()
  await expect(page.getByRole('complementary')).toBeHidden()
  await expect(title(page)).toBeVisible()
  // The whole issue is on paper, not only what the window had room for.
  const cut = await page.getByRole('article', { name: 'Issue' }).evaluate(it => it.scrollHeight - it.clientHeight)
  expect(cut).toBe(0)
})

test('a ticket that no helpdesk can show is answered in words, and nothing is opened', async ({ console }) => {
  const page = console.page()
  await console.app().evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async address => void opened.push(address)
  })
  await page.locator('.row').first().click()
  await page.keyboard.press('Shift+L')
  await hears(page, /^No connected helpdesk can show a ticket of this account/)
  expect(await console.app().evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([])
})
