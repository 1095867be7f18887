import type { Step } from '../../shared/intervention/playbook.ts'
import { spanWords } from '../../shared/intervention/playbook-words.ts'
import { parseDuration } from '../../shared/trigger/duration.ts'
import { channelWords } from './words.ts'

/** The kinds of step, in words. */
export const STEP_WORDS: Record<Step['type'], string> = {
  outreach: 'Message',
  resolution: 'Fix',
  task: 'Task',
  wait: 'Wait',
  branch: 'Branch',
}

/** Steps in a few words, in the order in which they are written: `e-mail · wait 2 days · branch: task`. */
export function outline(steps: readonly Step[]): string {
  return steps.map(brief).join(' · ')
}

function brief(step: Step): string {
  switch (step.type) {
    case 'outreach':
      return channelWords(step.channel)
    case 'resolution':
      return `fix ${actionWords(step.action)}`
    case 'task':
      return 'task'
    case 'wait':
      return `wait ${spanWords(parseDuration(step.for) ?? 0)}`
    case 'branch': {
      const routes = [...step.cases.map(one => one.do), step.else].flatMap(route =>
        route === undefined || route === 'stop' ? [] : [outline(route)],
      )
      return routes.length > 0 ? `then maybe ${routes.join(', or ')}` : 'then maybe stop'
    }
  }
}

/** `stripe.retry_payment` is `retry payment (stripe)`. */
export function actionWords(action: string): string {
  const [where = '', what = ''] = action.split('.')
  return what ? `${what.replaceAll('_', ' ')} (${where})` : action
}
