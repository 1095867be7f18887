import type { DataGaps } from '../../../shared/desk/data-gaps.ts'
import { MOST_COUNTED } from '../../../shared/desk/data-gaps.ts'
import type { WorkspaceInfo } from '../../../shared/model/workspace.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { count, plural } from '../../parts/number.ts'

/** Data that end longer ago say nothing about today. */
const PAST = 3 * DAY

/** Whether the data end in the past, so that today's clock finds nothing in them. */
export const endsInThePast = (
  { newestAt }: Pick<DataGaps, 'newestAt'>,
  { clock, now }: Pick<WorkspaceInfo, 'clock' | 'now'>,
): boolean => clock.mode === 'real' && newestAt !== null && now - newestAt > PAST

/** What is missing, a sentence each with what to do about it; nothing where all is there. */
export function missingWords({ synced, contacts, tickets, unreachable }: DataGaps): string[] {
  if (!synced) return []
  const many =
    unreachable >= MOST_COUNTED ? `${count(MOST_COUNTED)} or more open issues` : plural(unreachable, 'open issue')
  return [
    ...(contacts
      ? unreachable > 0
        ? [`${many} belong to accounts without an e-mail address, so nobody can be written to about them.`]
        : []
      : [
          `There are no contacts, so nobody can be written to${unreachable > 0 ? ` about ${many}` : ''}. Connect a source with names and e-mail addresses.`,
        ]),
    ...(tickets
      ? []
      : [
          'There are no tickets, so risks stay assumptions and outcomes cannot tell who contacted you. Connect your helpdesk.',
        ]),
  ]
}
