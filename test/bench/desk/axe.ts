import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

/** Rules of WCAG 2.2 A and AA, as EN 301 549 asks, and the common mistakes. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds in what is on screen, a line each: the rule, how often, and the first place. */
export async function violations(page: Page): Promise<string[]> {
  // What fades in has the contrast of its first moment until then; a dialog begins to some frames after it is there.
  await page.evaluate(async () => {
    for (let still = 0; still < 6; still++) {
      await new Promise(done => requestAnimationFrame(done))
      const moving = document.getAnimations()
      if (moving.length > 0) still = 0
      await Promise.all(moving.map(one => one.finished.catch(() => {})))
    }
  })
  await page.evaluate(source)
  return page.evaluate(async tags => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> }
    }
    const found = await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
    return found.violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${nodes[0]?.target.join(' ') ?? ''}`)
  }, TAGS)
}
