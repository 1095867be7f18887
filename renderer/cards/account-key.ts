import { useKeys } from '../state/keys.tsx'
import { go } from '../state/route.ts'

/** `a` opens the page of the account that is in view; null where none is. */
export function useAccountKey(accountId: number | null | undefined): void {
  useKeys(
    accountId == null
      ? []
      : [{ act: 'account', label: 'open the account', group: 'Go to', run: () => go('account', accountId) }],
  )
}
