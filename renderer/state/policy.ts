import { useQuery } from '@tanstack/react-query'
import { NO_POLICY, type Policy } from '../../shared/policy.ts'
import { useApi } from '../api/client.tsx'

/** What the administrator of this computer decides. The engine enforces it in any case. */
export const usePolicy = (): Policy => (useQuery(useApi().workspace.policy.queryOptions()).data ?? NO_POLICY).policy
