import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { starterPlaybooks } from '../../../main/intervention/playbook/starter-playbooks.ts'
import { outline, STEP_WORDS } from '../../../renderer/parts/playbook-words.ts'
import { withGroup } from '../../../renderer/screens/playbooks/branch-condition.tsx'
import {
  flatten,
  insertStep,
  mayMove,
  moveStep,
  newStep,
  removeStep,
  replaceStep,
  unflatten,
  withRoute,
} from '../../../renderer/screens/playbooks/edit-steps.ts'
import { byStep, written } from '../../../renderer/screens/playbooks/problems.ts'
import { idFor, keptWords } from '../../../renderer/screens/playbooks/use-editing.ts'
import { blankPlaybook } from '../../../renderer/screens/playbooks/words.ts'
import { addBeside, addInto, removeAt, toggleNot, turnGroup } from '../../../renderer/state/condition-tree.ts'
import {
  type BranchStep,
  parsePlaybook,
  placedSteps,
  type RunCondition,
  runConditionSchema,
  type Step,
} from '../../../shared/intervention/playbook.ts'

const wait = (days: number): Step => ({ type: 'wait', for: `${days}d` })
const branch = (inside: Step[]): BranchStep => ({ type: 'branch', cases: [{ if: 'replied', do: inside }] })
const waits = (steps: readonly Step[]) =>
  placedSteps(steps).map(({ step, path }) => `${written(path)} ${step.type === 'wait' ? step.for : step.type}`)

describe('editing the steps of a playbook', () => {
  it('begins every kind of step as one that the language takes', () => {
    for (const type of Object.keys(STEP_WORDS) as Step['type'][]) {
      const playbook = { ...blankPlaybook('new'), steps: [newStep(type)] }
      expect(parsePlaybook(playbook)).toMatchObject({ ok: true })
    }
  })

  it('puts a step where it was asked for, at the top and within a branch', () => {
    const steps = [wait(1), branch([wait(2)])]
    expect(waits(insertStep(steps, ['steps', 0], wait(9)))[0]).toBe('steps[0] 9d')
    expect(waits(insertStep(steps, ['steps', 1, 'cases', 0, 'do', 1], wait(9)))).toContain('steps[1].cases[0].do[1] 9d')
  })

  it('moves a step within its list, and out of its branch beyond the list’s end', () => {
    const steps = [wait(1), branch([wait(2), wait(3)])]
    expect(waits(moveStep(steps, ['steps', 0], 1))).toEqual([
      'steps[0] branch',
      'steps[0].cases[0].do[0] 2d',
      'steps[0].cases[0].do[1] 3d',
      'steps[1] 1d',
    ])
    expect(waits(moveStep(steps, ['steps', 1, 'cases', 0, 'do', 0], -1))).toEqual([
      'steps[0] 1d',
      'steps[1] 2d',
      'steps[2] branch',
      'steps[2].cases[0].do[0] 3d',
    ])
    expect(waits(moveStep(steps, ['steps', 1, 'cases', 0, 'do', 1], 1)).at(-1)).toBe('steps[2] 3d')
    expect(mayMove(steps, ['steps', 0], -1)).toBe(false)
    expect(mayMove(steps, ['steps', 1, 'cases', 0, 'do', 0], -1)).toBe(true)
  })

  it('lets a route that becomes empty stop, and keeps the last step of all', () => {
    expect(removeStep([branch([wait(2)])], ['steps', 0, 'cases', 0, 'do', 0])).toEqual([
      { type: 'branch', cases: [{ if: 'replied', do: 'stop' }] },
    ])
    expect(removeStep([wait(1)], ['steps', 0])).toEqual([wait(1)])
  })

  it('takes what a branch does otherwise away without leaving a hole', () => {
    const step: BranchStep = { ...branch([wait(1)]), else: 'stop' }
    expect(withRoute(step, 'else', undefined)).not.toHaveProperty('else')
    expect(withRoute(step, 0, 'stop').cases[0]?.do).toBe('stop')
  })

  it('changes one step and leaves the others as they are', () => {
    const steps = [wait(1), branch([wait(2)])]
    const changed = replaceStep(steps, ['steps', 1, 'cases', 0, 'do', 0], wait(7))
    expect(waits(changed)).toEqual(['steps[0] 1d', 'steps[1] branch', 'steps[1].cases[0].do[0] 7d'])
    expect(steps).toEqual([wait(1), branch([wait(2)])])
  })
})

describe('the condition of a branch as a sentence', () => {
  const flat: RunCondition[] = ['replied', { not: 'replied' }, { any: ['replied', 'metric_met'] }]

  it('says the same as the condition', () => {
    for (const condition of [...flat, { all: ['task_done', { not: 'replied' }] } as RunCondition]) {
      const read = flatten(condition)
      expect(read && unflatten(read)).toEqual(condition)
    }
  })

  it('is not made of what is nested deeper', () => {
    expect(flatten({ any: ['replied', { all: ['task_done', 'metric_met'] }] })).toBeNull()
  })

  it('can be made of every branch that a starter playbook has', () => {
    const branches = starterPlaybooks().flatMap(({ steps }) =>
      placedSteps(steps).flatMap(({ step }) => (step.type === 'branch' ? step.cases : [])),
    )
    expect(branches.length).toBeGreaterThan(10)
    for (const one of branches) expect(flatten(one.if)).not.toBeNull()
  })
})

describe('the nested condition of a branch', () => {
  const nested: RunCondition = { any: ['replied', { all: ['task_done', { not: 'metric_met' }] }] }

  it('grows by a group around one of its conditions, and by a condition in a group', () => {
    expect(addBeside<RunCondition>({ any: ['replied', 'metric_met'] }, ['any', 1], 'all', 'task_done')).toEqual({
      any: ['replied', { all: ['metric_met', 'task_done'] }],
    })
    expect(addInto<RunCondition>(nested, ['any', 1], 'replied')).toEqual({
      any: ['replied', { all: ['task_done', { not: 'metric_met' }, 'replied'] }],
    })
    expect(addBeside<RunCondition>('replied', [], 'any', { all: ['task_done', 'metric_met'] })).toEqual({
      any: ['replied', { all: ['task_done', 'metric_met'] }],
    })
  })

  it('begins with a group that is put beside what the sentence says', () => {
    const group = { all: ['condition_cleared', 'metric_met'] }
    expect(withGroup('replied', 'any')).toEqual({ any: ['replied', group] })
    expect(withGroup({ not: 'replied' }, 'any')).toEqual({ any: [{ not: 'replied' }, group] })
    expect(withGroup({ any: ['replied', 'task_done'] }, 'any')).toEqual({ any: ['replied', 'task_done', group] })
  })

  it('becomes a sentence again once nothing is nested in it', () => {
    const left = removeAt<RunCondition>(nested, ['any', 1, 'all', 0])
    expect(left).toEqual({ any: ['replied', { not: 'metric_met' }] })
    expect(flatten(left)).not.toBeNull()
    expect(removeAt<RunCondition>(nested, ['any', 1])).toBe('replied')
  })

  it('turns a group and denies it, and takes both back', () => {
    const turned = turnGroup<RunCondition>(nested, ['any', 1])
    expect(turned).toEqual({ any: ['replied', { any: ['task_done', { not: 'metric_met' }] }] })
    const denied = toggleNot<RunCondition>(nested, ['any', 1])
    expect(denied).toEqual({ any: ['replied', { not: { all: ['task_done', { not: 'metric_met' }] } }] })
    expect(toggleNot<RunCondition>(denied, ['any', 1, 'not'])).toEqual(nested)
    expect(toggleNot<RunCondition>(nested, ['any', 0])).toMatchObject({ any: [{ not: 'replied' }, {}] })
  })

  it('is a playbook’s still, whatever is done to it', () => {
    const pathsOf = (part: RunCondition, path: (string | number)[] = []): (string | number)[][] => {
      if (typeof part === 'string') return [path]
      if ('not' in part) return [path, ...pathsOf(part.not, [...path, 'not'])]
      const [kind, parts] = 'all' in part ? (['all', part.all] as const) : (['any', part.any] as const)
      return [path, ...parts.flatMap((one, n) => pathsOf(one, [...path, kind, n]))]
    }
    const acts = [
      (one: RunCondition, at: (string | number)[]) => addBeside<RunCondition>(one, at, 'all', 'replied'),
      (one: RunCondition, at: (string | number)[]) => addBeside<RunCondition>(one, at, 'any', 'replied'),
      removeAt<RunCondition>,
      toggleNot<RunCondition>,
    ]
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 12 }), turns => {
        let condition = nested as RunCondition
        for (const [place, what] of turns) {
          const paths = pathsOf(condition)
          const act = acts[what % acts.length]
          const at = paths[place % paths.length]
          if (act && at) condition = act(condition, at)
        }
        expect(runConditionSchema.safeParse(condition).success).toBe(true)
      }),
    )
  })
})

describe('what is wrong with a playbook', () => {
  const problem = (path: string) => ({ path, problem: 'There is no field x.' })

  it('stands at the innermost step that holds the place', () => {
    const places = waits([wait(1), branch([wait(2)])]).map(line => line.split(' ')[0] ?? '')
    const found = byStep(
      [problem('steps[1].cases[0].do[0].for'), problem('steps[1].cases[0].if'), problem('window'), problem('steps[0]')],
      places,
    )
    expect([...found.keys()]).toEqual(['steps[1].cases[0].do[0]', 'steps[1]', '', 'steps[0]'])
  })

  it('of the twelfth step does not stand at the first', () => {
    const many = waits(Array.from({ length: 12 }, () => wait(1))).map(line => line.split(' ')[0] ?? '')
    expect([...byStep([problem('steps[11].for')], many).keys()]).toEqual(['steps[11]'])
  })
})

describe('a playbook in words', () => {
  it('tells its steps in order, with what may follow', () => {
    expect(outline([newStep('outreach'), wait(2), branch([newStep('task')])])).toBe(
      'e-mail · wait 2 days · then maybe task',
    )
    expect(outline([newStep('resolution')])).toBe('fix retry payment (stripe)')
  })

  it('is called after its name when it is new, unless it was given an id', () => {
    expect(idFor({ id: 'new-playbook', name: 'Ask and call' }, new Set())).toBe('ask-and-call')
    expect(idFor({ id: 'new-playbook-2', name: 'Ask and call' }, new Set(['ask-and-call']))).toBe('ask-and-call-2')
    expect(idFor({ id: 'my-own', name: 'Ask and call' }, new Set())).toBe('my-own')
  })

  it('says which version active runs keep', () => {
    expect(
      keptWords([
        { version: 3, running: 0 },
        { version: 2, running: 1 },
        { version: 1, running: 4 },
      ]),
    ).toBe('1 active run keeps version 2 · 4 active runs keep version 1')
  })
})
