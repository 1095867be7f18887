import { isCurrency } from '../../shared/money.ts'
import type { AccountRef, FileStream, Mapping, Mappings, ValueRef } from '../../shared/source/mapping.ts'
import { isEventKind } from '../../shared/trigger/event-words.ts'
import { isDate, isNumber, isText, Picker, refTo, textOf } from './column-picker.ts'
import { type GuessedColumn, snake } from './guess.ts'

/**
 * What a file seems to be, by its name first and its columns second. Proposals are shown with real rows and can be
 * edited, so they need to be right for files that are named plainly, and honest (null) where nothing fits.
 */
export function proposeStream(path: string, columns: readonly GuessedColumn[]): FileStream | null {
  const name = streamName(path)
  const mapping = proposeMapping(name, columns)
  return mapping && { name, path, mapping }
}

/** `exports/orders-*.csv.gz` is `orders`. */
function streamName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path
  const plain = file.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '')
  return plain.replace(/[-_. ]*[*?[{(].*$/, '') || plain
}

/** Objects that are known by name, and what being over means for them. */
const OBJECTS: Record<string, { test: RegExp; open: string; closed: string }> = {
  subscription: { test: /^(subscriptions?|subs)$/, open: 'active', closed: 'ended' },
  ticket: { test: /^(tickets?|cases?|conversations?)$/, open: 'open', closed: 'closed' },
  shipment: { test: /^(shipments?|deliver(y|ies)|parcels?)$/, open: 'open', closed: 'closed' },
  order: { test: /^orders?$/, open: 'open', closed: 'closed' },
  payment: { test: /^(payments?|charges?)$/, open: 'open', closed: 'closed' },
  invoice: { test: /^invoices?$/, open: 'open', closed: 'closed' },
}

export function proposeMapping(fileName: string, columns: readonly GuessedColumn[]): Mappings | null {
  // `orders2024` are orders.
  const words = snake(fileName)
    .split('_')
    .map(word => word.replace(/\d+$/, '') || word)
  const has = (test: RegExp) => words.some(word => test.test(word))
  const pick = new Picker(columns)
  const owner = findOwner(columns)
  if (has(/^churn(ed|s)?$/)) return event(pick, owner, 'churn')
  if (has(/^(usage|usages)$/)) return event(pick, owner, 'feature_used')
  if (has(/^(contacts?|people|persons?|users?|members?)$/) && owner) return contact(pick, owner)
  const named = eventNamed(words)
  if (named && hasOneMoment(columns)) return event(pick, owner, named)
  const object = Object.entries(OBJECTS).find(([, { test }]) => has(test))
  if (object && owner && !has(/^events?$/)) return objectOf(pick, owner, object[0])
  if (has(/^(accounts?|customers?|compan(y|ies)|clients?|organi[sz]ations?)$/) && !has(/^events?$/))
    return account(pick)
  if (columns.some(column => EMAIL.test(snake(column.name))) && owner) return contact(pick, owner)
  if (looksLikeAccounts(columns)) return account(pick)
  const seen = event(pick, owner, singular(words.at(-1) ?? 'event'))
  return seen ?? (hasOneRowEach(columns) ? account(new Picker(columns)) : null)
}

/** `payment_failed`, `payments_failed`: a file that is called like a kind of event is no file of payments. */
const eventNamed = (words: readonly string[]): string | undefined =>
  [words, words.map(singular)].map(parts => parts.join('_')).find(kind => kind.includes('_') && isEventKind(kind))

/** An event happens once; what begins, changes and ends is an object. */
const hasOneMoment = (columns: readonly GuessedColumn[]): boolean =>
  columns.filter(isDate).length === 1 && !columns.some(({ name }) => /(^|_)(state|status)$/.test(snake(name)))

/** Where the account's id stands first and never comes twice, undated rows are the accounts. */
const hasOneRowEach = ([first]: readonly GuessedColumn[]): boolean =>
  first?.distinct === true && ACCOUNT_ID.test(snake(first.name))

/** One row for each account, which has a name. */
function looksLikeAccounts([first, ...rest]: readonly GuessedColumn[]): boolean {
  if (!first?.distinct || !ACCOUNT.test(snake(first.name))) return false
  return rest.some(column => /^(((account|customer|company)_)?name|company|organi[sz]ation)$/.test(snake(column.name)))
}

const ACCOUNT_ID = /^(account|customer|company|client|organi[sz]ation|org)_id$/
const ACCOUNT = /^(account|customer|company|client|organi[sz]ation|org)(_id)?$/
const EMAIL = /^e_?mail(_address)?$/
const ZONE = /^(time_?zone|tz)$/

/** How a row names its account, and the column in which it does. */
interface Owner {
  column: string
  ref: AccountRef
}

/** A column that names the account, or failing that one that names a thing which belongs to it. */
function findOwner(columns: readonly GuessedColumn[]): Owner | null {
  const direct = columns.find(column => ACCOUNT.test(snake(column.name)))
  if (direct) return { column: direct.name, ref: { field: direct.name } }
  for (const column of columns.slice(1)) {
    const kind = /^(subscription|order|ticket|shipment|payment|invoice)_id$/.exec(snake(column.name))?.[1]
    if (kind) return { column: column.name, ref: { object: kind, id: { field: column.name } } }
  }
  return null
}

/** Leaves out what was not found: an absent key says that the file does not know, null would erase. */
const some = <Key extends string, Value>(key: Key, value: Value | undefined | null): { [K in Key]?: Value } =>
  (value === undefined || value === null ? {} : { [key]: value }) as { [K in Key]?: Value }

const text = <Key extends string>(key: Key, column: GuessedColumn | undefined) => some(key, column && textOf(column))
const typed = <Key extends string>(key: Key, column: GuessedColumn | undefined) => some(key, column && refTo(column))

/** The row's own id: a column of that name, else the first of distinct values. */
const takeOwnId = (pick: Picker, ...names: RegExp[]): GuessedColumn | undefined =>
  pick.named([...names, /^id$/, /^uuid$/]) ??
  pick.take(column => /_(id|key|no|number)$/.test(snake(column.name)) && column.distinct) ??
  pick.take(column => column.distinct && column.blank === 0 && isText(column))

/** The same of a record that needs a column of its own: failing all others the first. */
const takeId = (pick: Picker, ...names: RegExp[]): GuessedColumn | undefined =>
  takeOwnId(pick, ...names) ?? pick.take(() => true)

/** The account's column is not the row's own id, so it is put aside before that is looked for. */
const setAside = (pick: Picker, owner: Owner): void => {
  pick.take(({ name }) => name === owner.column)
}

const CURRENCIES = [/^currency(_code)?$/, /_currency(_code)?$/]
const REVENUES = [/^mrr/, /^monthly_/]
const AMOUNTS = [/^mrr/, /^(amount|total|price)/, /_(amount|total|price)$/]

/**
 * A number in the currency that a column beside it names, or else its cells, its name or a person. One of which nobody
 * says in which currency it is stays a number: claiming one would rank and write by it.
 */
function moneyOf(patterns: readonly RegExp[], pick: Picker): ValueRef | undefined {
  const hasBeside = pick.has(CURRENCIES, isText)
  const column = pick.named(patterns, one => isNumber(one) && (hasBeside || currencyFor(one) !== null))
  if (!column) return undefined
  const beside = pick.named(CURRENCIES, isText)
  return {
    field: column.name,
    type: 'money',
    ...(beside ? { currencyField: beside.name } : some('currency', currencyFor(column))),
    ...(column.decimal && { decimal: column.decimal }),
  }
}

/** The currency of its cells, or the one that its name holds; null where nobody says. */
export const currencyFor = ({ currency, name }: GuessedColumn): string | null => currency ?? currencyNamed(name)

/** Codes of ISO 4217 that are words of a header too. */
const PLAIN_WORDS = new Set(['ALL', 'TOP'])

/** The currency that a column's name holds: HUF for `mrr_huf` and `AmountHUF`. */
function currencyNamed(name: string): string | null {
  const words = snake(name).toUpperCase().split('_')
  return words.find(word => isCurrency(word) && !PLAIN_WORDS.has(word)) ?? null
}

/** An account, and the person behind its e-mail address where it has one: somebody to write to. */
function account(pick: Picker): Mappings | null {
  const own = accountOf(pick)
  if (own?.record !== 'account' || own.email === undefined) return own
  return [own, personOf(own)]
}

/** Its id has a space of its own, so that a file of contacts may name others by the same ids. */
function personOf({ id, email, timeZone }: Extract<Mapping, { record: 'account' }>): Mapping {
  const single = typeof id === 'object' && 'field' in id ? { id, space: 'account' } : id
  return { record: 'contact', id: single, account: id, email, ...some('timeZone', timeZone), properties: {} }
}

function accountOf(pick: Picker): Mapping | null {
  // A column `company` beside one called `id` is its name.
  const id = takeId(pick, ACCOUNT_ID, /^id$/, ACCOUNT)
  if (!id) return null
  return {
    record: 'account',
    id: textOf(id),
    ...text('name', pick.named([/^name$/, /_name$/, /^(company|customer|account|organi[sz]ation)$/])),
    ...text('plan', pick.named([/^plan(_tier|_name)?$/, /^tier$/], isText)),
    ...text('country', pick.named([/^country(_code)?$/], isText)),
    ...text('timeZone', pick.named([ZONE])),
    ...text('owner', pick.named([/^(owner|account_owner|csm|account_manager)$/], isText)),
    ...text('email', pick.named([EMAIL, /^(contact|billing|customer|account)_e_?mail$/], isText)),
    ...text('domain', pick.named([/^(domain|website|web_?site|url)$/], isText)),
    ...typed('signedUpAt', pick.named([/^sign(ed)?_?up/, /^(created|joined|since|start)/], isDate)),
    ...typed('renewsAt', pick.named([/renew/], isDate)),
    ...typed('churnedAt', pick.named([/churn|cancel/], isDate)),
    ...some('mrr', moneyOf(REVENUES, pick)),
    properties: pick.properties(),
  }
}

function contact(pick: Picker, owner: Owner): Mapping | null {
  setAside(pick, owner)
  const own = pick.named([/^(contact|person|user|member)_id$/, /^id$/])
  const email = pick.named([EMAIL])
  const id = own ?? email ?? takeId(pick)
  if (!id) return null
  return {
    record: 'contact',
    id: textOf(id),
    account: owner.ref,
    ...text('name', pick.named([/^(full_)?name$/, /_name$/])),
    ...text('email', email),
    ...text('timeZone', pick.named([ZONE])),
    ...text('locale', pick.named([/^(locale|language)$/])),
    ...typed(
      'consent',
      pick.named([/consent|opt_?in|subscribed/], column => column.type === 'boolean'),
    ),
    properties: pick.properties(),
  }
}

function event(pick: Picker, owner: Owner | null, kind: string): Mapping | null {
  if (!owner) return null
  setAside(pick, owner)
  const content = pick.all()
  const id = takeOwnId(pick, /^(event|usage)_id$/, new RegExp(`^${kind}(_event)?_id$`))
  const at = pick.named([/(^|_)(at|date|time|timestamp|on|day)$/, /^(when|ts)$/], isDate) ?? pick.take(isDate)
  if (!at) return null
  const known = kind === 'churn' || (kind.includes('_') && isEventKind(kind))
  const named = known ? undefined : pick.named([/^(event|kind|event_type|event_name|type|action)$/], isText)
  // Money that was paid back is not how much of the event happened.
  const value =
    kind === 'churn'
      ? undefined
      : pick.named([/^(usage_)?count$/, /^(value|quantity|qty|amount)$/, /(?<!error)_count$/], isNumber)
  return {
    record: 'event',
    // A log without ids: what a line says is what names it.
    id: id ? textOf(id) : { content },
    account: owner.ref,
    kind: named ? textOf(named) : { const: kind },
    at: refTo(at),
    ...typed('value', value),
    properties: pick.properties(),
  }
}

function objectOf(pick: Picker, owner: Owner, kind: string): Mapping | null {
  setAside(pick, owner)
  const id = takeId(pick, new RegExp(`^${kind}_id$`))
  if (!id) return null
  const state = pick.named([/^(state|status)$/, /_(state|status)$/], isText)
  const stateSince = state && pick.named(SINCE, isDate)
  const openedAt = pick.named([/start|open|creat|submit|begin|placed|order|ship/], isDate)
  const closedAt = pick.named(
    [/^(closed|ended?|end|resolved)_/, /end|clos|resolv|cancel|deliver|complet|paid/],
    maybeDate,
  )
  const dueAt = pick.named([/due|promis|deadline|renew|expect/], maybeDate)
  return {
    record: 'object',
    id: textOf(id),
    account: owner.ref,
    kind,
    ...some('state', state ? textOf(state) : closedAt && stateFrom(closedAt, kind)),
    ...typed('stateSince', stateSince),
    ...typed('openedAt', openedAt),
    ...some('closedAt', closedAt && asDate(closedAt, openedAt)),
    ...some('dueAt', dueAt && asDate(dueAt, openedAt)),
    ...some('amount', moneyOf(AMOUNTS, pick)),
    ...text('lane', pick.named([/^(lane|carrier|route)$/], isText)),
    properties: pick.properties(),
  }
}

/** `state_since`, `status_changed_at`, `last_status_update`, `changed_status_on` … */
const SINCE = [
  /(^|_)(state|status)_(since|from|chang|updat|at$|on$|date$|time$|timestamp$)/,
  /(since|chang|updat|enter|mov).*_(state|status)(_(at|on|date|time))?$/,
]

/** An end that no sample row has reached yet is still a date. */
const maybeDate = (column: GuessedColumn): boolean => isDate(column) || column.blank === 1

const asDate = (column: GuessedColumn, like: GuessedColumn | undefined): ValueRef =>
  isDate(column) ? refTo(column) : { field: column.name, type: 'date', format: like?.format ?? 'iso' }

function stateFrom(closedAt: GuessedColumn, kind: string): ValueRef {
  const words = OBJECTS[kind] ?? { open: 'open', closed: 'closed' }
  return { field: closedAt.name, type: 'text', map: { '': words.open, '*': words.closed } }
}

const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
