import { CATEGORY_WORDS } from '../../shared/desk/list/category-words.ts'
import { own } from '../../shared/foreign/own.ts'
import type { UnsentEnding, UnsentStage } from '../../shared/intervention/unsent.ts'
import type { OutcomeDetail } from '../../shared/model/outcome.ts'
import {
  type Band,
  type Check,
  DISMISSALS,
  type Dismissal,
  OUTCOMES,
  type OutboxState,
  type Outcome,
  type QueueView,
} from '../../shared/vocabulary.ts'

/** `a, b and c`. */
export const listedWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export { CATEGORY_WORDS }

/** Those of what a ticket may be about. */
export const TICKET_CATEGORY_WORDS = { ...CATEGORY_WORDS, other: 'Other' } as const

export const VIEW_WORDS: Record<QueueView, string> = {
  now: 'Now',
  mine: 'Mine',
  unclaimed: 'Unclaimed',
  snoozed: 'Snoozed',
  acting: 'Acting',
  confirm: 'Confirm',
  undisturbed: 'Do not disturb',
}

export const BAND_WORDS: Record<Band, string> = { today: 'Due today', week: 'This week', later: 'Later' }

export const DISMISSAL_WORDS: Record<Dismissal, string> = {
  false_positive: 'False positive',
  known: 'Already known',
  not_worth_it: 'Not worth acting on',
  wrong_account: 'Wrong account',
}

export const OUTCOME_WORDS: Record<Outcome, string> = {
  avoided: 'Aim met: success metric met, no contact',
  quiet: 'Quiet: no contact, success metric not met',
  contacted: 'They contacted us anyway',
  too_late: 'Too late: they contacted us before it was sent',
  needless: 'Needless: the trouble was over before it was sent',
  unreachable: 'Unreachable: no message was delivered',
  left: 'They churned',
  false_positive: 'False positive: it would not have happened',
}

/** For tables and tags, where there is room for a word or two. */
const CLOSED_BECAUSE: Readonly<Record<string, string>> = {
  ...{ resolved: 'resolved by a person', cleared: 'its signals cleared', fixed: 'a fix worked' },
  ...{ merged: 'its account was merged', separated: 'its account was separated again', erased: 'erased' },
}

/** Why an issue was closed, as it is stored, in words: a dismissal, an outcome, or what else ended it. */
export function closedWords(because: string): string {
  const outcome = OUTCOMES.find(one => `outcome:${one}` === because)
  if (outcome) return `outcome: ${OUTCOME_SHORT[outcome]}`
  const reason = DISMISSALS.find(one => one === because)
  if (reason) return `dismissed: ${DISMISSAL_WORDS[reason].toLowerCase()}`
  return own(CLOSED_BECAUSE, because) ?? because.replaceAll('_', ' ')
}

export const OUTCOME_SHORT: Record<Outcome, string> = {
  avoided: 'aim met',
  quiet: 'quiet',
  contacted: 'contacted us',
  too_late: 'too late',
  needless: 'needless',
  unreachable: 'unreachable',
  left: 'churned',
  false_positive: 'false positive',
}

/** How a contact is known to be about our message. */
export const INDUCED_WORDS: Record<NonNullable<OutcomeDetail['inducedBy']>, string> = {
  code: 'by its reference code',
  reply: 'as a reply to it',
  subject: 'by its subject',
}

export const CHECK_WORDS: Record<Check, string> = {
  condition: 'Condition still true',
  issue_open: 'Issue open',
  arm: 'In the treatment arm',
  address: 'Valid address',
  consent: 'Consent',
  suppression: 'Not suppressed',
  frequency_cap: 'Frequency cap',
  quiet_hours: 'Quiet hours',
  open_ticket: 'Open ticket',
  recent_contact: 'Recent contact',
  duplicate: 'Not a duplicate',
  known_harm: 'Not known to do harm',
  approval: 'Approval',
}

/** What a check is called where it did not pass. */
export const OBSTACLE_WORDS: Record<Check, string> = {
  ...CHECK_WORDS,
  condition: 'Condition no longer true',
  issue_open: 'Issue closed',
  arm: 'Held out',
  address: 'No valid address',
  consent: 'No consent',
  suppression: 'Suppressed',
  duplicate: 'Duplicate',
  known_harm: 'Known to do harm',
  frequency_cap: 'Frequency cap reached',
  approval: 'Needs approval',
}

export const OUTBOX_WORDS: Record<OutboxState, string> = {
  held: 'For approval',
  waiting: 'Waiting',
  sending: 'Sending',
  sent: 'Sent',
  refused: 'Refused',
  unsure: 'Unsure',
  cancelled: 'Recalled',
}

/** How a planned message ended that was never sent. */
export const UNSENT_WORDS: Record<UnsentEnding, string> = {
  refused: 'Blocked',
  held_out: 'Held out',
  declined: 'Declined',
  recalled: 'Recalled',
  stopped: 'Run stopped',
}

/** Titles in a sentence: `“A”, “B”`. */
export const quoted = (titles: readonly string[]): string => titles.map(title => `“${title}”`).join(', ')

/** At which point a message was checked. */
export const STAGE_WORDS: Record<UnsentStage, string> = {
  compose: 'when composed',
  wait: 'after a wait step',
  send: 'just before sending',
}

const CHANNEL_NAMES: Record<string, string> = { email: 'e-mail', webhook: 'webhook', practice: 'practice folder' }

/** A channel's name in a sentence: `e-mail`, `Slack`. */
export const channelWords = (channel: string): string =>
  own(CHANNEL_NAMES, channel) ?? channel.charAt(0).toUpperCase() + channel.slice(1)

/** What a decision did, for the journal and for the message after an undo. Every command of the journal is listed. */
const DONE: Record<string, string> = {
  'account.setConsent': 'Consent changed',
  'account.suppress': 'Address suppressed',
  'person.erase': 'Person erased',
  'person.export': 'Data of a person exported',
  'retention.set': 'Retention changed',
  'channel.seal': 'Webhook address taken out of the journal',
  'person.seal': 'Erased person taken out of the journal',
  'exchange.set': 'Exchange rates changed',
  'account.unsuppress': 'Address no longer suppressed',
  'action.set': 'Fix set up',
  'autopilot.set': 'Autopilot turned on or off',
  'autopilot.start': 'Message queued by autopilot',
  'autopilot.stop': 'Autopilot stopped automatically',
  'channel.allowHost': 'Private host allowed or blocked',
  'channel.set': 'Channel set up',
  'channel.setSmtp': 'Mail server changed',
  'guardrails.set': 'Guardrails changed',
  'policy.hold': 'Administrator’s policy put in force or lifted',
  'identity.decide': 'Account merge decided',
  'desk.see': 'Marked as seen',
  'desk.unwatch': 'No longer watched',
  'desk.watch': 'Watched',
  'account.setOwner': 'Owner changed',
  'note.edit': 'Note changed',
  'note.restore': 'Note restored',
  'note.withdraw': 'Note withdrawn',
  'note.write': 'Note written',
  'incident.close': 'Incident closed',
  'incident.putBack': 'Issues put back into the incident',
  'incident.reopen': 'Incident reopened',
  'incident.takeOut': 'Issues removed from the incident',
  'intervention.recall': 'Message recalled',
  'intervention.recallMany': 'Bulk outreach recalled',
  'intervention.resume': 'Run resumed',
  'intervention.start': 'Message queued',
  'intervention.startMany': 'Bulk outreach started',
  'intervention.stop': 'Run stopped',
  'intervention.taskDone': 'Task done',
  'intervention.taskReopen': 'Task reopened',
  'issue.assign': 'Handed over',
  'issue.claim': 'Claimed',
  'issue.dismiss': 'Dismissed',
  'issue.handBack': 'Hand-over undone or repeated',
  'issue.release': 'Released',
  'issue.resolve': 'Resolved',
  'issue.restore': 'Issues restored',
  'issue.snooze': 'Snoozed',
  'issue.unsnooze': 'Returned to the queue',
  'outage.close': 'Outage closed',
  'outage.declare': 'Outage declared',
  'outage.over': 'Outage ended',
  'outage.reopen': 'Outage opened again',
  'outbox.allowReplay': 'Sending in replay mode allowed or held',
  'outbox.approve': 'Approved',
  'outbox.decline': 'Declined',
  'outbox.hold': 'Approval withdrawn',
  'outbox.pause': 'Sending paused or resumed',
  'outbox.recall': 'Message recalled',
  'outbox.retry': 'Message queued for retry',
  'outbox.settle': 'Unsure message settled',
  'outbox.unsettle': 'Message marked unsure again',
  'outcome.confirm': 'Outcome confirmed',
  'model.setRetraining': 'Automatic retraining turned on or off',
  'trigger.decide': 'Decided about a trigger',
  'trigger.withdraw': 'Decision about a trigger withdrawn',
  'review.decide': 'Decided about advice',
  'review.withdraw': 'Decision about advice withdrawn',
  'review.look': 'Looked again at a decision about advice',
  'review.reopen': 'Decision about advice reopened',
  'outcome.judgeTicket': 'Ticket judged',
  'ticket.setTopics': 'Topics of tickets changed',
  'audit.answer': 'An item of the audit sample answered',
  'outcome.restore': 'Previous outcome restored',
  'playbook.remove': 'Playbook removed',
  'playbook.save': 'Playbook changed',
  'promise.settle': 'Promise changed',
  'resolution.judge': 'Fix result recorded',
  'source.add': 'Source connected',
  'source.pause': 'Source paused or resumed',
  'source.remove': 'Source removed',
  'source.schedule': 'Sync schedule changed',
  'source.update': 'Source changed',
  'trigger.remove': 'Trigger removed',
  'trigger.save': 'Trigger changed',
  'trigger.setEnabled': 'Trigger turned on or off',
  'unsent.accept': 'Messages not sent accepted as gone',
  'unsent.reopen': 'Messages not sent listed again',
  'view.put': 'View restored',
  'view.remove': 'View removed',
  'view.save': 'View saved',
  'workspace.setClock': 'Clock changed',
  'workspace.setRoles': 'Roles changed',
  'workspace.welcomed': 'Welcome screen completed',
}

/** What a journal command did: `issue.snooze` is `Snoozed`. A command that a newer app wrote keeps its name. */
export const commandWords = (command: string): string => own(DONE, command) ?? command
