import type { QueueView } from '../../shared/model.ts'
import type { UnsentEnding, UnsentStage } from '../../shared/unsent.ts'
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

const DONE: Record<string, string> = {
  claim: 'Claimed',
  release: 'Given back',
  snooze: 'Snoozed',
  unsnooze: 'Back in the queue',
  dismiss: 'Dismissed',
  resolve: 'Resolved',
  start: 'Message queued',
  recall: 'Message taken back',
  retry: 'Back in line',
  settle: 'Settled what was unsure',
  unsettle: 'Unsure again',
  pause: 'Sending paused or resumed',
  approve: 'Approved',
  decline: 'Declined',
  hold: 'Held for approval again',
  allowReplay: 'Sending on a clock of its own allowed or held',
  startMany: 'Outreach to many started',
  recallMany: 'Outreach to many taken back',
  stop: 'Run stopped',
  resume: 'Run goes on',
  taskDone: 'Task done',
  taskReopen: 'Task open again',
  judge: 'Fix judged',
  setRoles: 'Roles changed',
  setConsent: 'Consent changed',
  allowHost: 'Private host allowed or refused',
  remove: 'Removed',
  confirm: 'Outcome judged',
  suppress: 'Address suppressed',
  save: 'Definition changed',
  setEnabled: 'Switched on or off',
  enable: 'Switched on or off',
  setClock: 'Clock changed',
  setGuardrails: 'Guardrails changed',
  setSmtp: 'Mail server changed',
  add: 'Source connected',
  update: 'Source changed',
  welcomed: 'First choice made',
  reopen: 'Reopened',
}

/** Commands whose last word means something else elsewhere. */
const FULL: Record<string, string> = {
  'autopilot.set': 'Autopilot switched',
  'autopilot.start': 'Message queued by autopilot',
  'autopilot.stop': 'Autopilot stopped by itself',
  'channel.set': 'Channel set up',
  'action.set': 'Fix set up',
  'guardrails.set': 'Guardrails changed',
}

/** What a journal command did, in words: `issue.snooze` is `Snoozed`. Unknown ones keep their name. */
export function commandWords(command: string): string {
  const full = FULL[command]
  if (full) return full
  const name = command.split('.').at(-1) ?? command
  const camel = name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase())
  return DONE[camel] ?? DONE[name.split(/[-_]/)[0] ?? ''] ?? command
}
