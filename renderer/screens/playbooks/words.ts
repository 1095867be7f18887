import { own } from '../../../shared/foreign/own.ts'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import { newStep } from './edit-steps.ts'

const FIELD_WORDS: Record<string, string> = {
  'contact.name': 'Contact’s name',
  'contact.first_name': 'Contact’s first name',
  'contact.email': 'Contact’s e-mail address',
  'greeting.en': 'Greeting in English',
  'greeting.de': 'Greeting in German',
  'greeting.fr': 'Greeting in French',
  'greeting.es': 'Greeting in Spanish',
  'account.name': 'Account’s name',
  'account.plan': 'Account’s plan',
  'account.renewal_date': 'Date of the next renewal',
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
export const fieldWords = (name: string): string => own(FIELD_WORDS, name) ?? name

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
