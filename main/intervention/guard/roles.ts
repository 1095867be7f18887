import { rolesSchema } from '../../../shared/model/roles.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { ADMINS, LEADING, OVERRIDE_ROLES, roleWords } from '../../../shared/roles.ts'
import type { ReadDb } from '../../cache/db.ts'
import { defineCommand, type Json } from '../../cache/journal.ts'
import { allRoles, rolesOf } from '../../cache/roles.ts'
import { putSetting } from '../../cache/settings.ts'
import type { Override } from './preflight.ts'

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
      return fail('refused', what, `The check “${name}” cannot be overridden.`, 'Start without that override.')
    if (!own.some(role => allowed.includes(role)))
      return fail('refused', what, `Only ${roleWords(allowed)} may override the check “${name}”.`, 'Ask one of them.')
  }
  return null
}

/** Says who has which roles. Nobody at all means one person alone. */
export const setRoles = defineCommand({
  name: 'workspace.setRoles',
  args: rolesSchema,
  reserved: { roles: ADMINS, to: 'change roles' },
  sets: 'whole',
  apply: (tx, roles) => {
    const before = allRoles(tx)
    const named = Object.values(roles)
    if (named.length > 0 && !named.some(own => own.includes('admin')))
      return fail(
        'invalid',
        'The roles were not changed.',
        'Nobody could change the roles again.',
        'Name at least one admin.',
      )
    putSetting(tx, 'roles', roles)
    return ok({ value: null, undo: { command: 'workspace.setRoles', args: before as Json } })
  },
})
