import { causeTitle } from '../incident.ts'
import { isTimeZone, localDate, showable } from '../local-time.ts'
import { madeOnce } from '../text/made-once.ts'
import type { Component, DeclaredOutage } from './outage.ts'
import { SOURCE_DIMENSION } from './outage.ts'
import { OUTAGE_WORDS, type OutageWords } from './outage-words.ts'

/** What a component is called in a sentence: `the component storefront`, `the carrier DHL`. */
export const componentName = ({ dimension, component }: Component): string =>
  `the ${dimension === SOURCE_DIMENSION ? 'connection to' : dimension} ${component.replaceAll('_', ' ')}`

/** A title, as an incident of it has: `Component storefront`. */
export const componentTitle = ({ dimension, component }: Component): string => causeTitle(dimension, component)

/** The same with its article in another language, as the sentences of that language need it. */
const nameIn = ({ names, other }: OutageWords, { dimension, component }: Component): string => {
  const kind = dimension === SOURCE_DIMENSION ? 'source' : dimension
  const name = component.replaceAll('_', ' ')
  return literal((Object.hasOwn(names, kind) ? names[kind] : other)?.(name) ?? name)
}

/** A subject and a text with the fields of a message, in English and in the other languages. */
export interface NoticeWords {
  subject: string
  body: string
  translations: Record<string, { subject: string; body: string }>
}

const translated = (outage: Component, say: 'notice' | 'restored'): NoticeWords['translations'] =>
  Object.fromEntries(
    Object.entries(OUTAGE_WORDS).map(([language, words]) => [language, words[say](nameIn(words, outage))]),
  )

// A component's name comes from data and must not be read as a field of the template.
const literal = (text: string): string => text.replace(/[{}%]/g, ' ').replace(/\s+/g, ' ').trim()

/** What customers are told while a component is down. */
export function noticeWords(outage: Component): NoticeWords {
  const name = literal(componentName(outage))
  return {
    subject: `We are working on a problem with ${name}`,
    body: `{{ greeting.en }}\n\nThere is a problem with ${name}, and {{ account.name }} may be affected. We are already working on the problem, so there is no need to report it.\n\nWe will write again as soon as it is solved.\n\nKind regards,\n{{ sender.name }}`,
    translations: translated(outage, 'notice'),
  }
}

/** What they are told when it is over. */
export function restoredWords(outage: Component): NoticeWords {
  const name = literal(componentName(outage))
  return {
    subject: `The problem with ${name} is solved`,
    body: `{{ greeting.en }}\n\nThe problem with ${name} that we wrote about is solved. There is nothing that {{ account.name }} needs to do.\n\nIf something still does not work, reply to this message and we will look into it at once.\n\nKind regards,\n{{ sender.name }}`,
    translations: translated(outage, 'restored'),
  }
}

/** The text for a status page or a chat, with times in `zone`; in English where a language has no text. */
export function statusText(
  outage: Pick<DeclaredOutage, keyof Component | 'state' | 'beganAt' | 'overAt'>,
  now: number,
  zone: string,
  language: string = 'en',
): string {
  if (isTranslated(language)) {
    const words = OUTAGE_WORDS[language]
    const at = (moment: number) => `${dateIn(language, moment, zone)} (${zone})`
    const name = nameIn(words, outage)
    const title = words.heading(literal(outage.component.replaceAll('_', ' ')), name)
    return outage.state === 'open'
      ? words.disruption(title, name, at(outage.beganAt), at(now))
      : words.solved(title, name, at(outage.beganAt), at(outage.overAt ?? now))
  }
  const title = componentTitle(outage)
  const began = localDate(outage.beganAt, zone)
  if (outage.state === 'open')
    return `${title}: disruption\nSince ${began} (${zone}) there is a problem with ${componentName(outage)}. We are working on the problem and contact the affected customers directly.\nLast update: ${localDate(now, zone)} (${zone})`
  return `${title}: solved\nThe problem with ${componentName(outage)} began at ${began} and was solved at ${localDate(outage.overAt ?? now, zone)} (${zone}). We tell the affected customers directly.`
}

const isTranslated = (language: string): language is keyof typeof OUTAGE_WORDS => Object.hasOwn(OUTAGE_WORDS, language)

/** Date and wall clock in `zone`, as the language writes them. */
const dateIn = (language: string, at: number, zone: string): string =>
  dateFormat(language, isTimeZone(zone) ? zone : 'UTC').format(showable(at))

const dateFormat = madeOnce(
  (language: string, timeZone: string) =>
    new Intl.DateTimeFormat(language, {
      ...{ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
      timeZone,
    }),
)
