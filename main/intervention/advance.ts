import type { Happening, OutreachStep, ResolutionStep, RunCondition, TaskStep } from '../../shared/playbook.ts'
import type { Path, Program } from './program.ts'

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
  | { do: 'outreach'; position: number; step: OutreachStep; path: Path; aftermath: boolean }
  | { do: 'resolution'; position: number; step: ResolutionStep; path: Path }
  | { do: 'task'; position: number; step: TaskStep; path: Path }
  | { do: 'wait'; position: number; until: number; path: Path }
  /** `route`: the case that held, or `else`, or `on` where nothing held and there is no else. */
  | { do: 'branch'; position: number; route: number | 'else' | 'on'; path: Path }
  | { do: 'end'; how: RunEnd; why: string; path: Path | null }

/** `done`: its steps are through. `fixed`: a resolution worked, the issue can be closed. `stopped`: cut short. */
export type RunEnd = 'done' | 'fixed' | 'stopped'

export interface Advanced extends RunPoint {
  effects: Effect[]
  ended: boolean
}

/** Whether a condition of a branch holds. */
export function holds(condition: RunCondition, happened: ReadonlySet<Happening>): boolean {
  if (typeof condition === 'string') return happened.has(condition)
  if ('all' in condition) return condition.all.every(one => holds(one, happened))
  if ('any' in condition) return condition.any.some(one => holds(one, happened))
  return !holds(condition.not, happened)
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
  let tasks = facts.openTasks
  for (;;) {
    const at = program[position]
    if (!at) throw new Error(`a run stands at ${position}, behind the end of its playbook`)
    switch (at.op) {
      case 'outreach':
        effects.push({ do: 'outreach', position, step: at.step, path: at.path, aftermath: at.aftermath })
        return { position: position + 1, wakeAt: null, effects, ended: false }
      case 'resolution':
        effects.push({ do: 'resolution', position, step: at.step, path: at.path })
        return { position: position + 1, wakeAt: null, effects, ended: false }
      case 'wait':
        effects.push({ do: 'wait', position, until: now + at.forMs, path: at.path })
        return { position: position + 1, wakeAt: now + at.forMs, effects, ended: false }
      case 'task':
        effects.push({ do: 'task', position, step: at.step, path: at.path })
        tasks++
        position++
        break
      case 'branch': {
        const chosen = at.cases.findIndex(one => holds(one.if, facts.happened))
        const route = chosen >= 0 ? chosen : at.step.else === undefined ? 'on' : 'else'
        effects.push({ do: 'branch', position, route, path: at.path })
        position = at.cases[chosen]?.to ?? at.otherwise
        break
      }
      case 'jump':
        position = at.to
        break
      case 'close_if_worked':
        if (facts.happened.has('resolution_worked'))
          return ended(position, [...effects, { do: 'end', how: 'fixed', why: 'The fix worked.', path: at.path }])
        position++
        break
      case 'stop':
        return ended(position, [
          ...effects,
          { do: 'end', how: 'stopped', why: 'The playbook ends here.', path: at.path },
        ])
      case 'end':
        if (tasks > 0) return { position, wakeAt: null, effects, ended: false }
        return ended(position, [...effects, { do: 'end', how: 'done', why: 'All steps are through.', path: at.path }])
    }
  }
}

const ended = (position: number, effects: Effect[]): Advanced => ({ position, wakeAt: null, effects, ended: true })

const because = ({ issueClosed }: RunFacts): string => (issueClosed ? ` (${issueClosed.replaceAll('_', ' ')})` : '')
