import { own } from '../../shared/foreign/own.ts'
import { rolesSchema } from '../../shared/model/roles.ts'
import { fail, type Result } from '../../shared/result.ts'
import { ROLES, type Role, type Roles, roleWords } from '../../shared/roles.ts'
import type { ReadDb } from './db.ts'
import { getSetting } from './settings.ts'

/** Everybody's roles; empty while one person is alone. */
export const allRoles = (db: ReadDb): Roles => getSetting(db, 'roles', rolesSchema) ?? {}

/** One person alone has all roles; in a team, a person who is not named works the queue. */
export function rolesOf(db: ReadDb, actor: string): readonly Role[] {
  const roles = allRoles(db)
  return Object.keys(roles).length === 0 ? ROLES : (own(roles, actor) ?? ['specialist'])
}

/** Whose decision something is, and what that is: `only an admin may` … */
export interface Reserved {
  roles: readonly Role[]
  to: string
}

/** Why an actor may not do what is reserved; null where they may. */
export function reservedRefusal(db: ReadDb, { roles, to }: Reserved, actor: string): Result<never> | null {
  if (rolesOf(db, actor).some(role => roles.includes(role))) return null
  return fail('refused', 'Nothing was changed.', `Only ${roleWords(roles)} may ${to}.`, 'Ask one of them.')
}
