import type { UnsentEnding, UnsentStage } from '../../shared/intervention/unsent.ts'
import type { QueueView } from '../../shared/model/queue.ts'
import type { Band, Category, Check, Dismissal, OutboxState, Outcome } from '../../shared/vocabulary.ts'

export const CATEGORY_WORDS: Record<Category, string> = {
  fulfilment: 'Fulfilment',
  billing: 'Billing',
  access: 'Access',
  usage: 'Usage',
  reliability: 'Reliability',
}

export const VIEW_WORDS: Record<QueueView, string> = {
  now: 'Now',
  mine: 'Mine',
  unclaimed: 'Unclaimed',
  snoozed: 'Snoozed',
  acting: 'Acting',
  confirm: 'Confirm',
}

export const BAND_WORDS: Record<Band, string> = { today: 'Due today', week: 'This week', later: 'Later' }

export const DISMISSAL_WORDS: Record<Dismissal, string> = {
  false_positive: 'Would not have happened',
  known: 'Known already',
  not_worth_it: 'Not worth acting on',
  wrong_account: 'Wrong account',
}

export const OUTCOME_WORDS: Record<Outcome, string> = {
  avoided: 'Avoided: the aim was met, no contact',
  quiet: 'Quiet: no contact, aim not met',
  contacted: 'They contacted us anyway',
  left: 'They left',
  false_positive: 'It would not have happened',
}

/** For tables and tags, where there is room for a word. */
export const OUTCOME_SHORT: Record<Outcome, string> = {
  avoided: 'avoided',
  quiet: 'quiet',
  contacted: 'contacted us',
  left: 'left',
  false_positive: 'false positive',
}

export const CHECK_WORDS: Record<Check, string> = {
  condition: 'Still true',
  issue_open: 'Issue open',
  arm: 'In treatment',
  address: 'Address',
  consent: 'Agreed to messages',
  suppression: 'Not suppressed',
  frequency_cap: 'Message cap',
  quiet_hours: 'Quiet hours',
  open_ticket: 'Open ticket',
  recent_contact: 'Recent contact',
  duplicate: 'Not sent before',
  approval: 'Second person',
}

/** What stood in the way, where a check did not pass. */
export const OBSTACLE_WORDS: Record<Check, string> = {
  ...CHECK_WORDS,
  condition: 'No longer true',
  issue_open: 'Issue closed',
  arm: 'Held out',
  address: 'No address',
  consent: 'Not agreed',
  suppression: 'Suppressed',
  duplicate: 'Sent before',
}

export const OUTBOX_WORDS: Record<OutboxState, string> = {
  held: 'For approval',
  waiting: 'Waiting',
  sending: 'Leaving now',
  sent: 'Sent',
  refused: 'Refused',
  unsure: 'Unsure',
  cancelled: 'Taken back',
}

/** How a message ended that was planned and did not leave. */
export const UNSENT_WORDS: Record<UnsentEnding, string> = {
  refused: 'Turned down',
  held_out: 'Held out',
  declined: 'Declined',
  recalled: 'Taken back',
  stopped: 'Run stopped',
}

/** Titles in a sentence: `“A”, “B”`. */
export const quoted = (titles: readonly string[]): string => titles.map(title => `“${title}”`).join(', ')

/** When a message was looked at. */
export const STAGE_WORDS: Record<UnsentStage, string> = {
  compose: 'as it was made',
  wait: 'after a wait',
  send: 'as it was to leave',
}

const CHANNEL_NAMES: Record<string, string> = { email: 'e-mail', webhook: 'webhook', practice: 'practice folder' }

/** A channel's name in a sentence: `e-mail`, `Slack`. */
export const channelWords = (channel: string): string =>
  CHANNEL_NAMES[channel] ?? channel.charAt(0).toUpperCase() + channel.slice(1)

/** What a decision did; every command of the journal is here, for the journal itself and for what was undone. */
const DONE: Record<string, string> = {
  'account.setConsent': 'Consent changed',
  'account.suppress': 'Address suppressed',
  'account.unsuppress': 'Address no longer suppressed',
  'action.set': 'Fix set up',
  'autopilot.set': 'Autopilot switched',
  'autopilot.start': 'Message queued by autopilot',
  'autopilot.stop': 'Autopilot stopped by itself',
  'channel.allowHost': 'Private host allowed or refused',
  'channel.set': 'Channel set up',
  'channel.setSmtp': 'Mail server changed',
  'guardrails.set': 'Guardrails changed',
  'identity.decide': 'Decided which accounts are one',
  'incident.close': 'Incident closed',
  'incident.putBack': 'Put back into the incident',
  'incident.reopen': 'Incident opened again',
  'incident.takeOut': 'Taken out of the incident',
  'intervention.recall': 'Message taken back',
  'intervention.recallMany': 'Outreach to many taken back',
  'intervention.resume': 'Run goes on',
  'intervention.start': 'Message queued',
  'intervention.startMany': 'Outreach to many started',
  'intervention.stop': 'Run stopped',
  'intervention.taskDone': 'Task done',
  'intervention.taskReopen': 'Task open again',
  'issue.claim': 'Claimed',
  'issue.dismiss': 'Dismissed',
  'issue.release': 'Given back',
  'issue.resolve': 'Resolved',
  'issue.restore': 'Issues as they were before',
  'issue.snooze': 'Snoozed',
  'issue.unsnooze': 'Back in the queue',
  'outbox.allowReplay': 'Sending on a clock of its own allowed or held',
  'outbox.approve': 'Approved',
  'outbox.decline': 'Declined',
  'outbox.hold': 'Held for approval again',
  'outbox.pause': 'Sending paused or resumed',
  'outbox.recall': 'Message taken back',
  'outbox.retry': 'Back in line',
  'outbox.settle': 'Settled what was unsure',
  'outbox.unsettle': 'Unsure again',
  'outcome.confirm': 'Outcome judged',
  'outcome.restore': 'Outcome as it was judged before',
  'playbook.remove': 'Playbook removed',
  'playbook.save': 'Playbook changed',
  'resolution.judge': 'Fix judged',
  'source.add': 'Source connected',
  'source.pause': 'Source paused or resumed',
  'source.remove': 'Source removed',
  'source.schedule': 'How often a source is read changed',
  'source.update': 'Source changed',
  'trigger.remove': 'Trigger removed',
  'trigger.save': 'Trigger changed',
  'trigger.setEnabled': 'Trigger switched on or off',
  'workspace.setClock': 'Clock changed',
  'workspace.setRoles': 'Roles changed',
  'workspace.welcomed': 'First choice made',
}

/** What a journal command did, in words: `issue.snooze` is `Snoozed`. One that a newer app wrote keeps its name. */
export const commandWords = (command: string): string => DONE[command] ?? command
