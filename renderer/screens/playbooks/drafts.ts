import { type Playbook, parsePlaybook } from '../../../shared/intervention/playbook.ts'
import { createDrafts, type DefinitionDraft, readJson } from '../../state/definition-drafts.ts'

export type PlaybookDraft = DefinitionDraft<Playbook>

/** Drafts of playbooks, kept while the page lives. */
export const usePlaybookDrafts = createDrafts<Playbook>(text => readJson(text, parsePlaybook))
