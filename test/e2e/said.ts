import { expect, type Page } from '@playwright/test'

/** The places whose words disappear after some seconds: toasts, those of failures among them, and the bar above the screens. */
const SPOKEN = '.toast-line, .link-bar, .mantine-Notification-body:not(:has(.toast-line))'

/** Keeps every text of these places from now on: a test on a busy machine may look when a text has disappeared. */
export const keepWhatIsSaid = (page: Page): Promise<void> =>
  page.evaluate(places => {
    const said = new Set<string>()
    Object.assign(globalThis, { __said: said })
    const listen = () => {
      for (const place of document.querySelectorAll(places)) said.add(place.textContent ?? '')
    }
    new MutationObserver(listen).observe(document, { childList: true, subtree: true, characterData: true })
    listen()
  }, SPOKEN)

/** Everything that the page has said since it was loaded. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(globalThis as unknown as { __said: Set<string> }).__said])

/** Counts from now on how often the page says something: the same words twice are two answers. */
export const countWhatIsSaid = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const counted = { __times: 0 }
    Object.assign(globalThis, counted)
    const lines = (node: Node) => {
      if (!(node instanceof Element)) return 0
      return node.querySelectorAll('.toast-line').length + (node.matches('.toast-line') ? 1 : 0)
    }
    new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) (globalThis as unknown as typeof counted).__times += lines(node)
    }).observe(document, { childList: true, subtree: true })
  })

/** How often the page has said something since `countWhatIsSaid`. */
export const timesSaid = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { __times: number }).__times)

/** Resolves when the page says these words, or has said them since it was loaded. */
export const hears = (page: Page, words: RegExp): Promise<void> =>
  expect.poll(() => saidOn(page)).toContainEqual(expect.stringMatching(words))

/** The last thing that the page has said with this name in it, as soon as there is one. */
export async function heardOf(page: Page, name: string): Promise<string> {
  await expect.poll(() => saidOn(page)).toContainEqual(expect.stringContaining(name))
  return (await saidOn(page)).findLast(text => text.includes(name)) ?? ''
}

/**
 * Keeps a toast open whose words fit: the pointer comes to its button in the moment in which it appears, and a toast under the
 * pointer does not close. To be begun before the step that brings the toast.
 */
export const holdToast = (page: Page, words: RegExp): Promise<void> =>
  page.evaluate(
    pattern =>
      new Promise<void>(done => {
        const observer = new MutationObserver(() => {
          const lines = [...document.querySelectorAll('.toast-line')]
          const button = lines.find(({ textContent }) => new RegExp(pattern).test(textContent))?.querySelector('button')
          if (!button) return
          observer.disconnect()
          button.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
          done()
        })
        observer.observe(document, { childList: true, subtree: true })
      }),
    words.source,
  )

/** Presses the Undo of the toast that is held. */
export const undoInToast = (page: Page): Promise<void> =>
  page.locator('.toast-line').getByRole('button', { name: /^Undo/ }).last().click()
