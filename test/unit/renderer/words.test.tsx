import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { commands } from '../../../main/engine/commands.ts'
import { FactorBars } from '../../../renderer/charts/factor-bars.tsx'
import { Whisker } from '../../../renderer/charts/whisker.tsx'
import { ErrorNote } from '../../../renderer/parts/error-note.tsx'
import { percent, signed, withInterval } from '../../../renderer/parts/number.ts'
import { Shape } from '../../../renderer/parts/shape.tsx'
import {
  age,
  axisTime,
  localMorning,
  placeTime,
  relative,
  shortDate,
  shortStamp,
  stamp,
} from '../../../renderer/parts/time.ts'
import { commandWords } from '../../../renderer/parts/words.ts'
import { leaving, overridesOf } from '../../../renderer/screens/queue/act/leaving.ts'
import { caveat, finding } from '../../../renderer/screens/review/headline.ts'
import { asRecord, columnRef, withField } from '../../../renderer/screens/sources/connect/mapping/mapping-edit.ts'
import { conditionWords } from '../../../renderer/screens/triggers/condition-words.ts'
import { freshnessOf } from '../../../renderer/shell/freshness.ts'
import { ANY_SIGN, type PressedIn, step, strokeName } from '../../../renderer/state/key-match.ts'
import { parseRoute } from '../../../renderer/state/route.ts'
import type { OutreachPreview } from '../../../shared/model/intervention.ts'
import type { Proportion, Review } from '../../../shared/model/review.ts'
import type { Mapping } from '../../../shared/source/mapping.ts'
import { mappingSchema } from '../../../shared/source/record-mapping.ts'
import { DAY, HOUR, MINUTE } from '../../../shared/trigger/duration.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'

const OSLO = 'Europe/Oslo'
/** Friday 20 November 2026, 14:02 in Oslo. */
const NOW = Date.UTC(2026, 10, 20, 13, 2)

describe('times', () => {
  it('are relative when near and dated when far', () => {
    const said = [-42 * MINUTE, -5 * HOUR, 5 * HOUR, 3 * DAY, 40 * DAY].map(by => relative(NOW + by, NOW, OSLO))
    expect(said).toEqual(['42 min ago', '5 h ago', 'in 5 h', 'in 3 d', '30 Dec'])
  })

  it('are told in the zone of the person', () => {
    const at = Date.UTC(2026, 10, 19, 23, 30)
    expect(stamp(at, NOW, OSLO)).toBe('today 00:30')
    expect(stamp(at, NOW, 'America/New_York')).toBe('Thu 18:30')
    expect(shortStamp(at, NOW, OSLO)).toBe('00:30')
    expect(shortStamp(at, NOW, 'America/New_York')).toBe('Thu 18:30')
    expect(placeTime('Asia/Tokyo', NOW)).toBe('Tokyo, 22:02 there')
    expect(placeTime('Nowhere/Land', NOW)).toBeNull()
  })

  it('carry the year where it is another one', () => {
    expect(shortDate(Date.UTC(2024, 8, 3), NOW, OSLO)).toBe('3 Sep 2024')
  })

  it('name the day at the ticks of an axis only where it is not the same for all', () => {
    const axis = { first: NOW - 2 * HOUR, last: NOW, every: 5 * MINUTE, now: NOW, zone: OSLO }
    expect(axisTime(NOW - HOUR, axis)).toBe('13:02')
    expect(axisTime(NOW - DAY, { ...axis, first: NOW - DAY })).toBe('Thu 14:02')
    const old = NOW - 20 * DAY
    expect(axisTime(old, { ...axis, first: old, last: old + DAY })).toBe('31 Oct 14:02')
    expect(axisTime(old, { ...axis, first: old, every: DAY })).toBe('31 Oct')
  })

  it('round down to what has passed', () => {
    expect([59_000, 119_000, 47 * HOUR, 49 * HOUR].map(age)).toEqual(['59 s', '1 min', '47 h', '2 d'])
  })

  it('find the morning of a day on either side of a change of the clocks', () => {
    expect(localMorning(NOW, 1, 8, OSLO)).toBe(Date.UTC(2026, 10, 21, 7))
    const beforeSummer = Date.UTC(2026, 2, 28, 12)
    expect(localMorning(beforeSummer, 1, 8, OSLO)).toBe(Date.UTC(2026, 2, 29, 6))
  })
})

describe('numbers', () => {
  const p = (k: number, n: number, low: number | null, high: number | null): Proportion => ({
    k,
    n,
    value: n ? k / n : null,
    low,
    high,
  })

  it('never stand without their interval, and say when they cannot tell', () => {
    expect(withInterval(p(3, 14, 0.076, 0.476))).toBe('21\u00a0%, 8–48')
    expect(withInterval(p(0, 0, null, null))).toBe('cannot tell yet')
    expect(withInterval(p(4, 1_000, 0.003, 0.0048))).toBe('0.4\u00a0%, 0.3–0.5')
    expect(withInterval(p(0, 1_000, 0, 0.004))).toBe('0\u00a0%, 0–0.4')
    expect(withInterval(p(1, 200, 0.001, 0.028))).toBe('0.5\u00a0%, 0–3')
    expect(percent(0.004)).toBe('0.4\u00a0%')
    expect(signed(-0.09)).toBe('−0.09')
  })

  const review = (sent: number, contacted: Proportion, heldOut: number) =>
    ({
      rows: [],
      holdout: { planned: 0.05, observed: p(heldOut, sent + heldOut, null, null) },
      totals: { sent, messages: sent + 2, heldOut, contacted, dismissedFalse: p(0, 0, null, null) },
    }) as unknown as Review

  it('make a headline that says what was done and what followed', () => {
    const said = finding(review(14, p(3, 14, 0.076, 0.476), 1), 30)
    expect(said).toBe(
      '14 issues acted on in the last 30 days (16 messages sent); 3 contacted us anyway (21\u00a0%, 8–48)',
    )
    expect(finding(review(0, p(0, 0, null, null), 0), null)).toBe('No issue was acted on so far')
  })

  it('say how many of what people closed were false alarms', () => {
    const { totals, ...rest } = review(14, p(3, 14, 0.076, 0.476), 1)
    expect(caveat({ ...rest, totals })).toBe('')
    expect(caveat({ ...rest, totals: { ...totals, dismissedFalse: p(2, 8, 0.07, 0.59) } })).toBe(
      '2 of 8 dismissed issues were false positives (25\u00a0%, 7–59).',
    )
  })
})

describe('keys', () => {
  const stroke = (key: string, more = {}) =>
    strokeName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })
  const [ON_SCREEN, TYPING] = [false, true].map(typing => ({ typing, dialog: false })) as [PressedIn, PressedIn]
  const binding = (keys: string, more = {}) => ({ keys, label: keys, group: 'x', run: () => undefined, ...more })
  const bindings = [binding('j'), binding('g q'), binding('q'), binding('mod+enter', { inFields: true })]

  it('have one name on every keyboard', () => {
    expect([stroke('j'), stroke('J'), stroke('J', { shiftKey: true }), stroke('?', { shiftKey: true })]).toEqual([
      'j',
      'j',
      'shift+j',
      '?',
    ])
    expect([stroke('k', { metaKey: true }), stroke('k', { ctrlKey: true }), stroke('k', { altKey: true })]).toEqual([
      'mod+k',
      'mod+k',
      null,
    ])
  })

  it('are inert while somebody types, but for those that say otherwise', () => {
    expect(step(bindings, null, 'j', TYPING).run).toBeNull()
    expect(step(bindings, null, 'mod+enter', TYPING).run?.keys).toBe('mod+enter')
  })

  it('are inert in menus and dialogs, but for those that say otherwise', () => {
    const search = { ...binding('mod+k'), inFields: true, inDialogs: true }
    expect(step([...bindings, search], null, 'j', { typing: false, dialog: true }).run).toBeNull()
    expect(step([...bindings, search], null, 'mod+enter', { typing: true, dialog: true }).run).toBeNull()
    expect(step([...bindings, search], null, 'mod+k', { typing: true, dialog: true }).run).toBe(search)
  })

  it('are answered by a screen that is still loading, but for those that lead elsewhere, or are no sign', () => {
    const waiting = [...bindings, binding(ANY_SIGN)]
    const at = (stroke: string) => step(waiting, null, stroke, ON_SCREEN)
    expect(at('x').run?.keys).toBe(ANY_SIGN)
    expect(at('shift+x').run?.keys).toBe(ANY_SIGN)
    expect(at('j').run?.keys).toBe('j')
    expect(at('g').prefix).toBe('g')
    for (const stroke of ['tab', 'mod+c', 'shift+tab', 'enter', 'f5']) expect(at(stroke).run).toBeNull()
    expect(step(waiting, null, 'x', TYPING).run).toBeNull()
  })

  it('may come in pairs, and a pair that is none is a stroke of its own', () => {
    const first = step(bindings, null, 'g', ON_SCREEN)
    expect(first).toEqual({ run: null, prefix: 'g' })
    expect(step(bindings, first.prefix, 'q', ON_SCREEN).run?.keys).toBe('g q')
    expect(step(bindings, first.prefix, 'j', ON_SCREEN).run?.keys).toBe('j')
  })

  it('can be taken over by the innermost part', () => {
    const inner = binding('j')
    expect(step([...bindings, inner], null, 'j', ON_SCREEN).run).toBe(inner)
  })
})

describe('the button that sends', () => {
  const preview = (change: Partial<OutreachPreview>): OutreachPreview => ({
    playbookId: 'p',
    contact: null,
    from: 'us',
    to: 'them@example.com',
    message: { subject: 's', text: 't', html: 'h' },
    problem: null,
    language: null,
    arm: 'treatment',
    verdicts: [],
    leaves: 'now',
    leavesAt: null,
    fixFirst: null,
    ...change,
  })
  const cap = { check: 'frequency_cap', status: 'refuse', fact: '3 of 3', until: null, overridden: null } as const

  it('is open only when nothing refuses, or each refusal has a reason', () => {
    const refused = preview({ verdicts: [cap], leaves: 'refused' })
    expect(leaving(refused, {}).can).toBe(false)
    expect(leaving(refused, { frequency_cap: 'ok' }).can).toBe(false)
    expect(leaving(refused, { frequency_cap: 'they asked for it' }).can).toBe(true)
    expect(overridesOf(refused, { frequency_cap: ' they asked for it ', consent: 'no such refusal' })).toEqual([
      { check: 'frequency_cap', reason: 'they asked for it' },
    ])
  })

  it('records an account that is held out instead of sending', () => {
    const arm = { check: 'arm', status: 'refuse', fact: 'Held out.', until: null, overridden: null } as const
    expect(leaving(preview({ leaves: 'held_out', message: null, verdicts: [arm] }), {})).toMatchObject({
      can: true,
      label: 'Record as held out',
    })
  })

  it('says why no message can be made', () => {
    expect(leaving(preview({ message: null, problem: 'No first name.' }), {})).toMatchObject({
      can: false,
      why: 'No first name.',
    })
  })
})

describe('mapping a file', () => {
  const account: Mapping = { record: 'account', id: { field: 'a', type: 'text' }, properties: {} }

  it('stays one that the engine takes, whatever the rows are said to be', () => {
    for (const record of ['account', 'contact', 'event', 'object'] as const) {
      const changed = asRecord(account, record, ['a', 'b'])
      expect(mappingSchema.safeParse(changed).success, record).toBe(true)
      expect(changed.record).toBe(record)
    }
  })

  it('adds and leaves out optional fields', () => {
    const named = withField(account, 'name', columnRef('b', 'text'))
    expect(named).toMatchObject({ name: { field: 'b', type: 'text' } })
    expect(mappingSchema.parse(withField(named, 'name', undefined))).not.toHaveProperty('name')
  })
})

describe('small things', () => {
  it('every category has a shape of its own, told apart without colour', () => {
    const drawn = CATEGORIES.map(category => renderToStaticMarkup(<Shape category={category} />).replace(/--\w+/, ''))
    expect(new Set(drawn).size).toBe(CATEGORIES.length)
  })

  it('a failure says what happened, why and what to do', () => {
    const html = renderToStaticMarkup(
      <ErrorNote failure={{ kind: 'io', what: 'No space.', why: 'The disk is full.', todo: 'Free some.' }} />,
    )
    expect(html).toContain('role="alert"')
    for (const words of ['No space.', 'The disk is full.', 'Free some.']) expect(html).toContain(words)
  })

  it('a factor that lowers the risk points the other way', () => {
    const html = renderToStaticMarkup(
      <FactorBars
        factors={[
          { label: 'a', contribution: 0.2 },
          { label: 'b', contribution: -0.1 },
        ]}
      />,
    )
    expect(html.match(/class="down"/g)).toHaveLength(1)
    expect(html).toContain('−0.10')
  })

  it('an interval is drawn only where there is one', () => {
    const none: Proportion = { k: 0, n: 0, value: null, low: null, high: null }
    expect(renderToStaticMarkup(<Whisker proportion={none} tone="bad" />)).not.toContain('<rect')
    const some: Proportion = { k: 1, n: 2, value: 0.5, low: 0.1, high: 0.9 }
    expect(renderToStaticMarkup(<Whisker proportion={some} tone="bad" />)).toContain('<rect')
  })

  it('a condition reads as a sentence', () => {
    const words = conditionWords({
      all: [
        { measure: { type: 'count', events: { kind: 'payment_failed' }, over: '14d' }, op: '>=', threshold: 3 },
        { not: { measure: { type: 'count', events: { kind: 'login' }, over: '6d' }, op: '>', threshold: 0 } },
      ],
    })
    expect(words).toBe('payment failed within 14 d: at least 3 and not (login within 6 d: more than 0)')
  })

  it('old data are marked, failing sources more so', () => {
    const at = (newestAt: number | null, error: string | null = null) =>
      freshnessOf({ newestAt, syncedAt: null, error }, NOW)
    expect(at(NOW - 2 * MINUTE)).toEqual({ tone: 'good', text: '2 min' })
    expect(at(NOW - 3 * DAY).tone).toBe('wait')
    expect(at(NOW, 'refused')).toEqual({ tone: 'bad', text: '0 s · failed' })
    expect(at(null).text).toBe('not synced yet')
    const files = (readInPart: boolean) =>
      freshnessOf({ newestAt: NOW, syncedAt: null, error: null, kind: 'files', streams: [{ readInPart }] }, NOW)
    expect(files(true)).toEqual({ tone: 'wait', text: '0 s · read in part' })
    expect(files(false)).toEqual({ tone: 'good', text: '0 s' })
  })

  it('an address names a screen, and nonsense names the queue', () => {
    expect(parseRoute('#/queue/12')).toEqual({ screen: 'queue', rest: '12' })
    expect(parseRoute('#/sources/connect')).toEqual({ screen: 'sources', rest: 'connect' })
    expect(parseRoute('#/nonsense')).toEqual({ screen: 'queue', rest: null })
  })

  it('what was undone has a name, whatever it was', () => {
    expect(commandWords('issue.snooze')).toBe('Snoozed')
    expect(commandWords('something.new')).toBe('something.new')
    expect(commands.size).toBeGreaterThan(50)
    expect([...commands.keys()].filter(name => commandWords(name) === name)).toEqual([])
  })
})
