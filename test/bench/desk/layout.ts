import type { Page } from '@playwright/test'

/**
 * What is broken in what is on screen, a line each: text that is cut off and can be read in no other way, a control that
 * something else covers, a page wider than its window, a column that scrolls within one that scrolls.
 */
export async function brokenLayout(page: Page): Promise<string[]> {
  // A toast lies over what it likes for some seconds, and goes.
  await page.locator('.mantine-Notification-root').first().waitFor({ state: 'detached' })
  return page.evaluate(() => {
    const found: string[] = []
    const label = (element: Element) =>
      `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.split(' ')[0]}` : ''} “${(element.textContent ?? '').trim().slice(0, 40)}”`
    const dialog = document.querySelector('[role="dialog"], [role="menu"]')
    const root = dialog ?? document.body
    const { scrollWidth } = document.scrollingElement ?? document.body
    if (scrollWidth > window.innerWidth + 1)
      found.push(`the page is ${scrollWidth} wide in a window of ${window.innerWidth}`)
    const visible = (element: Element) => {
      const box = element.getBoundingClientRect()
      return (
        box.width > 1 &&
        box.height > 1 &&
        element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })
      )
    }
    /** The part of it that no scrolling ancestor cuts away. */
    const seen = (element: Element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect()
      const box = {
        left: Math.max(0, left),
        top: Math.max(0, top),
        right: Math.min(innerWidth, right),
        bottom: Math.min(innerHeight, bottom),
      }
      for (let up = element.parentElement; up; up = up.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(up)
        if (overflowX === 'visible' && overflowY === 'visible') continue
        const around = up.getBoundingClientRect()
        box.left = Math.max(box.left, around.left)
        box.right = Math.min(box.right, around.right)
        box.top = Math.max(box.top, around.top)
        box.bottom = Math.min(box.bottom, around.bottom)
      }
      return box
    }
    /** What hides the end of a text, where nobody can scroll to it. */
    const cutBy = (element: Element) => {
      const text = document.createRange()
      text.selectNodeContents(element)
      const { left, right, width } = text.getBoundingClientRect()
      for (let up: Element | null = element.parentElement; up && width > 0; up = up.parentElement) {
        const { overflowX } = getComputedStyle(up)
        if (overflowX === 'auto' || overflowX === 'scroll') return null
        const box = up.getBoundingClientRect()
        if (overflowX !== 'visible' && (right > box.right + 1 || left < box.left - 1)) return up
      }
      return null
    }
    for (const element of root.querySelectorAll('*')) {
      if (!visible(element) || element.closest('[aria-hidden="true"], .sr')) continue
      const style = getComputedStyle(element)
      const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
      // What an element is too narrow for may be cut off by one around it, which has no text of its own.
      const around = hasText && !element.closest('[title], [data-full]') ? cutBy(element) : null
      if (around) found.push(`cut off: ${label(element)} by ${label(around)}`)
      const cut = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
      if (
        hasText &&
        cut &&
        style.overflowX !== 'auto' &&
        style.overflowX !== 'scroll' &&
        !element.closest('[title], [data-full]')
      )
        found.push(`cut off: ${label(element)}`)
      const scrolls = (one: Element) =>
        /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 1
      // A table may scroll sideways in a frame of its own; a column that has to be read to and fro is too wide.
      if (scrolls(element) && element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(style.overflowX)) {
        const { right } = element.getBoundingClientRect()
        const widest = [...element.querySelectorAll('*')].filter(
          one =>
            one.getBoundingClientRect().right > right + 1 &&
            !/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX),
        )
        found.push(
          `wider than its column: ${label(element).slice(0, 60)} by ${widest.slice(0, 3).map(label).join(', ')}`,
        )
      }
      if (scrolls(element) && element.tagName !== 'TEXTAREA')
        for (let up = element.parentElement; up; up = up.parentElement)
          if (scrolls(up) && up.clientWidth - element.clientWidth < 40) {
            found.push(`scrolls twice: ${label(element).slice(0, 60)}`)
            break
          }
    }
    for (const control of root.querySelectorAll('button, a[href], input, select, textarea')) {
      if (!visible(control) || control.closest('[aria-hidden="true"], .sr')) continue
      const box = seen(control)
      if (box.right - box.left < 4 || box.bottom - box.top < 4) continue
      const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
      // What a bar at the edge covers scrolls out from under it.
      if (top?.closest('.go') && getComputedStyle(top.closest('.go') ?? top).position === 'sticky') continue
      if (top && !control.contains(top) && !top.contains(control) && !control.closest('label')?.contains(top))
        found.push(`covered: ${label(control)} by ${label(top)}`)
    }
    return [...new Set(found)]
  })
}
