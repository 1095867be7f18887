import type {
  BranchStep,
  OutreachStep,
  Playbook,
  ResolutionStep,
  RunCondition,
  Step,
  TaskStep,
  WaitStep,
} from '../../../shared/intervention/playbook.ts'
import { assertNever } from '../../../shared/result.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'

/** Where an instruction comes from in the playbook's JSON: `["steps", 2, "cases", 0, "do", 1]`. */
export type StepPath = (string | number)[]

/**
 * One thing that a run does. `aftermath`: a message that tells of the good end, so it leaves although the condition has
 * cleared: it lies in a case that holds only then. `close_if_worked` follows a resolution whose success is the end of the matter; `jump` leads
 * out of a branch; `stop` is a playbook's own decision to leave it there, `end` is where its steps are through.
 */
export type Instruction =
  | { op: 'outreach'; step: OutreachStep; path: StepPath; aftermath: boolean }
  | { op: 'resolution'; step: ResolutionStep; path: StepPath }
  | { op: 'close_if_worked'; path: StepPath }
  | { op: 'task'; step: TaskStep; path: StepPath }
  | { op: 'wait'; step: WaitStep; forMs: number; path: StepPath }
  | { op: 'branch'; step: BranchStep; cases: { if: RunCondition; to: number }[]; otherwise: number; path: StepPath }
  | { op: 'jump'; to: number; path: StepPath }
  | { op: 'stop'; path: StepPath }
  | { op: 'end'; path: StepPath }

/** A playbook as a flat list; a position is an index into it. Every jump leads forward, so every run ends. */
export type Program = readonly Instruction[]

/** Compiles nested steps. A playbook of one message has that message at position 0. */
export function compile(playbook: Pick<Playbook, 'steps'>): Program {
  const program: Instruction[] = []
  compileSteps(program, playbook.steps, ['steps'], false)
  program.push({ op: 'end', path: ['steps'] })
  return program
}

function compileSteps(program: Instruction[], steps: readonly Step[], at: StepPath, aftermath: boolean): void {
  for (const [n, step] of steps.entries()) compileStep(program, step, [...at, n], aftermath)
}

function compileStep(program: Instruction[], step: Step, path: StepPath, aftermath: boolean): void {
  switch (step.type) {
    case 'outreach':
      program.push({ op: 'outreach', step, path, aftermath })
      return
    case 'resolution':
      program.push({ op: 'resolution', step, path })
      if (step.worked === 'close') program.push({ op: 'close_if_worked', path })
      return
    case 'task':
      program.push({ op: 'task', step, path })
      return
    case 'wait':
      program.push({ op: 'wait', step, forMs: parseDuration(step.for) ?? 0, path })
      return
    case 'branch':
      compileBranch(program, step, path, aftermath)
      return
    default:
      assertNever(step)
  }
}

/** branch ─▶ case 0 … jump out ─▶ case 1 … jump out ─▶ else … ─▶ what follows */
function compileBranch(program: Instruction[], step: BranchStep, path: StepPath, aftermath: boolean): void {
  const branch = {
    op: 'branch' as const,
    step,
    cases: [] as { if: RunCondition; to: number }[],
    otherwise: program.length,
    path,
  }
  program.push(branch)
  const jumps: { op: 'jump'; to: number; path: StepPath }[] = []
  const route = (steps: Step[] | 'stop', at: StepPath, good: boolean): number => {
    const to = program.length
    if (steps === 'stop') program.push({ op: 'stop', path: at })
    else {
      compileSteps(program, steps, at, good)
      const jump = { op: 'jump' as const, to: program.length, path: at }
      jumps.push(jump)
      program.push(jump)
    }
    return to
  }
  for (const [n, one] of step.cases.entries())
    branch.cases.push({ if: one.if, to: route(one.do, [...path, 'cases', n, 'do'], aftermath || isGoodEnd(one.if)) })
  branch.otherwise = step.else === undefined ? program.length : route(step.else, [...path, 'else'], aftermath)
  for (const jump of jumps) jump.to = program.length
}

const GOOD_ENDS: ReadonlySet<RunCondition> = new Set(['condition_cleared', 'metric_met', 'resolution_worked'])

/** Whether a condition can hold only because the matter has come to a good end. */
export function isGoodEnd(condition: RunCondition): boolean {
  if (typeof condition === 'string') return GOOD_ENDS.has(condition)
  if ('all' in condition) return condition.all.some(isGoodEnd)
  return 'any' in condition && condition.any.every(isGoodEnd)
}

/** `steps[2].cases[0].do[1]`: a place in the JSON in words. */
export const written = (path: StepPath): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${key}`)).join('')

/** A message's step, and where it stands in its program. */
export interface PlacedOutreach {
  step: OutreachStep
  position: number
}

/** The first message that a playbook would send, in the order in which it is written; null where it sends none. */
export const firstOutreach = (program: Program): PlacedOutreach | null => {
  const position = program.findIndex(({ op }) => op === 'outreach')
  const found = program[position]
  return found?.op === 'outreach' ? { step: found.step, position } : null
}
