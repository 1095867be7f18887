import { type DeskCase, type DeskSeen, deskTrials } from '../desk.ts'

const greeting = ({ greeting }: DeskSeen): string => greeting
const NAMES = 'W3C, “Personal names around the world”'
const HELLO = 'Hello,'

const named = (
  name: string,
  right: string,
  person: Omit<NonNullable<DeskCase['person']>, 'name'> = {},
  source = NAMES,
): DeskCase => ({
  name: `“${name}”${person.locale ? ` (${person.locale})` : ''} is greeted with “${right}”`,
  source,
  input: [name, person.locale, person.email].filter(Boolean).join(', '),
  person: { name, ...person },
  look: greeting,
  right,
})

const suppressed = (
  name: string,
  entry: string,
  email: string,
  right: 'pass' | 'refuse',
  source = 'own',
): DeskCase => ({
  name,
  source,
  input: `${entry} is suppressed; ${email}`,
  person: { email },
  suppressed: entry,
  look: ({ check }) => check('suppression').status,
  right,
})

/** People: what they are called in a greeting, and which spellings of an address are one. */
export const trials = deskTrials('F', [
  named('Ada Lovelace, PhD', 'Hello Ada,', {}, 'helpdesk forum: “Hello PhD”'),
  named('Dr. Grace Hopper', 'Hello Grace,', {}, 'helpdesk forum: “Hello Dr.”'),
  named('J. Doe', HELLO, {}, 'helpdesk forum: “Hello J.”'),
  named('Lovelace, Ada', 'Hello Ada,'),
  named('GRACE HOPPER', 'Hello Grace,', {}, 'own'),
  named('Nagy Anna', HELLO, { locale: 'hu' }),
  named('山田 太郎', HELLO, { locale: 'ja' }),
  named('García Márquez, Gabriel', 'Hola, Gabriel:', { locale: 'es' }),
  named('Acme Handels GmbH', HELLO, {}, 'own'),
  named('Customer Support', HELLO, {}, 'own'),
  named('Ada Lovelace', HELLO, { email: 'billing@engines.example' }, 'RFC 2142'),
  named('Ada Lovelace', HELLO, { email: 'Support+eu@engines.example' }, 'own'),
  named('Prof. Dr. med. Anna Schmidt', 'Hallo Anna,', { locale: 'de' }, 'own'),
  named('ada@engines.example', HELLO, {}, 'own'),
  suppressed(
    'a domain suppressed in its DNS spelling holds for its own letters',
    '@xn--bcher-kva.example',
    'joerg@bücher.example',
    'refuse',
    'RFC 5890, A-labels and U-labels',
  ),
  suppressed(
    'a domain suppressed in its own letters holds for its DNS spelling',
    '@straße-nord.example',
    'mia@xn--strae-nord-83a.example',
    'refuse',
  ),
  suppressed('capitals make no other address', 'Grace@Navy.Example', 'grace@navy.example', 'refuse'),
  suppressed(
    'composed and decomposed letters are one address',
    'zoe\u0308@one.example',
    'zo\u00eb@one.example',
    'refuse',
  ),
  suppressed('full-width letters of a domain are the plain ones', 'kim@wide.example', 'kim@ｗｉｄｅ.example', 'refuse'),
  suppressed('a plus-address is not its neighbour', 'max+news@plus.example', 'max@plus.example', 'pass'),
  suppressed('a suppressed domain says nothing of a longer one', '@short.example', 'mia@not-short.example', 'pass'),
])
