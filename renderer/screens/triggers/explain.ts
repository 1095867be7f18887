import { parseTrigger, type Trigger } from '../../../shared/trigger/trigger.ts'
import { type ReadDefinition, readDraft } from '../../state/definition-drafts.ts'

/** Reads a trigger from JSON. */
export const readDefinition = (text: string): ReadDefinition<Trigger> => readDraft(text, parseTrigger)
