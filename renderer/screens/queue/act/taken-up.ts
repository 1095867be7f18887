import type { IssueDetail } from '../../../../shared/model/issue.ts'

/** Why an issue can be neither written to, nor snoozed, nor dismissed, by its state; the others can. */
export const TAKEN_UP: Partial<Record<IssueDetail['row']['state'], string>> = {
  acting: 'A playbook was already started for this issue',
  closed: 'The issue is closed',
}
