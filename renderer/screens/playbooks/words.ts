import type { Playbook, Step } from '../../../shared/intervention/playbook.ts'
import { spanWords } from '../../../shared/intervention/playbook-words.ts'
import { parseDuration } from '../../../shared/trigger/duration.ts'
import { channelWords } from '../../parts/words.ts'
import { newStep } from './edit-steps.ts'

/** Steps in a few words, in their written order: `e-mail · wait 2 days · then maybe task`. */
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

const FIELD_WORDS: Record<string, string> = {
  'contact.name': 'Contact’s name',
  'contact.first_name': 'Contact’s first name',
  'contact.email': 'Contact’s e-mail address',
  'account.name': 'Account’s name',
  'account.plan': 'Account’s plan',
  'account.id': 'Account’s id',
  'issue.title': 'Issue title',
  'sender.name': 'Sender’s name',
  'object.id': 'Object’s id',
  'object.state': 'Object’s state',
  'object.lane': 'Object’s lane',
  'object.amount_minor': 'Object’s amount',
  'object.currency': 'Object’s currency',
}

/** A field of a template in words. */
export const fieldWords = (name: string): string => FIELD_WORDS[name] ?? name

/** A new playbook. */
export const blankPlaybook = (id: string): Playbook => ({
  version: 2,
  id,
  name: 'New playbook',
  summary: '',
  categories: ['usage'],
  treatability: 0.2,
  window: '14d',
  steps: [newStep('outreach')],
})
