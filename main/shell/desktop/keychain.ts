import { readFile, rename, writeFile } from 'node:fs/promises'
import { safeStorage } from 'electron'
import { own } from '../../../shared/foreign/own.ts'
import type { SecretStore } from '../../engine/secrets-store.ts'

type Sealed = Record<string, string>

/** Is there a real keychain? Linux' `basic_text` encrypts with a password that everybody knows. */
async function keychainAvailable(): Promise<boolean> {
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text') return false
  return 'isAsyncEncryptionAvailable' in safeStorage
    ? safeStorage.isAsyncEncryptionAvailable()
    : (safeStorage as Electron.SafeStorage).isEncryptionAvailable()
}

// The synchronous calls are deprecated in Electron 45 and gone after it; older ones have nothing else.
async function seal(plain: string): Promise<string> {
  const sealed =
    'encryptStringAsync' in safeStorage
      ? await safeStorage.encryptStringAsync(plain)
      : (safeStorage as Electron.SafeStorage).encryptString(plain)
  return sealed.toString('base64')
}

async function unseal(sealed: string): Promise<string> {
  const bytes = Buffer.from(sealed, 'base64')
  if (!('decryptStringAsync' in safeStorage)) return (safeStorage as Electron.SafeStorage).decryptString(bytes)
  return (await safeStorage.decryptStringAsync(bytes)).result
}

/**
 * Credentials sealed by the system's keychain, in `file`. Where there is no keychain they are kept until the app is
 * closed and never written; `onSessionOnly` hears of it once, to say so.
 */
export function keychainSecrets(file: string, onSessionOnly: () => void): SecretStore {
  const session = new Map<string, string | null>()
  let last: Promise<unknown> = Promise.resolve()
  const read = async (): Promise<Sealed> => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Sealed
    } catch {
      return {}
    }
  }
  const write = async (name: string, value: string | null): Promise<void> => {
    const { [name]: _replaced, ...others } = await read()
    const all = value === null ? others : { ...others, [name]: await seal(value) }
    // Written aside and renamed: a crash leaves the old file or the new one.
    await writeFile(`${file}.new`, JSON.stringify(all), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return {
    lasts: keychainAvailable,
    get: async name => {
      if (session.has(name)) return session.get(name) ?? null
      const sealed = own(await read(), name)
      if (!sealed || !(await keychainAvailable())) return null
      // What another keychain sealed cannot be read here: as good as not there, the person enters it again.
      return unseal(sealed).catch(() => null)
    },
    set: async (name, value) => {
      if (await keychainAvailable()) {
        session.delete(name)
        const job = last.catch(() => undefined).then(() => write(name, value))
        last = job
        return job
      }
      if (session.size === 0) onSessionOnly()
      session.set(name, value)
    },
  }
}
