import { parseTrigger, type Trigger } from '../../../shared/trigger/trigger.ts'
import { type ReadDefinition, readJson } from '../../state/definition-drafts.ts'

/** Reads a trigger from JSON. */
export const readDefinition = (text: string): ReadDefinition<Trigger> => readJson(text, parseTrigger)
