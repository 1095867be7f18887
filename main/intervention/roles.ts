import { fail, ok, type Result } from '../../shared/result.ts'
import { LEADING, OVERRIDE_ROLES, ROLES, type Role, type Roles, rolesSchema } from '../../shared/roles.ts'
import type { ReadDb } from '../cache/db.ts'
import { defineCommand, type Json } from '../cache/journal.ts'
import { getSetting, putSetting } from '../cache/settings.ts'
import type { Override } from './preflight.ts'

/** Everybody's roles; empty while one person is alone. */
export const allRoles = (db: ReadDb): Roles => getSetting(db, 'roles', rolesSchema) ?? {}

/** One person alone has all roles; in a team, whoever is not named works the queue. */
export function rolesOf(db: ReadDb, actor: string): readonly Role[] {
  const roles = allRoles(db)
  return Object.keys(roles).length === 0 ? ROLES : (roles[actor] ?? ['specialist'])
}

/** Whether nobody else could be asked. */
export const isAlone = (db: ReadDb, actor: string): boolean => Object.keys(allRoles(db)).every(other => other === actor)

/** May answer requests for approval and switch autopilot on. */
export const mayLead = (db: ReadDb, actor: string): boolean => rolesOf(db, actor).some(role => LEADING.includes(role))

/** Why an actor may not set these checks aside; null where they may. */
export function overrideRefusal(db: ReadDb, overrides: readonly Override[], actor: string): Result<never> | null {
  const own = rolesOf(db, actor)
  for (const { check } of overrides) {
    const allowed = OVERRIDE_ROLES[check]
    const name = check.replaceAll('_', ' ')
    const what = 'The message was not queued.'
    if (allowed.length === 0)
      return fail('refused', what, `The check ${name} cannot be set aside.`, 'Start without that override.')
    if (!own.some(role => allowed.includes(role)))
      return fail(
        'refused',
        what,
        `Only a ${allowed.join(' or ')} may set the check ${name} aside.`,
        'Ask one of them.',
      )
  }
  return null
}

/** Says who has which roles. Nobody at all means one person alone. */
export const setRoles = defineCommand({
  name: 'workspace.setRoles',
  args: rolesSchema,
  apply: (tx, roles, { actor }) => {
    const before = allRoles(tx)
    const what = 'The roles were not changed.'
    if (!rolesOf(tx, actor).includes('admin'))
      return fail('refused', what, 'Only an admin may change roles.', 'Ask one of them.')
    const named = Object.values(roles)
    if (named.length > 0 && !named.some(own => own.includes('admin')))
      return fail('invalid', what, 'Nobody would be left who could change them again.', 'Name at least one admin.')
    putSetting(tx, 'roles', roles)
    return ok({ value: null, undo: { command: 'workspace.setRoles', args: before as Json } })
  },
})
