import {
  type OutreachStep,
  type PlacedStep,
  placedSteps,
  type ResolutionStep,
  type Step,
} from '../../../shared/intervention/playbook.ts'
import type { PlaybookProblem } from '../../../shared/intervention/run.ts'
import type { ActionView } from '../../../shared/outbox/action-manifest.ts'
import type { ChannelView } from '../../../shared/outbox/channel.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { written } from '../../intervention/door.ts'

/** What a workspace could reach: its channels and fixes, set up or not. */
export interface Reach {
  channels: readonly ChannelView[]
  actions: readonly ActionView[]
}

type Problem = PlaybookProblem & { todo: string }

/**
 * The channels and fixes of a playbook that do not exist, and, as warnings, those that are there and cannot be used yet:
 * a playbook may be written before its mail server or its system is set up.
 */
export const reachProblems = (steps: readonly Step[], reach: Reach): Problem[] =>
  placedSteps(steps).flatMap(({ step, path }) => {
    if (step.type === 'outreach') return channelProblems(step, path, reach)
    return step.type === 'resolution' ? fixProblems(step, path, reach) : []
  })

/** Refuses a playbook that names what does not exist. */
export function reachable(name: string, steps: readonly Step[], reach: Reach): Result<null> {
  const wrong = reachProblems(steps, reach).find(({ level }) => level === 'error')
  if (!wrong) return ok(null)
  const why = `At ${wrong.path}: ${wrong.problem}`
  return fail('invalid', `“${name}” cannot be saved.`, why, `${wrong.todo} Nothing was changed.`)
}

const error = (path: PlacedStep['path'], problem: string, todo: string): Problem[] => [
  { path: written(path), level: 'error', problem, todo },
]
const warning = (path: PlacedStep['path'], problem: string): Problem[] => [
  { path: written(path), level: 'warning', problem, todo: '' },
]

function channelProblems({ channel }: OutreachStep, path: PlacedStep['path'], { channels }: Reach): Problem[] {
  const at = [...path, 'channel']
  const known = channels.filter(({ use, problem }) => use === 'messages' && problem === null)
  const found = known.find(({ id }) => id === channel)
  if (found) return found.ready ? [] : warning(at, `${found.name} is not set up: ${found.missing.join(' ')}`)
  const there = `There is no channel “${channel}”, only ${listed(known.map(({ id }) => id))}.`
  return error(
    at,
    there + brokenFile(channel, channels),
    'Choose one of these channels, or put a manifest into the “channels” folder.',
  )
}

function fixProblems({ action, params }: ResolutionStep, path: PlacedStep['path'], reach: Reach): Problem[] {
  const at = [...path, 'action']
  const known = reach.actions.filter(({ problem }) => problem === null)
  const found = known.find(({ id }) => id === action)
  if (!found) {
    const there = `There is no fix “${action}”, only ${listed(known.map(({ id }) => id))}.`
    const file = brokenFile(action.split('.')[0] ?? '', reach.actions)
    return error(at, there + file, 'Choose one of these fixes, or put a manifest into the “actions” folder.')
  }
  const asked = found.params.map(({ name }) => name)
  const absent = asked.filter(name => !Object.hasOwn(params, name))
  const strange = Object.keys(params).filter(name => !asked.includes(name))
  const takes = `${action} takes ${asked.length > 0 ? listed(asked) : 'no values'}.`
  return [
    ...absent.flatMap(name => error([...path, 'params'], `The value “${name}” is missing. ${takes}`, 'Add the value.')),
    ...strange.flatMap(name => error([...path, 'params', name], `${takes}`, 'Remove the other value.')),
    ...(found.enabled
      ? []
      : warning(at, `The fix ${action} is turned off, so the step is skipped. Turn on the fix in Settings.`)),
    ...(found.enabled && !found.ready
      ? warning(at, `${found.systemName} is not set up: ${found.missing.join(' ')}`)
      : []),
  ]
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'none') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** A manifest of that name which is there and cannot be used explains why the name is unknown. */
function brokenFile(id: string, found: readonly { name: string; problem: string | null }[]): string {
  const file = found.find(({ name, problem }) => name.endsWith(`/${id}.json`) && problem !== null)
  return file ? ` The file ${file.name} cannot be used: ${file.problem}` : ''
}
