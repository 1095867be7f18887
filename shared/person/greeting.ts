import { givenName, type NameHints } from './name.ts'

/** With a given name and without, in each language that a message can be written in. */
const GREETINGS = {
  en: { named: (name: string) => `Hello ${name},`, plain: 'Hello,' },
  de: { named: (name: string) => `Hallo ${name},`, plain: 'Guten Tag,' },
  fr: { named: (name: string) => `Bonjour ${name},`, plain: 'Bonjour,' },
  es: { named: (name: string) => `Hola, ${name}:`, plain: 'Hola:' },
} as const

/** A language that Forestall greets in. */
export type GreetingLanguage = keyof typeof GREETINGS
/** Every language that Forestall greets in. */
export const GREETING_LANGUAGES = Object.keys(GREETINGS) as GreetingLanguage[]

/** The first line of a message: by the given name where it is certain. */
export function greeting(language: GreetingLanguage, name: string | null, hints: NameHints = {}): string {
  const given = givenName(name, hints)
  const { named, plain } = GREETINGS[language]
  return given === null ? plain : named(given)
}
