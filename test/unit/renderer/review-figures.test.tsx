import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { AdviceCard } from '../../../renderer/screens/review/figures/advice-card.tsx'
import { adviceWords } from '../../../renderer/screens/review/figures/advice-words.ts'
import { bucketWords } from '../../../renderer/screens/review/figures/age-words.ts'
import {
  countWithBounds,
  hoursWithBounds,
  moneyWithBounds,
  moneyWords,
} from '../../../renderer/screens/review/figures/bounded-words.ts'
import { DismissedCard, otherReasons } from '../../../renderer/screens/review/figures/dismissed-card.tsx'
import { InducedCard } from '../../../renderer/screens/review/figures/induced-card.tsx'
import { LeagueCard, sideOf } from '../../../renderer/screens/review/figures/league-card.tsx'
import { nextHourWords, reachWords } from '../../../renderer/screens/review/figures/reach-words.ts'
import { ResolutionCard } from '../../../renderer/screens/review/figures/resolution-card.tsx'
import { RoiCard } from '../../../renderer/screens/review/figures/roi-card.tsx'
import { roiConclusion } from '../../../renderer/screens/review/figures/roi-words.ts'
import { TicketWeeksCard, weekWords } from '../../../renderer/screens/review/figures/ticket-weeks-card.tsx'
import { timeWords, WorkloadCard } from '../../../renderer/screens/review/figures/workload-card.tsx'
import { FIRST_ASSUMPTIONS, roiOf } from '../../../shared/review/roi.ts'

const reasons = { false_positive: 2, known: 3, not_worth_it: 0, wrong_account: 1 }

const facts = {
  currency: 'EUR',
  avoided: { value: 41, low: 23, high: 59 },
  kept: null,
  monthlyMinor: 9_900,
  dominantShare: null,
  minutes: 100,
}

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
      renderToStaticMarkup(<DismissedCard rows={[]} onBehind={() => {}} />),
    ]) {
      expect(html).toContain('cannot tell yet')
      expect(html).not.toContain('<table')
    }
  })

  it('an estimate is written with its bounds in the unit that fits each of them', () => {
    expect(hoursWithBounds({ value: 5.5, low: 0.5, high: 72 })).toBe('5.5 h (30 min to 3.0 d)')
    expect(countWithBounds({ value: 41.2, low: -0.3, high: 1259 })).toBe('41 (0 to 1,259)')
    expect(moneyWithBounds({ value: 32_800, low: -1250.4, high: 47_200 }, 'EUR')).toBe('€328 (−€12.50 to €472)')
  })

  it('resolution times stand beside each other with the sentence why that is no effect', () => {
    const html = renderToStaticMarkup(
      <ResolutionCard
        resolution={{ ours: { n: 3, median: null }, theirs: { n: 9, median: { value: 30, low: 20, high: 40 } } }}
        onBehind={() => {}}
      />,
    )
    expect(html).toContain('no causal claim')
    expect(html).toContain('30.0 h (20.0 h to 40.0 h)')
    expect(html).toContain('cannot tell yet')
  })

  it('a return is an answer only where its whole interval lies on one side of what was spent', () => {
    const told = (minutes: number) => roiConclusion(roiOf({ ...facts, minutes }, FIRST_ASSUMPTIONS)).words
    // 41 contacts at 8.00 save 328 (184 to 472); a minute costs 0.75.
    expect(told(100)).toBe('saves more than it costs')
    expect(told(400)).toBe('cannot tell yet')
    expect(told(700)).toBe('costs more than it saves')
    expect(roiConclusion(roiOf({ ...facts, avoided: null }, FIRST_ASSUMPTIONS)).words).toBe('cannot tell yet')
  })

  it('a return without known contacts says what is missing', () => {
    const html = renderToStaticMarkup(<RoiCard facts={{ ...facts, avoided: null }} onOpen={() => {}} />)
    expect(html).toContain('needs the contacts avoided')
    expect(html).not.toContain('saves more than it costs')
  })

  it('a return carries its interval and its currency', () => {
    const html = renderToStaticMarkup(<RoiCard facts={facts} onOpen={() => {}} />)
    expect(html).toContain('€328 (€184 to €472)')
    expect(html).toContain('4.4 (2.5 to 6.3)')
    expect(html.match(/type="range"/g)).toHaveLength(4)
    // What was measured opens the accounts behind it: contacts avoided, accounts kept, minutes spent.
    expect(html.match(/class="link"/g)).toHaveLength(facts.kept ? 3 : 2)
  })

  it('a week shows its rate with the counts behind it, and none where no account was active', () => {
    expect(weekWords({ accounts: 1240, tickets: 155 })).toBe('12.5 (155 of 1,240)')
    expect(weekWords({ accounts: 0, tickets: 0 })).toBe('–')
    expect(renderToStaticMarkup(<TicketWeeksCard weeks={[]} onBehind={() => {}} />)).toContain('cannot tell yet')
  })

  it('a playbook is on a side only with its whole interval', () => {
    expect(sideOf({ value: -0.1, low: -0.2, high: -0.01 })).toBe('fewer')
    expect(sideOf({ value: 0.1, low: 0.01, high: 0.2 })).toBe('more')
    expect(sideOf({ value: -0.1, low: -0.2, high: 0 })).toBe('cannot_tell')
  })

  it('the adjusted total stands beside the plain sum', () => {
    const measured = { value: -0.2, low: -0.3, high: -0.1 }
    const adjusted = { value: -0.1, low: -0.15, high: -0.05 }
    const row = { key: 'p', label: 'Card expires', category: 'billing' as const, starts: 90, measured, adjusted }
    const total = (value: number) => ({ value, low: value - 5, high: value + 5 })
    const league = { rows: [row], naive: total(18), adjusted: total(9), spread: 0.05 }
    const html = renderToStaticMarkup(<LeagueCard league={league} onOpen={() => {}} />)
    for (const words of ['9 (4 to 14)', '18 (13 to 23) plain sum', '−10.0 (−15.0 to −5.0)', '−20.0 (−30.0 to −10.0)'])
      expect(html).toContain(words)
  })

  it('an age has a bucket with a name, the oldest too', () => {
    expect(bucketWords([1, 3, 7])).toEqual(['< 1 d', '1–3 d', '3–7 d', '> 7 d'])
    expect(bucketWords([])).toEqual(['any age'])
  })

  it('the hours of a team are told with what they reach and what the next one is worth', () => {
    const reach = { currency: 'EUR', minutes: 150, valueMinor: 10_000, hours: [6_000, 9_000, 10_000], unpriced: 0 }
    expect(reachWords(reach, 2)).toBe('2 hours reach 90\u00a0% of the queue’s value: €90 of €100.')
    expect(nextHourWords(reach, 1)).toBe('An hour more would be worth €30.')
    expect(nextHourWords(reach, 3)).toBe('An hour more would find no open issue.')
    expect(nextHourWords({ ...reach, minutes: 600 }, 3)).toBe('The hours beyond are not counted.')
  })

  it('an estimated amount loses its minor digits where they would claim more than is known', () => {
    expect(moneyWords(608_938, 'EUR')).toBe('€6,089')
    expect(moneyWords(-9_999, 'EUR')).toBe('−€99.99')
    expect(moneyWords(608_938, 'JPY')).toBe('¥608,938')
  })

  it('claimed time is added only where there is any', () => {
    expect(timeWords({ startedMinutes: 426, claimedMinutes: 0 })).toBe('7.1 h')
    expect(timeWords({ startedMinutes: 426, claimedMinutes: 30 })).toBe('7.1 h + 30 min')
  })

  it('a return says where one account makes most of the revenue, and says nothing where none does', () => {
    const html = (dominantShare: number | null) =>
      renderToStaticMarkup(<RoiCard facts={{ ...facts, dominantShare }} onOpen={() => {}} />)
    expect(html(0.83)).toContain('One account pays 83\u00a0% of what all treated accounts pay')
    expect(html(null)).not.toContain('One account')
  })

  it('a workload is drawn in parts of the busiest person’s', () => {
    const row = { claimed: 2, claimedMinutes: 30, started: 4, startedMinutes: 90, judged: 1 }
    const idle = { claimed: 1, claimedMinutes: 60, started: 0, startedMinutes: 0, judged: 0 }
    const rows = [
      { actor: 'ana', ...row },
      { actor: 'bo', ...idle },
    ]
    const html = renderToStaticMarkup(<WorkloadCard rows={rows} onBehind={() => {}} />)
    expect([...html.matchAll(/width:([\d.]+)%/g)].map(([, width]) => width)).toEqual(['75', '25', '0', '50'])
  })

  it('advice names its segment and its reason, and no advice is drawn as carefully', () => {
    expect(adviceWords({ advice: 'split', segment: 'Norway' })).toBe('Split by Norway')
    expect(adviceWords({ advice: 'pause', segment: null })).toBe('Pause')
    const evidence = { value: 0.05, low: 0.01, high: 0.09 }
    const because = 'Treated accounts contacted us more often.'
    const row = { playbookId: 'p', label: 'Usage', advice: 'pause' as const, because, segment: null, evidence }
    const html = (rows: (typeof row)[], lead: boolean) =>
      renderToStaticMarkup(<AdviceCard rows={rows} range={{}} lead={lead} onOpen={() => {}} />)
    expect(html([row], false)).toContain(because)
    expect([html([row], true), html([row], false)].map(one => one.includes('Decide'))).toEqual([true, false])
    expect(html([], true)).toContain('cannot tell yet')
  })
})
