import type { Address } from './route.ts'
import type { Selection } from './selection.ts'

/** The issue that the queue's address names; null where it names none. */
export const readPlace = (rest: string | null): number | null =>
  /^[1-9]\d{0,14}$/.test(rest ?? '') ? Number(rest) : null

/** The address of what is in view. A row that nobody selected has none, because it may give way to another. */
export const writePlace = ({ id, chosen }: Pick<Selection, 'id' | 'chosen'>): string | null =>
  id !== null && chosen ? String(id) : null

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
    const issue = readPlace(rest)
    if (issue === null) return write()
    if (rest !== writePlace(selection.getState())) selection.getState().pin(issue)
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
