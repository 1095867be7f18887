import { type Playbook, parsePlaybook } from '../../../shared/intervention/playbook.ts'
import { createDrafts, type DefinitionDraft, readDraft } from '../../state/definition-drafts.ts'

export type PlaybookDraft = DefinitionDraft<Playbook>

/** Drafts of playbooks, kept until the page is closed. */
export const usePlaybookDrafts = createDrafts<Playbook>(text => readDraft(text, parsePlaybook))
