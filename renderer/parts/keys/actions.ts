import { OUTCOMES, type Outcome } from '../../../shared/vocabulary.ts'
import { OUTCOME_WORDS } from '../words.ts'

/** A place in which actions work together: a screen, or a tab that has keys of its own. */
type KeyPlace =
  | ('queue' | 'day' | 'account' | 'incidents' | 'outage' | 'review' | 'model' | 'triggers' | 'playbooks' | 'sources')
  | `outbox:${'lists' | 'unsure' | 'approvals' | 'not-sent'}`

/** An action that has a key. */
export interface KeyAction {
  /** The built-in key: a stroke, or two after each other: `j`, `mod+k`, `g q`. */
  keys: string
  label: string
  group: string
  /** Where it works; everywhere when it is left out. */
  places?: readonly KeyPlace[]
  /** It also works while a person types, so its key may be no letter. */
  inFields?: boolean
  /** It also works in menus and dialogs, which have keys of their own. */
  inDialogs?: boolean
}

type Line = readonly [keys: string, label: string]

const of = <Name extends string>(
  group: string,
  places: readonly KeyPlace[] | undefined,
  lines: Readonly<Record<Name, Line>>,
): Record<Name, KeyAction> =>
  Object.fromEntries(
    Object.entries<Line>(lines).map(([name, [keys, label]]) => [
      name,
      { keys, label, group, ...(places ? { places } : {}) },
    ]),
  ) as Record<Name, KeyAction>

const OUTBOX = ['outbox:lists', 'outbox:unsure', 'outbox:approvals', 'outbox:not-sent'] as const
const LISTS = ['queue', 'day', 'incidents', 'outage', 'triggers', 'playbooks', ...OUTBOX] as const
const CHOOSING = ['queue', 'outbox:unsure', 'outbox:approvals'] as const

const typing = <Name extends string>(actions: Record<Name, KeyAction>): Record<Name, KeyAction> =>
  Object.fromEntries(
    Object.entries<KeyAction>(actions).map(([name, action]) => [name, { ...action, inFields: true }]),
  ) as Record<Name, KeyAction>

const everywhere = <Name extends string>(actions: Record<Name, KeyAction>): Record<Name, KeyAction> =>
  Object.fromEntries(
    Object.entries<KeyAction>(typing(actions)).map(([name, action]) => [name, { ...action, inDialogs: true }]),
  ) as Record<Name, KeyAction>

const outcomes = Object.fromEntries(
  OUTCOMES.map((name, at) => [`outcome.${name}`, [String(at + 1), OUTCOME_WORDS[name]]]),
) as unknown as Record<`outcome.${Outcome}`, Line>

/** Every action that has a key of its own. Screens, menu bar, palette, hints and settings take their keys from here. */
export const KEY_ACTIONS = {
  ...everywhere(of('Everywhere', undefined, { search: ['mod+k', 'search and run commands'] })),
  ...of('Everywhere', undefined, {
    help: ['?', 'show all keys'],
    undo: ['z', 'undo the last decision'],
    print: ['mod+p', 'print this screen'],
    connect: ['g n', 'connect a source'],
    density: ['shift+d', 'change row density'],
  }),
  // A screen that shows an account opens its page instead of asking for one.
  ...of('Everywhere', undefined, { account: ['a', 'open the account, or look one up'] }),
  ...of('Go to', undefined, {
    'go.queue': ['g q', 'queue'],
    'go.day': ['g d', 'my day'],
    'go.incidents': ['g i', 'incidents'],
    'go.outage': ['!', 'outage mode'],
    'go.outbox': ['g o', 'outbox'],
    'go.review': ['g r', 'review'],
    'go.model': ['g m', 'model'],
    'go.triggers': ['g t', 'triggers'],
    'go.playbooks': ['g p', 'playbooks'],
    'go.sources': ['g s', 'sources'],
    'go.settings': ['g ,', 'settings'],
    'go.keys': ['g k', 'settings: keys'],
    'go.tour': ['g h', 'the tour'],
  }),
  ...of('Tour', undefined, { 'tour.next': ['.', 'next step of the tour'], 'tour.skip': [',', 'skip the tour'] }),
  ...of('Rows and tabs', LISTS, { 'rows.next': ['j', 'next row'], 'rows.previous': ['k', 'previous row'] }),
  ...of('Rows and tabs', CHOOSING, {
    'rows.select': ['x', 'select the row'],
    'rows.down': ['shift+j', 'extend the selection down'],
    'rows.up': ['shift+k', 'extend the selection up'],
  }),
  ...of('Rows and tabs', ['outbox:unsure', 'outbox:approvals'], {
    'rows.all': ['shift+x', 'select all rows, or none'],
  }),
  ...of('Rows and tabs', ['review', ...OUTBOX], {
    'tabs.next': [']', 'next tab'],
    'tabs.previous': ['[', 'previous tab'],
  }),
  ...of('Queue', ['queue'], {
    'queue.filter': ['/', 'filter the list'],
    'queue.refresh': ['r', 'refresh the queue'],
    'queue.tasks': ['w', 'open the task list'],
    'queue.incident': ['i', 'open the incident'],
    'queue.csv': ['shift+e', 'save the list as a CSV file'],
    'queue.customer_next': ['arrowright', 'next issue of the customer'],
    'queue.customer_previous': ['arrowleft', 'previous issue of the customer'],
  }),
  ...of('List', ['queue'], {
    'list.views': ['shift+v', 'open the views'],
    'list.filter': ['shift+f', 'build a filter'],
    'list.sort': ['shift+s', 'sort the list'],
    'list.group': ['shift+g', 'show each customer as a row, or each issue'],
    'list.hours': ['shift+h', 'pick work for the time you have'],
    'list.save': ['m s', 'save the list as a view'],
    'list.arithmetic': ['=', 'show or hide the arithmetic'],
  }),
  ...of('Act', ['queue'], {
    'act.claim': ['c', 'claim or release'],
    'act.hand_over': ['shift+c', 'hand over to a colleague'],
    'act.snooze': ['s', 'snooze or unsnooze'],
    'act.dismiss': ['d', 'dismiss'],
    'act.resolve': ['e', 'resolve'],
    'act.write': ['o', 'write the message'],
    'act.playbook': ['p', 'next playbook'],
    'act.preview': ['shift+p', 'preview the message'],
    'act.send': ['enter', 'send the message'],
    'act.task_done': ['f', 'mark the task as done'],
    'act.stop': ['h', 'stop the run'],
  }),
  ...typing(of('Act', ['queue'], { 'act.send_writing': ['mod+enter', 'send while writing'] })),
  ...of('Act', ['queue', 'incidents', 'outage'], { 'act.message_all': ['shift+o', 'message all accounts'] }),
  ...of('Outcome', ['queue'], {
    'outcome.confirm': ['y', 'confirm the proposed outcome'],
    ...outcomes,
    'ticket.automatic': ['shift+a', 'the ticket is an automatic reply'],
    'ticket.customer': ['shift+n', 'the ticket is from the customer'],
  }),
  ...of('Issue', ['queue', 'account'], {
    'issue.note': ['n', 'write a note'],
    'issue.watch': ['b', 'watch or unwatch'],
    'issue.timeline': ['t', 'filter the timeline'],
    'issue.timeline_search': ['shift+t', 'search the timeline'],
    'issue.link': ['l', 'copy link'],
    'issue.helpdesk': ['shift+l', 'open in helpdesk'],
  }),
  ...of('Account', ['account'], { 'account.owner': ['w', 'change the owner'] }),
  ...of('Issue', ['queue', 'account', 'day'], { 'issue.promise': ['v', 'answer the promise'] }),
  ...of('Issue', ['queue'], {
    'issue.window': ['mod+o', 'open in its own window'],
  }),
  ...of('My day', ['day'], { 'day.open': ['enter', 'open what waits'], 'day.seen': ['x', 'mark as seen'] }),
  ...of('Incident', ['incidents'], {
    'incident.show': ['f', 'show its issues in the queue'],
    'incident.close': ['d', 'close the incident'],
    'incident.account_next': ['shift+j', 'next account'],
    'incident.account_previous': ['shift+k', 'previous account'],
    'incident.account_remove': ['t', 'remove the account, or put it back'],
    'incident.account_open': ['enter', 'open its issue'],
  }),
  ...of('Outage', ['outage'], {
    'outage.declare': ['enter', 'declare the outage'],
    'outage.copy': ['c', 'copy the status text'],
    'outage.print': ['p', 'print the call list'],
    'outage.end': ['e', 'end the outage'],
    'outage.close': ['d', 'close the outage'],
  }),
  ...of('Outbox', OUTBOX, {
    'outbox.send': ['n', 'send now'],
    'outbox.hold': ['h', 'pause or resume all sending'],
    'outbox.read': ['enter', 'read the message'],
  }),
  ...of('Outbox', ['outbox:lists', 'outbox:not-sent'], {
    'outbox.recall': ['u', 'recall'],
    'outbox.retry': ['t', 'retry'],
  }),
  ...of('Unsure', ['outbox:unsure'], {
    'settle.sent': ['1', 'mark as sent or done'],
    'settle.send_again': ['2', 'send again or retry'],
    'settle.cancel': ['3', 'cancel or give up'],
  }),
  ...of('For approval', ['outbox:approvals'], {
    'approval.approve': ['a', 'approve'],
    'approval.decline': ['d', 'decline'],
    'approval.note': ['/', 'write a note'],
  }),
  ...of('Not sent', ['outbox:not-sent'], { 'unsent.gone': ['d', 'accept all listed as gone'] }),
  ...of('Review', ['review'], { 'review.period': ['r', 'next period'], 'review.print': ['p', 'print the review'] }),
  ...typing(of('Review', ['review'], { 'review.analyse': ['mod+enter', 'analyse the experiment'] })),
  ...of('Model', ['model'], { 'model.train': ['t', 'train a model'] }),
  ...of('Triggers', ['triggers'], {
    'triggers.create': ['n', 'create a trigger'],
    'triggers.import': ['i', 'import a trigger'],
    'triggers.evaluate': ['r', 'evaluate all accounts'],
  }),
  ...of('Playbooks', ['playbooks'], { 'playbooks.create': ['n', 'create a playbook'] }),
  ...typing(of('Triggers and playbooks', ['triggers', 'playbooks'], { 'editor.save': ['mod+s', 'save'] })),
  ...of('Sources', ['sources'], {
    'sources.connect': ['n', 'connect a source'],
    'sources.sync': ['r', 'sync all sources'],
    'sources.credentials': ['c', 'enter credentials again'],
    'sources.check': ['d', 'check the data'],
    'sources.search': ['/', 'search the sources'],
  }),
  ...typing(of('Sources', ['sources'], { 'sources.continue': ['mod+enter', 'continue'] })),
} as const satisfies Record<string, KeyAction>

/** The name of an action that has a key. */
export type ActionName = keyof typeof KEY_ACTIONS

/** Names of all actions, in the order of the table. */
export const ACTION_NAMES = Object.keys(KEY_ACTIONS) as ActionName[]

/**
 * Actions that write to people or settle something. A stroke that has just done something else, such as closing a dialog,
 * does none of them before it is pressed once more.
 */
export const DECIDING: ReadonlySet<ActionName> = new Set<ActionName>([
  ...(['act.send', 'act.send_writing', 'outage.declare', 'outage.end', 'outage.close', 'incident.close'] as const),
  ...OUTCOMES.map(name => `outcome.${name}` as const),
  ...(['outcome.confirm', 'ticket.automatic', 'ticket.customer'] as const),
  ...(['settle.sent', 'settle.send_again', 'settle.cancel', 'unsent.gone'] as const),
  ...(['approval.approve', 'approval.decline'] as const),
])
