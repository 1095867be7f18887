import { useQuery } from '@tanstack/react-query'
import { own } from '../../shared/foreign/own.ts'
import { ADMINS, LEADING, OVERRIDE_ROLES, type Role, type Roles } from '../../shared/roles.ts'
import type { Check } from '../../shared/vocabulary.ts'
import { useApi } from '../api/client.tsx'
import { useWorkspace } from './now.ts'

/** Whether an actor has one of these roles. Without any named person, the only person there is has every role. */
export function hasRole(roles: Roles, actor: string, wanted: readonly Role[]): boolean {
  if (wanted.length === 0) return false
  if (Object.keys(roles).length === 0) return true
  return (own(roles, actor) ?? ['specialist']).some(role => wanted.includes(role))
}

/** What the person in front of the screen may do. The engine enforces the roles in any case. */
export function useMay() {
  const roles = useQuery(useApi().workspace.roles.queryOptions()).data ?? {}
  const actor = useWorkspace().data?.actor ?? ''
  return {
    override: (check: Check) => hasRole(roles, actor, OVERRIDE_ROLES[check]),
    lead: hasRole(roles, actor, LEADING),
    admin: hasRole(roles, actor, ADMINS),
  }
}
