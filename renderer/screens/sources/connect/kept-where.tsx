import { useWorkspace } from '../../../state/now.ts'

/** Where this shell stores credentials: only the desktop has a keychain. */
export function KeptWhere({ what }: { what: string }) {
  const desktop = useWorkspace().data?.shell === 'desktop'
  return (
    <small>
      {desktop
        ? `${what} are stored in the keychain and never shown again`
        : `no keychain here: ${what} are kept until Forestall is closed`}
    </small>
  )
}
