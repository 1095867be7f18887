/** Credentials by name. Implementations: the system keychain (desktop), the process environment (command line, web). */
export interface SecretStore {
  get(name: string): Promise<string | null>
  /** Null forgets it. */
  set(name: string, value: string | null): Promise<void>
  /** Whether what is kept outlasts this process; absent where it never does. */
  lasts?(): Promise<boolean>
}

/** A store that says when a credential was kept or forgotten: it is in no table, so no commit says it. */
export const announcing = (store: SecretStore, changed: () => void): SecretStore => ({
  ...store,
  get: name => store.get(name),
  set: async (name, value) => {
    await store.set(name, value)
    changed()
  },
})

/**
 * `FORESTALL_<KIND>_PASSWORD` in the environment, where a secret is named `kind:whatever`, and `FORESTALL_SOURCE_3_API_KEY`
 * for one of a connected source, `source:3:api_key`. What is set at run time stays in memory for this process only,
 * because without a keychain there is no safe place to keep it. `onForgotten` is told the variable that would be lasting.
 */
export function environmentSecrets(
  env: Record<string, string | undefined>,
  onForgotten: (variable: string) => void = () => {},
): SecretStore {
  const memory = new Map<string, string | null>()
  const variable = (name: string) => {
    const [kind = '', ...rest] = name
      // What stands behind is the workspace: the environment is that of a process, which opens the one it is told.
      .replace(/@[^@]*$/, '')
      .toUpperCase()
      .replace(/[^A-Z0-9:]/g, '_')
      .split(':')
    return kind === 'SOURCE' ? `FORESTALL_SOURCE_${rest.join('_')}` : `FORESTALL_${kind}_PASSWORD`
  }
  return {
    get: async name => (memory.has(name) ? (memory.get(name) ?? null) : (env[variable(name)] ?? null)),
    set: async (name, value) => {
      memory.set(name, value)
      if (value !== null) onForgotten(variable(name))
    },
  }
}
