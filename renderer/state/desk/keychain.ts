import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'

/** Whether credentials are kept after Forestall is closed, as the shell says; undefined until it has said so. */
export const useKeychain = (): boolean | undefined => useQuery(useApi().workspace.keychain.queryOptions()).data?.lasts
