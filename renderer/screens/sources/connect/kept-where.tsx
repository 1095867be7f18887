import { useKeychain } from '../../../state/desk/keychain.ts'

/** Where credentials are stored. A desktop may lack a keychain, too, as many of Linux do. */
export function KeptWhere({ what }: { what: string }) {
  const lasts = useKeychain()
  if (lasts === undefined) return null
  return (
    <small>
      {lasts
        ? `${what} are stored in the keychain and never shown again`
        : `no keychain here: ${what} are kept until Forestall is closed`}
    </small>
  )
}
