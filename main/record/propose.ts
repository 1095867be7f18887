import type { FileStream, Mapping, Mappings, ValueRef } from '../../shared/source/mapping.ts'
import { isEventKind } from '../../shared/trigger/event-words.ts'
import type { GuessedColumn } from './guess.ts'
import { idRefOf, isNumber, isText, Picker, refTo, textOf } from './proposal/column-picker.ts'
import { takeConsent } from './proposal/consent.ts'
import { eventNamed, kindOfEvents } from './proposal/event-kind.ts'
import { takeDeleted, takeLeft } from './proposal/gone.ts'
import { type HeadedColumn, headed } from './proposal/headed.ts'
import {
  asDate,
  isMoment,
  takeChurned,
  takeClosed,
  takeDue,
  takeMoment,
  takeOpened,
  takeRenews,
  takeSignedUp,
} from './proposal/moments.ts'
import { AMOUNTS, takeMoney, takeRevenue } from './proposal/money.ts'
import { firstValue, isFlag, NOT_OVER, OBJECTS, OVER, SINCE, stateFrom, stateOfFlag } from './proposal/states.ts'
import {
  ACCOUNT,
  ACCOUNT_ID,
  CONTACT_NAMES,
  EMAIL,
  findOwner,
  isCompanyName,
  isName,
  type OwnerColumn,
  personId,
  setAside,
  takeAccountId,
  takeEmail,
  takeFullName,
  takeName,
  takeObjectId,
  takeOwnId,
} from './proposal/who.ts'
import { headOf } from './scan/header-words.ts'

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

export function proposeMapping(fileName: string, guessed: readonly GuessedColumn[]): Mappings | null {
  const columns = headed(guessed)
  // `orders2024` are orders.
  const words = headOf(fileName)
    .split('_')
    .map(word => headOf(word.replace(/\d+$/, '') || word))
  const has = (test: RegExp) => words.some(word => test.test(word))
  const pick = new Picker(columns)
  const owner = findOwner(columns)
  if (has(/^churn(ed|s)?$/)) return event(pick, owner, 'churn')
  if (has(/^(usage|usages)$/)) return event(pick, owner, 'feature_used')
  // `user_logins` are no users, and an address beside a moment is only whose it was.
  const happens = HAPPENINGS.test(words.at(-1) ?? '') && columns.some(isMoment)
  if (has(/^(contacts?|contact_person|people|persons?|users?|members?)$/) && owner && !happens)
    return contact(pick, owner)
  const named = eventNamed(words)
  if (named && hasOneMoment(columns)) return event(pick, owner, named)
  const object = Object.entries(OBJECTS).find(([, { test }]) => has(test))
  if (object && owner && !has(HAPPENINGS)) return objectOf(pick, owner, object[0])
  if (has(/^(accounts?|customers?|compan(y|ies)|clients?|organi[sz]ations?)$/) && !has(HAPPENINGS)) return account(pick)
  if (columns.some(({ head }) => EMAIL.test(head)) && owner && !happens) return contact(pick, owner)
  if (looksLikeAccounts(columns)) return account(pick)
  const seen = event(pick, owner, kindOfEvents(words))
  return seen ?? (hasOneRowEach(columns) && !has(HAPPENINGS) ? account(new Picker(columns)) : null)
}

/** What happens has a date; a file of such a name without one is no file of accounts. */
const HAPPENINGS = /^(events?|logs?|calls?|sessions?|visits?|logins?|logons?|ins|views?|activit(y|ies)|clicks?|scans?)$/

/** Why nothing was proposed, for a person. */
export function noProposal(path: string, guessed: readonly GuessedColumn[]): string {
  const columns = headed(guessed)
  const owner = findOwner(columns)
  if (!owner && !columns.some(({ head }) => ACCOUNT.test(head)) && columns.some(isMoment))
    return 'No account column was found. Choose it yourself.'
  if (owner && columns.some(isMoment))
    return 'No column names each row: one that does has a different value in every row and no blank. Choose one, several that name a row together, or the content of the row.'
  if (/account|customer|client|compan|organi[sz]ation/.test(headOf(streamName(path))) && columns.length > 0)
    return 'No column names each account: an id, an address or a name would have to be different in every row and never blank. Choose one, or several that name a row together.'
  return 'No account column or no date column was found. Choose them yourself.'
}

/** An event happens once; what begins, changes and ends is an object. */
const hasOneMoment = (columns: readonly HeadedColumn[]): boolean =>
  columns.filter(isMoment).length === 1 && !columns.some(({ head }) => /(^|_)(state|status)$/.test(head))

/** Where the account's id stands first and never comes twice, undated rows are the accounts. */
const hasOneRowEach = ([first]: readonly HeadedColumn[]): boolean =>
  first?.distinct === true && ACCOUNT_ID.test(first.head)

/** One row for each account, which has a name. */
function looksLikeAccounts([first, ...rest]: readonly HeadedColumn[]): boolean {
  if (!first?.distinct || !ACCOUNT.test(first.head)) return false
  return rest.some(({ head }) => /^(((account|customer|company)_)?name|company|organi[sz]ation)$/.test(head))
}

const ZONE = /^(time_?zone|tz)$/
const LOCALE = /^(locale|language)$/

/** Leaves out what was not found: an absent key says that the file does not know, null would erase. */
const some = <Key extends string, Value>(key: Key, value: Value | undefined | null): { [K in Key]?: Value } =>
  (value === undefined || value === null ? {} : { [key]: value }) as { [K in Key]?: Value }

const text = <Key extends string>(key: Key, column: GuessedColumn | undefined) => some(key, column && textOf(column))
const typed = <Key extends string>(key: Key, column: GuessedColumn | undefined) => some(key, column && refTo(column))

/** An account, and the person behind its e-mail address where it has one: somebody to write to. */
function account(pick: Picker): Mappings | null {
  const id = takeAccountId(pick)
  if (!id) return null
  const email = takeEmail(pick)
  // Without an address there is nobody whose consent it is.
  const consent = email && takeConsent(pick)
  const isCompany = isCompanyName(id)
  const named = email && (pick.named(CONTACT_NAMES, isName) ?? (isCompany ? pick.named(PERSON_NAMES) : undefined))
  const whole = email && !named ? pick.named([/^full_name$/], isName) : undefined
  const fullName = named ? textOf(named) : email && (takeFullName(pick) ?? (whole && textOf(whole)))
  const locale = email && pick.named([LOCALE])
  const own = accountOf(pick, id, email, isCompany ? textOf(id) : named ? undefined : fullName)
  return email ? [own, personOf(own, { fullName, consent, locale })] : own
}

/** Beside the name of a company, a name is that of its person. */
const PERSON_NAMES = [/^(full|display)_name$/]

type AccountMapping = Extract<Mapping, { record: 'account' }>

/** Who stands behind the address of an account. */
interface Person {
  fullName: ValueRef | undefined
  consent: ValueRef | undefined
  locale: HeadedColumn | undefined
}

function personOf({ id, email, timeZone, deleted }: AccountMapping, { fullName, consent, locale }: Person): Mapping {
  return {
    record: 'contact',
    id: personId(id),
    account: id,
    ...some('name', fullName),
    ...some('email', email),
    ...some('timeZone', timeZone),
    ...text('locale', locale),
    ...some('consent', consent),
    ...some('deleted', deleted),
    properties: {},
  }
}

const ACCOUNT_NAMES = [
  /^name$/,
  /^(account|customer|company|client|organi[sz]ation|business|legal)_name$/,
  /^(company|organi[sz]ation|business)$/,
]

/** With a date of leaving an account is kept with its history; without a date the account is deleted. */
function leaving(pick: Picker) {
  const churnedAt = takeChurned(pick)
  return churnedAt ? typed('churnedAt', churnedAt) : some('deleted', takeLeft(pick))
}

function accountOf(
  pick: Picker,
  id: HeadedColumn,
  email: HeadedColumn | undefined,
  fullName: ValueRef | undefined,
): AccountMapping {
  const named = pick.named(ACCOUNT_NAMES)
  const name = named
    ? textOf(named)
    : (fullName ?? takeName(pick, [/^(full|display)_name$/, /^(customer|account)$/], CONTACT_NAMES))
  return {
    record: 'account',
    id: idRefOf(id),
    ...some('name', name),
    ...text('plan', pick.named([/^plan(_tier|_name)?$/, /^tier$/], isText)),
    ...text(
      'country',
      pick.named(
        [/^country(_code)?$/, /^country_region$/, /^(billing|default_address|address)_country(_code)?$/],
        isText,
      ),
    ),
    ...text('timeZone', pick.named([ZONE])),
    ...text('owner', pick.named([/^(owner|account_owner|csm|account_manager)$/], isText)),
    ...text('email', email),
    ...text('domain', pick.named([/^(domain|website|web_?site|url)$/], isText)),
    ...typed('signedUpAt', takeSignedUp(pick)),
    ...typed('renewsAt', takeRenews(pick)),
    ...leaving(pick),
    ...some('mrr', takeRevenue(pick)),
    properties: pick.properties(),
  }
}

function contact(pick: Picker, owner: OwnerColumn): Mapping | null {
  setAside(pick, owner)
  const own = pick.named([/^(contact|person|user|member)_id$/, /^id$/])
  const email = takeEmail(pick)
  const id = own ?? email ?? takeOwnId(pick)
  if (!id) return null
  return {
    record: 'contact',
    id: idRefOf(id),
    account: owner.ref,
    ...some('name', takeName(pick, [/^(full_)?name$/])),
    ...text('email', email),
    ...text('timeZone', pick.named([ZONE])),
    ...text('locale', pick.named([LOCALE])),
    ...some('consent', takeConsent(pick)),
    ...some('deleted', takeDeleted(pick)),
    properties: pick.properties(),
  }
}

function event(pick: Picker, owner: OwnerColumn | null, kind: string): Mapping | null {
  if (!owner) return null
  setAside(pick, owner)
  const content = pick.all()
  const at = takeMoment(pick)
  if (!at) return null
  const id = takeOwnId(pick, /^(event|usage)_id$/, new RegExp(`^${kind}(_event)?_id$`))
  const deleted = takeDeleted(pick)
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
    id: id ? idRefOf(id) : { content },
    account: owner.ref,
    kind: named ? textOf(named) : { const: kind },
    at,
    ...typed('value', value),
    ...some('deleted', deleted),
    properties: pick.properties(),
  }
}

function objectOf(pick: Picker, owner: OwnerColumn, kind: string): Mapping | null {
  setAside(pick, owner)
  const id = takeObjectId(pick, kind)
  if (!id) return null
  const deleted = takeDeleted(pick)
  const state = pick.named([/^(state|status)$/, /_(state|status)$/], one => isText(one) || one.type === 'integer')
  const stateSince = state && pick.named(SINCE, isMoment)
  const openedAt = takeOpened(pick)
  const ends = takeClosed(pick, kind)
  const dueAt = takeDue(pick)
  const flagged = state === undefined && ends.length === 0
  const over = flagged ? pick.named(OVER, isFlag) : undefined
  const going = flagged && !over ? pick.named(NOT_OVER, isFlag) : undefined
  const flag = over ?? going
  return {
    record: 'object',
    id: idRefOf(id),
    account: owner.ref,
    kind,
    ...some('state', state ? textOf(state) : flag ? stateOfFlag(flag, kind, flag === going) : stateFrom(ends, kind)),
    ...typed('stateSince', stateSince),
    ...typed('openedAt', openedAt),
    ...some('closedAt', firstValue(ends.map(end => asDate(end, openedAt)))),
    ...some('dueAt', dueAt && asDate(dueAt, openedAt)),
    ...some('amount', takeMoney(AMOUNTS, pick)),
    ...text('lane', pick.named([/^(lane|carrier|route)$/], isText)),
    ...some('deleted', deleted),
    properties: pick.properties(),
  }
}
