import type { SecretStore } from '../secrets-store.ts'

interface Owner {
  id: string
}

const nameIn = ({ id }: Owner, name: string): string => `${name}@${id}`

/**
 * The credentials of the sources of one workspace. Sources are numbered in each workspace, and the keychain is one: by
 * its number alone, a source would be handed the key of another workspace's, and connecting it would forget that key.
 */
export const secretsOfWorkspace = (store: SecretStore, owner: Owner): SecretStore => ({
  get: name => store.get(nameIn(owner, name)),
  set: (name, value) => store.set(nameIn(owner, name), value),
})

/**
 * Gives a workspace what was kept by such names before they said a workspace: the first one that is opened has it, which is the
 * one that was open last. In another one, a source says that its credentials are missing.
 */
export async function takeUnowned(store: SecretStore, owner: Owner, names: readonly string[]): Promise<void> {
  const own = secretsOfWorkspace(store, owner)
  for (const name of names) {
    const kept = await store.get(name)
    if (kept === null) continue
    if ((await own.get(name)) === null) await own.set(name, kept)
    await store.set(name, null)
  }
}
