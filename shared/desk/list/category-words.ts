import type { Category } from '../../vocabulary.ts'

/** What people call the kinds of trouble. */
export const CATEGORY_WORDS: Record<Category, string> = {
  fulfilment: 'Fulfilment',
  billing: 'Billing',
  access: 'Access',
  usage: 'Usage',
  reliability: 'Reliability',
}
