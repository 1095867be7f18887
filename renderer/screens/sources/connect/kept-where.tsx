import { useWorkspace } from '../../../state/now.ts'

/** Where credentials go in this shell: only the desktop has a keychain. */
export function KeptWhere({ what }: { what: string }) {
  const desktop = useWorkspace().data?.shell === 'desktop'
  return (
    <small>
      {desktop
        ? `${what} go into the keychain and are never shown again`
        : `no keychain here: ${what} are kept until Forestall is closed`}
    </small>
  )
}
