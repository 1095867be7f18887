import {
  type BranchStep,
  HAPPENINGS,
  type Happening,
  type RunCondition,
  type Step,
} from '../../../shared/intervention/playbook.ts'

/** The place of a step in a playbook: `['steps', 2, 'cases', 0, 'do', 1]`. */
export type StepPath = readonly (string | number)[]
export type Route = Step[] | 'stop' | undefined
type Steps = readonly Step[]

const GREETING = '{{ greeting.en }}'

/** A new step. It is complete, so that the playbook stays valid. */
export function newStep(type: Step['type']): Step {
  switch (type) {
    case 'outreach':
      return {
        type,
        channel: 'email',
        topic: 'service',
        subject: 'About {{ account.name }}',
        body: `${GREETING}\n\n…\n\nKind regards,\n{{ sender.name }}`,
      }
    case 'resolution':
      return { type, action: 'stripe.retry_payment', params: { invoice: '{{ object.id }}' }, worked: 'close' }
    case 'task':
      return { type, title: 'Call {{ account.name }}', details: '', due: '1d' }
    case 'wait':
      return { type, for: '2d' }
    case 'branch':
      return { type, cases: [{ if: 'replied', do: 'stop' }] }
  }
}

const get = (node: unknown, path: StepPath): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key as string], node)

function put(node: unknown, path: StepPath, next: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return next
  if (Array.isArray(node)) return node.map((item, n) => (n === key ? put(item, rest, next) : item))
  return { ...(node as object), [key]: put((node as Record<string, unknown>)[key], rest, next) }
}

const edit = (steps: Steps, path: StepPath, next: unknown): Step[] =>
  (put({ steps }, path, next) as { steps: Step[] }).steps
const listAt = (steps: Steps, path: StepPath): Step[] => get({ steps }, path) as Step[]
const placeOf = (path: StepPath) => ({ list: path.slice(0, -1), n: Number(path.at(-1)) })

/** The steps with another one at `path`. */
export const replaceStep = (steps: Steps, path: StepPath, step: Step): Step[] => edit(steps, path, step)

/** The steps with another one inserted at `path`; a path beyond the end appends. */
export function insertStep(steps: Steps, path: StepPath, step: Step): Step[] {
  const { list, n } = placeOf(path)
  return edit(steps, list, listAt(steps, list).toSpliced(n, 0, step))
}

/** The steps without the one at `path`. A route that becomes empty turns into a stop; the last step of all stays. */
export function removeStep(steps: Steps, path: StepPath): Step[] {
  const { list, n } = placeOf(path)
  const left = listAt(steps, list).toSpliced(n, 1)
  if (left.length > 0) return edit(steps, list, left)
  return list.length === 1 ? [...steps] : edit(steps, list, 'stop')
}

/**
 * The steps with the one at `path` moved up (−1) or down (+1) within its list. Beyond the end of the list the step moves
 * out of its branch, to the place before or after the branch.
 */
export function moveStep(steps: Steps, path: StepPath, by: -1 | 1): Step[] {
  const { list, n } = placeOf(path)
  const all = listAt(steps, list)
  const step = all[n]
  if (!step) return [...steps]
  if (all[n + by]) return edit(steps, list, all.toSpliced(n, 1).toSpliced(n + by, 0, step))
  const branch = branchOf(path)
  if (!branch) return [...steps]
  const without = removeStep(steps, path)
  const outer = placeOf(branch)
  return insertStep(without, [...outer.list, by < 0 ? outer.n : outer.n + 1], step)
}

/** The branch that contains a step; null where there is none. */
function branchOf(path: StepPath): StepPath | null {
  const list = path.slice(0, -1)
  const at = list.findLastIndex(key => typeof key === 'string' && (key === 'cases' || key === 'else'))
  return at < 0 ? null : list.slice(0, at)
}

export const mayMove = (steps: Steps, path: StepPath, by: -1 | 1): boolean => {
  const { list, n } = placeOf(path)
  return branchOf(path) !== null || listAt(steps, list)[n + by] !== undefined
}

/** The branch with another route for its case `n`, or for “otherwise”. */
export function withRoute(branch: BranchStep, where: number | 'else', route: Route): BranchStep {
  if (where === 'else') {
    const { else: _before, ...rest } = branch
    return route === undefined ? rest : { ...rest, else: route }
  }
  return { ...branch, cases: branch.cases.map((one, n) => (n === where ? { ...one, do: route ?? 'stop' } : one)) }
}

/** A condition that one sentence can show: happenings joined by one word, each negated or not. */
export interface FlatCondition {
  join: 'any' | 'all'
  parts: { happening: Happening; not: boolean }[]
}

const isHappening = (condition: RunCondition): condition is Happening =>
  HAPPENINGS.some(happening => happening === condition)

function partOf(condition: RunCondition): FlatCondition['parts'][number] | null {
  if (isHappening(condition)) return { happening: condition, not: false }
  return typeof condition === 'object' && 'not' in condition && isHappening(condition.not)
    ? { happening: condition.not, not: true }
    : null
}

/** Reads a condition as one sentence; null where it is nested. */
export function flatten(condition: RunCondition): FlatCondition | null {
  const one = partOf(condition)
  if (one) return { join: 'any', parts: [one] }
  if (typeof condition !== 'object' || 'not' in condition) return null
  const [join, all] = 'any' in condition ? (['any', condition.any] as const) : (['all', condition.all] as const)
  const parts = all.map(partOf).filter(part => part !== null)
  return parts.length === all.length ? { join, parts } : null
}

/** The condition for a sentence. */
export function unflatten({ join, parts }: FlatCondition): RunCondition {
  const all = parts.map(({ happening, not }): RunCondition => (not ? { not: happening } : happening))
  const [only] = all
  if (all.length === 1 && only) return only
  return join === 'any' ? { any: all } : { all }
}
