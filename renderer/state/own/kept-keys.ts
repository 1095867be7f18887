import { create } from 'zustand'
import { type OwnKeys, readOwnKeys } from '../../parts/keys/own-keys.ts'
import { hearOwn, keepOwn, readOwn } from './kept.ts'

const NAME = 'keys'

interface KeptKeys {
  own: OwnKeys
  /** What of the kept keys could not be used. */
  dropped: readonly string[]
  change: (own: OwnKeys) => void
}

/** The keys that a person has changed on this computer; every window follows. */
export const useKeptKeys = create<KeptKeys>()(set => ({
  ...readOwnKeys(readOwn(NAME)),
  change: own => {
    keepOwn(NAME, Object.keys(own).length > 0 ? JSON.stringify(own) : null)
    set({ own, dropped: [] })
  },
}))
hearOwn(NAME, text => useKeptKeys.setState(readOwnKeys(text)))
