import type { OpenDeps } from '../../record/page.ts'
import type { SecretStore } from '../secrets-store.ts'

type Secrets = OpenDeps['secrets']

/** The name of a credential of a source, in the store of its workspace. */
export const secretName = (sourceId: number, name: string): string => `source:${sourceId}:${name}`

/** Credentials of one source, apart from those of every other. */
export function secretsOf(store: SecretStore, sourceId: number): Secrets {
  const full = (name: string) => secretName(sourceId, name)
  return { get: name => store.get(full(name)), set: (name, value) => store.set(full(name), value) }
}

/** What a person has just typed, before what is kept; nothing of it is written. */
export function typedSecrets(typed: Readonly<Record<string, string>>, kept: Secrets | null): Secrets {
  const values = new Map<string, string | null>(Object.entries(typed))
  return {
    get: async name => (values.has(name) ? (values.get(name) ?? null) : ((await kept?.get(name)) ?? null)),
    // A token that is renewed while testing would be lost if it were not kept, and with it the way in.
    set: async (name, value) => {
      values.set(name, value)
      if (kept && !Object.hasOwn(typed, name)) await kept.set(name, value)
    },
  }
}

/** Shorter ones would take ordinary words out of messages. */
const LONG_ENOUGH = 4

/** Remembers what was handed out, and takes it out of words that a person or a log will see. */
export function discreet(secrets: Secrets): { secrets: Secrets; clean(text: string): string } {
  const seen = new Set<string>()
  const note = (value: string | null) => {
    if (value === null || value.length < LONG_ENOUGH) return
    for (const form of [value, encodeURIComponent(value), Buffer.from(value).toString('base64')]) seen.add(form)
  }
  return {
    secrets: {
      get: async name => {
        const value = await secrets.get(name)
        note(value)
        return value
      },
      set: async (name, value) => {
        note(value)
        await secrets.set(name, value)
      },
    },
    clean: text => [...seen].reduce((words, value) => words.replaceAll(value, '•••'), text),
  }
}
