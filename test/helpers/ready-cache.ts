import type { Guardrails } from '../../shared/model/guardrails.ts'
import { aPlaybook, aTrigger, aWorkspace } from './builders.ts'
import { aCache, type TestCache } from './cache.ts'

/** A cache in which accounts can be written to: its guardrails, a playbook, and the trigger that names it. */
export function aReadyCache(guardrails: Partial<Guardrails> = {}): TestCache {
  const cache = aCache()
  aWorkspace(cache.connection, guardrails)
  aPlaybook(cache.connection)
  aTrigger(cache.connection)
  return cache
}
