import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile, type Program } from '../../../main/intervention/playbook/program.ts'
import { advance, type Effect, type RunFacts } from '../../../main/intervention/run/advance.ts'
import {
  HAPPENINGS,
  parsePlaybook,
  placedSteps,
  type RunCondition,
  type Step,
} from '../../../shared/intervention/playbook.ts'
import { formatDuration, HOUR } from '../../../shared/trigger/duration.ts'

const happening = fc.constantFrom(...HAPPENINGS)
const { condition } = fc.letrec<{ condition: RunCondition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    happening,
    fc.record({ not: tie('condition') }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
  ),
}))

const leaf: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ type: 'outreach', channel: 'email', topic: 'service', subject: 's', body: 'b' }),
  fc
    .constantFrom('close' as const, 'continue' as const)
    .map((worked): Step => ({ type: 'resolution', action: 'stripe.retry_payment', params: {}, worked })),
  fc.constant<Step>({ type: 'task', title: 'Call them', details: '' }),
  fc.integer({ min: 1, max: 72 }).map((hours): Step => ({ type: 'wait', for: formatDuration(hours * HOUR) })),
)

const stepAt = (depth: number): fc.Arbitrary<Step> => {
  if (depth === 0) return leaf
  const route = fc.oneof(
    { weight: 1, arbitrary: fc.constant('stop' as const) },
    { weight: 3, arbitrary: fc.array(stepAt(depth - 1), { minLength: 1, maxLength: 3 }) },
  )
  const branch = fc.record(
    {
      type: fc.constant('branch' as const),
      cases: fc.array(fc.record({ if: condition, do: route }), { minLength: 1, maxLength: 3 }),
      else: route,
    },
    { requiredKeys: ['type', 'cases'] },
  )
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: branch })
}
const steps = fc.array(stepAt(2), { minLength: 1, maxLength: 6 }).filter(list => placedSteps(list).length <= 50)

/** What the world does between two looks at a run. */
const turn = fc.record({
  passes: fc.integer({ min: 0, max: 60 * HOUR }),
  happened: fc.uniqueArray(happening),
  /** A message or fix settles now, if one is on its way. */
  settles: fc.boolean(),
  /** Open tasks are done now. */
  works: fc.boolean(),
  closes: fc.boolean(),
})
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never

interface Life {
  effects: (Effect & { at: number })[]
  ended: boolean
}

/** Lives through turns as the store does: what is queued holds until it settles, what is refused goes on at once. */
function live(program: Program, turns: readonly Turn[], refuses: readonly boolean[]): Life {
  const life: Life = { effects: [], ended: false }
  let point = { position: 0, wakeAt: null as number | null }
  let now = 0
  let holding = false
  let openTasks = 0
  let asked = 0
  for (const { passes, happened, settles, works, closes } of turns) {
    now += passes
    if (settles) holding = false
    if (works) openTasks = 0
    for (let again = true; again && !life.ended; ) {
      again = false
      const facts: RunFacts = {
        issueClosed: closes ? 'cleared' : null,
        happened: new Set(happened),
        holding,
        openTasks,
      }
      const before = { ...point }
      const { effects, ended, ...next } = advance(program, point, facts, now)
      expect(next.position).toBeGreaterThanOrEqual(before.position)
      point = next
      for (const effect of effects) {
        life.effects.push({ ...effect, at: now })
        if (effect.do === 'task') openTasks++
        if (effect.do !== 'outreach' && effect.do !== 'resolution') continue
        again = refuses[asked++ % refuses.length] ?? false
        holding = !again
      }
      life.ended = ended
    }
    if (life.ended) return life
  }
  return life
}

const turns = fc.array(turn, { minLength: 1, maxLength: 40 })
const refuses = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 })
const RUNS = { numRuns: 500 }

describe('a run of any playbook', () => {
  it('ends, once what it waits for has come', () => {
    const willing: Turn = { passes: 100 * HOUR, happened: [], settles: true, works: true, closes: false }
    fc.assert(
      fc.property(steps, turns, refuses, (list, some, no) => {
        const patient = Array.from({ length: 2 * placedSteps(list).length + 2 }, () => willing)
        const life = live(compile({ steps: list }), [...some, ...patient], no)
        expect(life.ended).toBe(true)
        expect(life.effects.at(-1)?.do).toBe('end')
      }),
      RUNS,
    )
  })

  it('never runs a step twice, and takes them in the order in which they are written', () => {
    fc.assert(
      fc.property(steps, turns, refuses, (list, some, no) => {
        const { effects } = live(compile({ steps: list }), some, no)
        const paths = effects.flatMap(effect => (effect.do === 'end' ? [] : [JSON.stringify(effect.path)]))
        expect(new Set(paths).size).toBe(paths.length)
        const written = placedSteps(list).map(({ path }) => JSON.stringify(path))
        expect(paths).toEqual(written.filter(path => paths.includes(path)))
      }),
      RUNS,
    )
  })

  it('never wakes from a wait before its time', () => {
    fc.assert(
      fc.property(steps, turns, refuses, (list, some, no) => {
        const { effects } = live(compile({ steps: list }), some, no)
        for (const [n, effect] of effects.entries()) {
          const next = effects[n + 1]
          const cutShort = next?.do === 'end' && next.path === null
          if (effect.do === 'wait' && next && !cutShort) expect(next.at).toBeGreaterThanOrEqual(effect.until)
        }
      }),
      RUNS,
    )
  })

  it('does nothing any more after a stop, a fix that worked, or a closed issue', () => {
    fc.assert(
      fc.property(steps, turns, refuses, (list, some, no) => {
        const { effects } = live(compile({ steps: list }), some, no)
        const end = effects.findIndex(effect => effect.do === 'end')
        expect(end === -1 || end === effects.length - 1).toBe(true)
        const last = effects.at(-1)
        const firstClosed = some.findIndex(({ closes }) => closes)
        if (firstClosed >= 0) expect(last?.do).toBe('end')
      }),
      RUNS,
    )
  })

  it('compiles without a way back, and each instruction knows its place in the JSON', () => {
    fc.assert(
      fc.property(steps, list => {
        const program = compile({ steps: list })
        for (const [n, one] of program.entries()) {
          const targets =
            one.op === 'jump' ? [one.to] : one.op === 'branch' ? [...one.cases.map(({ to }) => to), one.otherwise] : []
          for (const to of targets) {
            expect(to).toBeGreaterThan(n)
            expect(to).toBeLessThan(program.length)
          }
          const found = one.path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], {
            steps: list,
          })
          expect(found).toBeDefined()
        }
      }),
      RUNS,
    )
  })

  it('is what its JSON says, there and back', () => {
    const frame = { id: 'a', name: 'A', summary: '', categories: ['usage' as const], treatability: 0.3, window: '14d' }
    fc.assert(
      fc.property(steps, list => {
        const parsed = parsePlaybook(JSON.parse(JSON.stringify({ ...frame, steps: list })))
        expect(parsed).toMatchObject({ ok: true, value: { ...frame, version: 2 } })
        expect(parsed.ok && JSON.parse(JSON.stringify(parsed.value.steps))).toEqual(JSON.parse(JSON.stringify(list)))
      }),
      RUNS,
    )
  })
})
