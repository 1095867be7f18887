import { describe, expect, it } from 'vitest'
import { rememberPresses } from '../../../renderer/state/key-match.ts'

/** Presses in order, each with what it does (nothing is said for what a dialog or a field does); whether the last one is spent. */
function isLastSpent(...done: readonly (readonly [stroke: string, does?: string | null] | 'click')[]): boolean {
  const presses = rememberPresses()
  for (const one of done) {
    if (one === 'click') presses.click()
    else {
      presses.press(one[0])
      if (one[1] !== undefined) presses.does(one[1])
    }
  }
  return presses.isSpent()
}

describe('a stroke that decides something', () => {
  it('is spent right after it has closed a dialog, sent a form or opened the screen', () => {
    expect(isLastSpent(['enter'], ['enter', 'act.send'])).toBe(true)
    expect(isLastSpent(['enter', 'day.open'], ['enter', 'act.send'])).toBe(true)
    expect(isLastSpent(['1', 'g 1'], ['1', 'outcome.avoided'])).toBe(true)
  })

  it('decides when it is pressed once more', () => {
    expect(isLastSpent(['enter'], ['enter', 'act.send'], ['enter', 'act.send'])).toBe(false)
  })

  it('decides at once as the first press, after itself, after another key, a click, or a press that did nothing', () => {
    expect(isLastSpent(['enter', 'act.send'])).toBe(false)
    expect(isLastSpent(['enter', 'act.send'], ['enter', 'act.send'])).toBe(false)
    expect(isLastSpent(['enter'], ['j', 'rows.next'], ['enter', 'act.send'])).toBe(false)
    expect(isLastSpent(['enter'], 'click', ['enter', 'act.send'])).toBe(false)
    expect(isLastSpent(['enter', null], ['enter', 'act.send'])).toBe(false)
  })
})
