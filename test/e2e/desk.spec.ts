import type { Page } from '@playwright/test'
import { expect, idle, test } from './fixture.ts'
import { hears } from './said.ts'
import { go } from './steps.ts'

/** Notes, promises, handing over, snoozing until worse, my day and the account page: by the keyboard alone. */
test.use({ shared: true })

const notes = (page: Page) => page.getByRole('region', { name: 'Notes' })
const inView = (page: Page) => page.locator('.row.on')
const nameOf = async (page: Page) => (await inView(page).locator('bdi').first().textContent()) ?? ''

async function writeNote(page: Page, text: string) {
  await page.keyboard.press('n')
  await expect(notes(page).getByLabel('Write a note')).toBeFocused()
  await page.keyboard.type(text)
  await page.keyboard.press('Control+Enter')
  await hears(page, /^Note written/)
}

test('a note with a promise: confirmed by key, marked in the list, on my day, and undone', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  const name = await nameOf(page)
  await writeNote(page, 'They called. Refund by tomorrow.')
  const promise = notes(page).getByRole('list', { name: 'Promises' })
  await expect(promise).toContainText('confirm?')
  await page.keyboard.press('v')
  await expect(page.getByRole('menu', { name: 'Is this a promise?' })).toBeVisible()
  await page.keyboard.press('1')
  await hears(page, /^Promise kept in view/)
  await expect(inView(page)).toContainText(/promise (due|lapsed)|promised/)

  await go(page, 'd')
  const promised = page.getByRole('region', { name: 'Promised' })
  await expect(promised).toContainText(name)
  await expect(page.getByRole('region', { name: 'Done today' })).toContainText('Note written')
  // What the menu offers first depends on it.
  await expect(promised).not.toContainText('confirm?')
  await page.keyboard.press('v')
  await page.keyboard.press('1')
  await expect(promised).toHaveCount(0)
  await page.keyboard.press('z')
  await hears(page, /^Undone/)
  await go(page, 'd')
  await expect(promised).toContainText(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article', { name: 'Issue' })).toContainText(name)
})

test('a note that was begun goes on where it ends, also after another screen', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('n')
  const field = notes(page).getByLabel('Write a note')
  await expect(field).toBeFocused()
  await page.keyboard.type('They called')
  await page.keyboard.press('Escape')
  await go(page, 'd')
  await go(page, 'q')
  await expect(field).toHaveValue('They called')
  await page.keyboard.press('n')
  await page.keyboard.type(' twice.')
  await expect(field).toHaveValue('They called twice.')
})

test('an @ offers the colleagues, and a note is changed and withdrawn', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('n')
  await page.keyboard.type('Ask @sam')
  await expect(page.getByRole('option', { name: 'sample specialist' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('about it')
  await page.keyboard.press('Control+Enter')
  await expect(notes(page)).toContainText('Ask @sample specialist about it')
  await notes(page).getByRole('button', { name: 'Withdraw' }).focus()
  await page.keyboard.press('Enter')
  await expect(notes(page)).not.toContainText('Ask @sample specialist')
  await page.keyboard.press('z')
  await expect(notes(page)).toContainText('Ask @sample specialist about it')
})

test('an issue is handed over with a note, and one undo takes both back', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+C')
  await expect(page.getByRole('dialog').getByLabel('To', { exact: true })).toBeFocused()
  await page.keyboard.type('sample')
  await page.keyboard.press('Tab')
  await page.keyboard.type('You know them better')
  await page.keyboard.press('Control+Enter')
  await hears(page, /handed over to sample specialist/i)
  await expect(notes(page)).toContainText('You know them better')
  await expect(page.getByRole('article', { name: 'Issue' })).toContainText('Claimed by sample specialist')
  await page.keyboard.press('z')
  await expect(page.getByRole('article', { name: 'Issue' })).not.toContainText('Claimed by sample specialist')
  await expect(notes(page)).not.toContainText('You know them better')
})

test('an issue is snoozed until it gets worse, and by how much is said', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('s')
  await expect(page.getByRole('menuitem', { name: /Until it gets worse/ })).toBeVisible()
  await page.keyboard.press('4')
  await hears(page, /^Snoozed/)
  await page.keyboard.press('z')
  await hears(page, /^Undone/)
  await expect(inView(page)).toBeVisible()
})

test('a leads to the account in view, which is watched there, and Escape leads back', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('j')
  const name = await nameOf(page)
  const issue = await inView(page).getAttribute('data-issue')
  await page.keyboard.press('a')
  await expect(page).toHaveURL(/#\/account\/\d+$/)
  const account = page.getByRole('article', { name: 'Account' })
  await expect(account.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(account.getByRole('region', { name: 'Contacts and consent' })).toBeVisible()
  await expect(account.getByRole('region', { name: 'Issues and outcomes' })).toContainText('risk')
  await idle(page)
  await page.keyboard.press('b')
  await expect(notes(page).getByRole('button', { name: /Watched/ })).toBeVisible()
  await page.keyboard.press('t')
  await expect(account.getByRole('button', { name: 'Events' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(new RegExp(`#/queue/${issue}$`))
})

test('a message that is sent from its text leaves the keys to the list: z takes it back and is typed nowhere', async ({
  console,
}) => {
  const page = console.page()
  const text = page.getByLabel('Text', { exact: true })
  await page.locator('.row', { hasText: 'ready' }).first().click()
  await idle(page)
  const issue = await inView(page).getAttribute('data-issue')
  await page.keyboard.press('o')
  await expect(text).toBeFocused()
  await page.keyboard.type('See you soon.')
  await page.keyboard.press('Control+Enter')
  await expect(page.locator(`[data-issue="${issue}"]`)).toHaveCount(0)
  await idle(page)
  await expect(text).not.toBeFocused()
  await page.keyboard.press('z')
  await expect(inView(page)).toHaveAttribute('data-issue', issue ?? '')
  await expect(text).toHaveValue(/See you soon\.$/)
})

test('a letter that was edited is never shown, and never written on, under the next issue', async ({ console }) => {
  const page = console.page()
  const text = page.getByLabel('Text', { exact: true })
  // Every letter that is on screen, with the issue that is in view beside it.
  await page.evaluate(() => {
    const letters = new Map<string, Set<string>>()
    Object.assign(globalThis, { __letters: letters })
    const look = () => {
      const issue = document.querySelector('.row.on')?.getAttribute('data-issue') ?? ''
      const field = document.querySelector<HTMLTextAreaElement>('.side [aria-label="Text"]')
      if (field?.checkVisibility()) letters.set(issue, (letters.get(issue) ?? new Set()).add(field.value))
      requestAnimationFrame(look)
    }
    look()
  })
  await page.keyboard.press('Home')
  const seen: string[] = []
  for (let nth = 1; nth <= 4; nth++) {
    seen.push((await inView(page).getAttribute('data-issue')) ?? '')
    await text.waitFor()
    await page.keyboard.press('o')
    await expect(text).toBeFocused()
    await page.keyboard.type(` Only for number ${nth}.`)
    await idle(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
  }
  await idle(page)
  const letters = await page.evaluate(() =>
    [...(globalThis as unknown as { __letters: Map<string, Set<string>> }).__letters].map(
      ([issue, texts]) => [issue, [...texts]] as const,
    ),
  )
  expect(letters.length).toBeGreaterThan(3)
  const all = letters.flatMap(([, texts]) => texts)
  expect(new Set(all).size).toBe(all.length)
  for (const [issue, texts] of letters) {
    const others = seen.flatMap((other, at) => (other === issue ? [] : [`Only for number ${at + 1}.`]))
    for (const one of texts) for (const mark of others) expect(one).not.toContain(mark)
  }
})

test('the next issue is whole while the engine stands still, and nothing of it is shown under the one after', async ({
  console,
}) => {
  const page = console.page()
  const pane = page.getByRole('article', { name: 'Issue' })
  const text = page.getByLabel('Text', { exact: true })
  await page.keyboard.press('Home')
  await text.waitFor()
  await idle(page)
  const before = await text.inputValue()
  const pid = await console.enginePid()
  process.kill(pid, 'SIGSTOP')
  try {
    await page.keyboard.press('j')
    await expect(text).not.toHaveValue(before)
    await expect(pane.getByRole('region', { name: 'Notes' })).toBeVisible()
    await expect(pane.getByRole('region', { name: 'Timeline' })).toContainText(/\d+ entries/)
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0)
    // Nobody has asked for this one: only the engine could say what it is about.
    await page.keyboard.press('j')
    await expect(page.getByRole('status', { name: 'Loading the issue' })).toBeVisible()
    await expect(text).toBeHidden()
    await expect(pane.getByRole('region')).toHaveCount(0)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expect(text).toBeVisible()
  await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0)
})

test('forced colours show which tab, period, playbook and row is chosen', async ({ console }) => {
  const page = console.page()
  await page.emulateMedia({ forcedColors: 'active' })
  const look = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => {
        const { outlineStyle, borderBottomColor } = getComputedStyle(element)
        return `${outlineStyle} ${borderBottomColor}`
      })
  await page.keyboard.press('Home')
  await idle(page)
  for (const [kind, state] of [
    ['.views [role=tab]', 'aria-selected'],
    ['.side .play', 'aria-pressed'],
  ] as const)
    expect(await look(`${kind}[${state}=true]`), kind).not.toBe(await look(`${kind}[${state}=false]`))
  expect(await look('.row.on')).not.toBe(await look('.row:not(.on)'))
  await page.evaluate(() => {
    location.hash = '#/review'
  })
  await page.locator('.pill').first().waitFor()
  expect(await look('.pill[aria-pressed=true]')).not.toBe(await look('.pill[aria-pressed=false]'))
  await page.emulateMedia({ forcedColors: null })
})

test('a refusal is recorded with one choice, says who recorded it, and one undo takes it back', async ({ console }) => {
  const page = console.page()
  await page.keyboard.press('Home')
  await page.keyboard.press('a')
  const topic = page.locator('.account-topics .tag').first()
  await expect(topic).toHaveText(/as in general$/)
  await topic.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: /^As in general now/ })).toBeVisible()
  await page.keyboard.press('2')
  await expect(topic).toHaveText(/refused$/)
  await expect(topic).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('.choices')).toContainText(/Recorded by \S.*, today/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('z')
  await expect(topic).toHaveText(/as in general$/)
})

test('a playbook written for other triggers is read line by line, and in full once it is chosen', async ({
  console,
}) => {
  const page = console.page()
  const plays = page.getByRole('group', { name: 'Playbooks' })
  await page.getByText(/^\d+ for other triggers$/).click()
  const other = plays.getByRole('button', { name: /Written for/ }).first()
  await other.click()
  await expect(other).toHaveAttribute('aria-pressed', 'true')
  const lines = await other.locator('b, small').evaluateAll(all =>
    all.map(line => {
      const { top, bottom } = line.getBoundingClientRect()
      return { top, bottom, isCut: line.scrollHeight > line.clientHeight + 1 && line.tagName === 'SMALL' }
    }),
  )
  expect(lines.length).toBeGreaterThan(2)
  for (const [at, { top }] of lines.entries())
    if (at > 0) expect(top).toBeGreaterThanOrEqual(lines[at - 1]?.bottom ?? 0)
  expect(lines.some(({ isCut }) => isCut)).toBe(false)
})
