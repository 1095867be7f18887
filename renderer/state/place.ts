import type { Address } from './route.ts'
import type { Selection } from './selection.ts'

/** An issue or an account that the queue's address names: `12`, `account-7`. */
type Place = { issue: number } | { account: number }

/** Reads the queue's address; null where it names nothing. */
export function readPlace(rest: string | null): Place | null {
  const [, account, id] = /^(account-)?([1-9]\d{0,14})$/.exec(rest ?? '') ?? []
  if (id === undefined) return null
  return account ? { account: Number(id) } : { issue: Number(id) }
}

/** The address of what is in view. A row that nobody selected has none, because it may give way to another. */
export function writePlace({ id, account, chosen }: Pick<Selection, 'id' | 'account' | 'chosen'>): string | null {
  if (account !== null) return `account-${account}`
  return id !== null && chosen ? String(id) : null
}

interface SelectionStore {
  getState: () => Selection
  subscribe: (changed: () => void) => () => void
}

/**
 * Makes the address and the selection one truth while the queue is shown. Each look-up is an address that differs from
 * the one in view, so it is always followed, also the second time; each selection is written into the address.
 */
export function bindPlace(address: Address, selection: SelectionStore): () => void {
  const follow = () => {
    const rest = address.read()
    const place = readPlace(rest)
    if (place === null) return write()
    if (rest === writePlace(selection.getState())) return
    if ('issue' in place) selection.getState().pin(place.issue)
    else selection.getState().openAccount(place.account)
  }
  const write = () => {
    const rest = writePlace(selection.getState())
    if (rest !== address.read()) address.replace(rest)
  }
  follow()
  const stops = [address.subscribe(follow), selection.subscribe(write)]
  return () => {
    for (const stop of stops) stop()
  }
}
