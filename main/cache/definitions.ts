import { playbookSchema } from '../../shared/intervention/playbook.ts'
import { triggerSchema } from '../../shared/trigger/trigger.ts'
import { parsedOnce } from './parsed.ts'

/**
 * A stored trigger, and a stored playbook; each throws where the text is none. An evaluation asks for every one of them in
 * several stages, which share what was read: it is frozen.
 */
export const triggerOf = parsedOnce(json => triggerSchema.parse(json))
export const playbookOf = parsedOnce(json => playbookSchema.parse(json))
