import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { createDrafts, type DefinitionDraft } from '../../state/definition-drafts.ts'
import { readDefinition } from './explain.ts'

export type TriggerDraft = DefinitionDraft<Trigger>

/** Drafts of triggers, kept until the page is closed. */
export const useTriggerDrafts = createDrafts<Trigger>(readDefinition)
