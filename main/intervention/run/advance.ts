import type {
  Happening,
  OutreachStep,
  ResolutionStep,
  RunCondition,
  TaskStep,
} from '../../../shared/intervention/playbook.ts'
import type { Instruction, Program, StepPath } from '../playbook/program.ts'

/** Where a run stands. `position`: the next instruction. `wakeAt`: until when it waits, workspace time, UTC ms. */
export interface RunPoint {
  position: number
  wakeAt: number | null
}

/** What has become of the world since the run began. */
export interface RunFacts {
  /** Why the issue is closed; null while it is not. */
  issueClosed: string | null
  happened: ReadonlySet<Happening>
  /** A message or a fix of this run is still on its way, or not judged yet. */
  holding: boolean
  openTasks: number
}

/** What is to be carried out now, in order. `position` is that of the instruction that asks for it. */
export type Effect =
  | { do: 'outreach'; position: number; step: OutreachStep; path: StepPath; aftermath: boolean }
  | { do: 'resolution'; position: number; step: ResolutionStep; path: StepPath }
  | { do: 'task'; position: number; step: TaskStep; path: StepPath }
  | { do: 'wait'; position: number; until: number; path: StepPath }
  /** `route`: the case that held, or `else`, or `on` where nothing held and there is no else. */
  | { do: 'branch'; position: number; route: number | 'else' | 'on'; path: StepPath }
  | { do: 'end'; how: RunEnd; why: string; path: StepPath | null }

/** `done`: its steps are through. `fixed`: a resolution worked, the issue can be closed. `stopped`: cut short. */
export type RunEnd = 'done' | 'fixed' | 'stopped'

export interface Advanced extends RunPoint {
  effects: Effect[]
  ended: boolean
}

/** Whether a condition of a branch holds. */
export function branchHolds(condition: RunCondition, happened: ReadonlySet<Happening>): boolean {
  if (typeof condition === 'string') return happened.has(condition)
  if ('all' in condition) return condition.all.every(one => branchHolds(one, happened))
  if ('any' in condition) return condition.any.some(one => branchHolds(one, happened))
  return !branchHolds(condition.not, happened)
}

/**
 * Takes a run as far as it goes at `now`. It comes to rest at a wait, at a message or fix (whether that could be queued
 * decides what follows, so the caller asks again), at open tasks before the end, or at the end.
 *
 *   issue closed ─▶ stop · before wakeAt, or holding ─▶ nothing · else step by step until it rests
 */
export function advance(program: Program, point: RunPoint, facts: RunFacts, now: number): Advanced {
  if (facts.issueClosed !== null)
    return ended(point.position, [
      { do: 'end', how: 'stopped', why: `The issue was closed${because(facts)}.`, path: null },
    ])
  if (point.wakeAt !== null && now < point.wakeAt) return { ...point, effects: [], ended: false }
  if (facts.holding) return { position: point.position, wakeAt: null, effects: [], ended: false }
  const effects: Effect[] = []
  let { position } = point
  let { openTasks } = facts
  for (;;) {
    const turn = turnAt(program, position, { ...facts, openTasks }, now)
    if (turn.effect) effects.push(turn.effect)
    if (turn.effect?.do === 'task') openTasks++
    position = turn.position
    if (turn.rests) return { position, wakeAt: turn.wakeAt ?? null, effects, ended: turn.effect?.do === 'end' }
  }
}

/** What one instruction asks for, where it leads, and whether the run comes to rest there. */
interface Turn {
  effect?: Effect
  position: number
  rests: boolean
  wakeAt?: number
}

function turnAt(program: Program, position: number, facts: RunFacts, now: number): Turn {
  const at = program[position]
  if (!at) throw new Error(`a run is at position ${position}, behind the end of its playbook`)
  const next = position + 1
  const end = (how: RunEnd, why: string): Turn => ({
    effect: { do: 'end', how, why, path: at.path },
    position,
    rests: true,
  })
  switch (at.op) {
    case 'outreach': {
      const { step, path, aftermath } = at
      return { effect: { do: 'outreach', position, step, path, aftermath }, position: next, rests: true }
    }
    case 'resolution':
      return { effect: { do: 'resolution', position, step: at.step, path: at.path }, position: next, rests: true }
    case 'wait': {
      const until = now + at.forMs
      return { effect: { do: 'wait', position, until, path: at.path }, position: next, rests: true, wakeAt: until }
    }
    case 'task':
      return { effect: { do: 'task', position, step: at.step, path: at.path }, position: next, rests: false }
    case 'branch':
      return branchAt(at, position, facts)
    case 'jump':
      return { position: at.to, rests: false }
    case 'close_if_worked':
      if (facts.happened.has('resolution_worked')) return end('fixed', 'The fix worked.')
      return { position: next, rests: false }
    case 'stop':
      return end('stopped', 'The playbook ends here.')
    case 'end':
      return facts.openTasks > 0 ? { position, rests: true } : end('done', 'All steps are done.')
  }
}

function branchAt(at: Extract<Instruction, { op: 'branch' }>, position: number, { happened }: RunFacts): Turn {
  const chosen = at.cases.findIndex(one => branchHolds(one.if, happened))
  const route = chosen >= 0 ? chosen : at.step.else === undefined ? 'on' : 'else'
  return {
    effect: { do: 'branch', position, route, path: at.path },
    position: at.cases[chosen]?.to ?? at.otherwise,
    rests: false,
  }
}

const ended = (position: number, effects: Effect[]): Advanced => ({ position, wakeAt: null, effects, ended: true })

const because = ({ issueClosed }: RunFacts): string => (issueClosed ? ` (${issueClosed.replaceAll('_', ' ')})` : '')
