import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { DismissedCard, otherReasons } from '../../../renderer/screens/review/figures/dismissed-card.tsx'
import { InducedCard } from '../../../renderer/screens/review/figures/induced-card.tsx'

const reasons = { false_positive: 2, known: 3, not_worth_it: 0, wrong_account: 1 }

describe('figures of the review', () => {
  it('other dismissals are named with their counts, false positives and empty reasons left out', () => {
    expect(otherReasons({ reasons })).toBe('3 already known, 1 wrong account')
    expect(otherReasons({ reasons: { ...reasons, known: 0, wrong_account: 0 } })).toBe('')
  })

  it('a share of contacts that we caused stands with its interval', () => {
    const induced = { k: 3, n: 60, value: 0.05, low: 0.017, high: 0.137 }
    const html = renderToStaticMarkup(
      <InducedCard rows={[{ playbookId: 'p', label: 'Card expires', induced }]} onOpen={() => {}} />,
    )
    expect(html).toContain('3 of 60')
    expect(html).toContain('5\u00a0%, 2–14')
    expect(html).not.toContain('cannot tell yet')
  })

  it('a figure without anything to count says so instead of an empty table', () => {
    for (const html of [
      renderToStaticMarkup(<InducedCard rows={[]} onOpen={() => {}} />),
      renderToStaticMarkup(<DismissedCard rows={[]} />),
    ]) {
      expect(html).toContain('cannot tell yet')
      expect(html).not.toContain('<table')
    }
  })
})
