import { localDate } from '../local-time.ts'
import type { Component, DeclaredOutage } from './outage.ts'
import { SOURCE_DIMENSION } from './outage.ts'

/** What a component is called in a sentence: `the component storefront`, `the carrier DHL`. */
export const componentName = ({ dimension, component }: Component): string =>
  `the ${dimension === SOURCE_DIMENSION ? 'connection to' : dimension} ${component.replaceAll('_', ' ')}`

/** A title: `Component storefront`. */
export function componentTitle({ dimension, component }: Component): string {
  const kind = dimension.charAt(0).toUpperCase() + dimension.slice(1)
  return `${kind} ${component.replaceAll('_', ' ')}`
}

/** A subject and a text with the fields of a message; Liquid leaves what is in quotes alone. */
export interface NoticeWords {
  subject: string
  body: string
}

// A component's name comes from data and must not be read as a field of the template.
const literal = (text: string): string => text.replace(/[{}%]/g, ' ').replace(/\s+/g, ' ').trim()

/** What customers are told while a component is down. */
export function noticeWords(outage: Component): NoticeWords {
  const name = literal(componentName(outage))
  return {
    subject: `We are working on a problem with ${name}`,
    body: `{{ greeting.en }}\n\nThere is a problem with ${name}, and {{ account.name }} may be affected. We are already working on the problem, so there is no need to report it.\n\nWe will write again as soon as it is solved.\n\nKind regards,\n{{ sender.name }}`,
  }
}

/** What they are told when it is over. */
export function restoredWords(outage: Component): NoticeWords {
  const name = literal(componentName(outage))
  return {
    subject: `The problem with ${name} is solved`,
    body: `{{ greeting.en }}\n\nThe problem with ${name} that we wrote about is solved. There is nothing that {{ account.name }} needs to do.\n\nIf something still does not work, reply to this message and we will look into it at once.\n\nKind regards,\n{{ sender.name }}`,
  }
}

/** The text for a status page or a chat, with times in `zone`. */
export function statusText(
  outage: Pick<DeclaredOutage, keyof Component | 'state' | 'beganAt' | 'overAt'>,
  now: number,
  zone: string,
): string {
  const title = componentTitle(outage)
  const began = localDate(outage.beganAt, zone)
  if (outage.state === 'open')
    return `${title}: disruption\nSince ${began} (${zone}) there is a problem with ${componentName(outage)}. We are working on the problem and contact the affected customers directly.\nLast update: ${localDate(now, zone)} (${zone})`
  return `${title}: solved\nThe problem with ${componentName(outage)} began at ${began} and was solved at ${localDate(outage.overAt ?? now, zone)} (${zone}). We tell the affected customers directly.`
}
