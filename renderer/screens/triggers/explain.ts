import { parseTrigger, type Trigger } from '../../../shared/trigger/trigger.ts'
import { type Read, readJson } from '../../state/definition-drafts.ts'

/** Reads a trigger from JSON. */
export const readDefinition = (text: string): Read<Trigger> => readJson(text, parseTrigger)
