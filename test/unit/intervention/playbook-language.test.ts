import { describe, expect, it } from 'vitest'
import { templateProblems } from '../../../main/intervention/playbook/check.ts'
import { figureNames } from '../../../main/intervention/playbook/figures.ts'
import { compile, firstOutreach, written } from '../../../main/intervention/playbook/program.ts'
import { starterTriggers } from '../../../main/signal/starter-triggers.ts'
import { parsePlaybook, playbookSchema } from '../../../shared/intervention/playbook.ts'
import { unwrap } from '../../../shared/result.ts'

const frame = { id: 'a', name: 'A', summary: '', categories: ['usage'], treatability: 0.3, window: '14d' }
const message = { type: 'outreach', channel: 'email', topic: 'service', subject: 'S', body: 'B' }
const wait = { type: 'wait', for: '1d' }
const when = (condition: unknown, route: unknown) => ({ type: 'branch', cases: [{ if: condition, do: route }] })
const nested = (depth: number): unknown => (depth === 0 ? wait : when('replied', [nested(depth - 1)]))
const whyNot = (...steps: unknown[]): string => {
  const parsed = parsePlaybook({ ...frame, steps })
  return parsed.ok ? 'it was read' : parsed.error.why
}

describe('reading a playbook', () => {
  it('takes one of version 1 as it was stored, with its message at position 0', () => {
    const parsed = unwrap(parsePlaybook({ ...frame, version: 1, steps: [message] }))
    expect(parsed).toEqual({ ...frame, version: 2, steps: [message] })
    expect(playbookSchema.parse({ ...frame, steps: [message] }).steps).toEqual([message])
    expect(firstOutreach(compile(parsed))?.position).toBe(0)
  })

  it.each([
    [[{ type: 'wait', for: '2x' }], 'At steps[0].for: expected a duration such as 28d, 6h or 30m, found "2x".'],
    [[{ type: 'wait', for: '0d' }], 'At steps[0].for: expected a duration above 0, found "0d".'],
    [[when('replid', 'stop')], /^At steps\[0\]\.cases\[0\]\.if: expected one of replied, .*found "replid"\.$/],
    [[when({ not: 'x' }, 'stop')], /^At steps\[0\]\.cases\[0\]\.if\.not: expected one of replied, .*found "x"\.$/],
    [[when('replied', 'halt')], 'At steps[0].cases[0].do: expected a list of steps, or "stop", found "halt".'],
    [
      [when('replied', [wait, { ...message, channel: 'E mail' }])],
      'At steps[0].cases[0].do[1].channel: expected the name of a channel, such as email, found "E mail".',
    ],
    [
      [{ type: 'resolution', action: 'retry', params: {} }],
      'At steps[0].action: expected the id of an action, such as stripe.retry_payment, found "retry".',
    ],
    [[{ type: 'task', title: 'x', extra: 1 }], 'At steps[0].extra: unknown field, found 1.'],
    [[{ type: 'dance' }], 'At steps[0].type: expected a known type, found "dance".'],
    [[], 'At steps: expected at least one.'],
    [Array.from({ length: 51 }, () => wait), 'At steps: expected at most 50 steps in total, found 51.'],
    [[nested(5)], /^At steps\[0\](\.cases\[0\]\.do\[0\]){5}: expected branches nested at most 4 deep\.$/],
    [[nested(4)], 'it was read'],
  ])('%j says where and what', (steps, words) => {
    expect(whyNot(...steps)).toMatch(words)
  })
})

describe('compiling', () => {
  it('lays nested steps flat, with jumps out of each route', () => {
    const { steps } = playbookSchema.parse({
      ...frame,
      steps: [message, { ...when('replied', 'stop'), else: [wait] }, { type: 'task', title: 'x' }],
    })
    const program = compile({ steps })
    expect(program.map(({ op, path }) => `${op} ${written(path)}`)).toEqual([
      'outreach steps[0]',
      'branch steps[1]',
      'stop steps[1].cases[0].do',
      'wait steps[1].else[0]',
      'jump steps[1].else',
      'task steps[2]',
      'end steps',
    ])
    expect(program[1]).toMatchObject({ cases: [{ to: 2 }], otherwise: 3 })
    expect(program[4]).toMatchObject({ to: 5 })
  })
})

describe('checking templates', () => {
  const problems = (step: object, figures: readonly string[] = []) =>
    templateProblems(playbookSchema.parse({ ...frame, steps: [{ ...message, ...step }] }), new Set(figures))

  it('a figure must be measured by a trigger that names the playbook, or say what to do without it', () => {
    const missing = 'No trigger that names this playbook measures recent, and it has no default.'
    expect(problems({ body: '{{ evidence.recent }}' })).toEqual([{ path: 'steps[0].body', problem: missing }])
    expect(problems({ body: '{{ evidence.recent }}' }, ['recent'])).toEqual([])
    expect(problems({ body: '{{ evidence.recent | default: "some" }}' })).toEqual([])
    expect(problems({ body: '{% if evidence.recent %}{{ evidence.recent }}{% endif %}' })).toEqual([])
    expect(problems({ body: '{{ evidence.recent }}', fallbacks: { 'evidence.recent': 'some' } })).toEqual([])
    expect(problems({ body: '{{ evidence.recent | default: 1 }} {{ evidence.recent }}' })).toHaveLength(1)
  })

  it('a fallback must be for a field that exists', () => {
    expect(problems({ fallbacks: { 'contact.nick': 'there' } })).toEqual([
      { path: 'steps[0].fallbacks.contact.nick', problem: 'There is no field contact.nick.' },
    ])
  })

  it('looks into tasks, into the params of fixes, and into every branch', () => {
    const steps = [
      { type: 'task', title: '{{ x }}', details: '{{ contact.name }}' },
      { type: 'resolution', action: 'a.b', params: { id: '{{ object.id }}', to: '{{ object.nope }}' } },
      when('replied', [{ ...message, subject: '{{ object.id }}' }]),
    ]
    expect(templateProblems(playbookSchema.parse({ ...frame, steps }), new Set()).map(({ path }) => path)).toEqual([
      'steps[0].title',
      'steps[1].params.to',
      'steps[2].cases[0].do[0].subject',
    ])
  })

  it('knows the figures of a trigger by their names', () => {
    const named = (id: string) => [...figureNames((starterTriggers().find(one => one.id === id) ?? never()).when)]
    expect(named('usage-down')).toContain('recent_usual')
    expect(named('limit-near')).toEqual(['recent'])
    expect(named('stuck-on-page')).toEqual(['recent', 'recent2', 'recent3'])
  })
})

const never = (): never => {
  throw new Error('no such trigger')
}
