import type { Page } from '@playwright/test'

/** Bound for a step of a set-up that hangs, ms. No machine is so slow that a window needs it. */
const HANGS_MS = 240_000
/** The same for a step of a test: a click that nothing answers, or what should be on the page and is not, ms. */
export const STEP_MS = 60_000
/** Sooner than that, the runner gives up a program that hangs while it starts, and tells what the program printed, ms. */
export const STARTS_MS = 60_000
/** How long a page that hangs is asked what it shows, ms. */
const ASKED_MS = 5_000

/** Waits for a step of a set-up. Where it hangs or fails, the error says what was waited for, and what was there. */
export async function waitingFor<T>(
  what: string,
  step: Promise<T>,
  there: () => string | Promise<string> = () => '',
): Promise<T> {
  const bound = Promise.withResolvers<never>()
  const timer = setTimeout(() => bound.reject(new Error(`nothing came of it in ${HANGS_MS / 1_000} s`)), HANGS_MS)
  try {
    return await Promise.race([step, bound.promise])
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`The set-up waited for ${what}: ${why}\n${await there()}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** What a page says of itself: its signs, an error that it shows, and what runs. For the error of a failed set-up. */
export async function standing(page: Page): Promise<string> {
  const asked = page.evaluate(() => {
    const texts = [...document.querySelectorAll('[role=alert], .link-bar, footer')]
    const signs = JSON.stringify(document.documentElement.dataset)
    return `${location.href} ${signs} ${texts.map(({ textContent }) => textContent).join(' | ')}`
  })
  const silent = new Promise<string>(done => setTimeout(() => done('the page did not answer'), ASKED_MS))
  return Promise.race([asked.catch(String), silent])
}

/** The last words that a process printed. */
export function lastWords(streams: readonly (NodeJS.ReadableStream | null)[]): () => string {
  let said = ''
  for (const stream of streams)
    stream?.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-2_000)
    })
  return () => said
}
