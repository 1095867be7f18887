import type { AccountRef, ValueRef } from '../../../shared/source/mapping.ts'
import type { IdRef } from '../../../shared/source/value-ref.ts'
import { type Fits, idRefOf, isText, type Picker, textOf } from './column-picker.ts'
import type { HeadedColumn } from './headed.ts'

export const OWNERS = '(account|customer|company|client|organi[sz]ation|org)'
/** Also `customerid`, as databases write it. */
export const ACCOUNT_ID = new RegExp(`^${OWNERS}_?id$`)
const ACCOUNT_KEY = new RegExp(`^${OWNERS}_(no|nr|number|key|code|uuid|guid|ref)$`)
export const ACCOUNT = new RegExp(`^${OWNERS}(_id)?$`)
export const EMAIL = /^(e_?mail|mail)(_address)?$/
const ACCOUNT_EMAIL = /^(contact|primary|billing|customer|account|work|business|company)_e_?mail(_address)?$/

/** How a row names its account, and the column in which it does. */
export interface OwnerColumn {
  column: string
  ref: AccountRef
}

/** A column that names the account, its id before its name, or failing that one that names a thing which belongs to it. */
export function findOwner(columns: readonly HeadedColumn[]): OwnerColumn | null {
  for (const pattern of [ACCOUNT_ID, ACCOUNT_KEY, ACCOUNT]) {
    const direct = columns.find(({ head, type }) => pattern.test(head) && type !== 'date' && type !== 'boolean')
    if (direct) return { column: direct.name, ref: ownerOf(direct) }
  }
  for (const column of columns.slice(1)) {
    const kind = /^(subscription|order|ticket|shipment|payment|invoice)_id$/.exec(column.head)?.[1]
    if (kind) return { column: column.name, ref: { object: kind, id: ownerOf(column) } }
  }
  return null
}

const ownerOf = (column: HeadedColumn) => (column.floated ? idRefOf(column) : { field: column.name })

const PLAIN_IDS = [/^id$/, /^id_oid$/, /^uuid$/, /^guid$/, /^external_id$/, /^identifier$/, /^record_id$/]
const KEYED = /_(id|key|no|nr|number|code|uuid|guid|ref|reference)$/
/** Ids of something that the row only tells of, and numbers that are no ids: many rows may share one. */
const FOREIGN =
  /(^|_)(user|device|session|visitor|anonymous|parent|plan|product|price|variant|feature|agent|assignee|owner|manager|team|group|campaign|store|shop|location|warehouse|phone|mobile|fax|tel|house|street|zip|postal|post|country|area|vat|tax|iban|bank|account_manager|reason|error|status|type|currency|discount|coupon|promo|version)_(id|key|no|nr|number|code|uuid|guid|ref|reference)$/

/** A different value in every row, and none without: only such a column can name rows. */
const isUnique: Fits = ({ distinct, blank, type }) => distinct && blank === 0 && type !== 'boolean' && type !== 'date'

/** The row's own id: a column of that name, else one that ends like an id and never says the same twice. */
export const takeOwnId = (pick: Picker, ...names: RegExp[]): HeadedColumn | undefined =>
  pick.named([...names, ...PLAIN_IDS]) ??
  pick.take(column => KEYED.test(column.head) && !FOREIGN.test(column.head) && column.distinct)

/** The same of an object, which also `Name` or `Order` may name, where every row has one of its own without a blank in it. */
export const takeObjectId = (pick: Picker, kind: string): HeadedColumn | undefined =>
  takeOwnId(pick, new RegExp(`^${kind}_id$`)) ??
  pick.named(
    [new RegExp(`^${kind}(_(no|nr|number|name|key))?$`), /^(name|number|no|nr|key|code|reference|ref|slug)$/],
    column => isUnique(column) && column.samples.every(text => /^\S*\d\S*$/.test(text)),
  )

/** What names an account: its id, else its address, else its name; `null` where rows cannot be told apart. */
export function takeAccountId(pick: Picker): HeadedColumn | null {
  // A column `company` beside one called `id` is its name, and one that says the same twice names nobody.
  const id =
    pick.named([ACCOUNT_ID, /^id$/, ACCOUNT_KEY, ...PLAIN_IDS]) ?? pick.named([ACCOUNT], isUnique) ?? takeOwnId(pick)
  const person = () => pick.named([/^(user|member|subscriber|person|contact|distinct)_id$/], isUnique)
  return id ?? person() ?? pick.find([EMAIL, ACCOUNT_EMAIL], isUnique) ?? pick.find(NAMES, isUnique) ?? null
}

/** Whether what names accounts is called like a customer and holds their names, such as “Ada Ltd”, and no codes. */
export const isCompanyName = ({ head, samples }: HeadedColumn): boolean =>
  ACCOUNT.test(head) && !head.endsWith('_id') && samples.some(text => /\p{L} .*\p{L}/u.test(text))

const NAMES = [new RegExp(`^(${OWNERS}_)?name$`), /^(full|legal|business|display)_name$/, /^name_?1$/]

/** An e-mail address in a column of its own. */
export const takeEmail = (pick: Picker): HeadedColumn | undefined => pick.named([EMAIL, ACCOUNT_EMAIL], isText)

/** The account's column is not the row's own id, so it is put aside before that is looked for. */
export const setAside = (pick: Picker, owner: OwnerColumn): void => {
  pick.take(({ name }) => name === owner.column)
}

/** Its id has a space of its own, so that a file of contacts may name others by the same ids. */
export const personId = (account: IdRef): IdRef =>
  typeof account === 'object' && 'field' in account ? { id: account, space: 'account' } : account

const PART_NAME =
  /^(first|last|middle|given|family|sur|nick|user|login|file|plan|tier|product|item|owner|manager|agent|assignee|country|city|state|region|campaign|event|feature|tax|brand|team|group|domain|host|lane|carrier)_?name$/

/** The name of the person behind an account, which is not the account's own. */
export const CONTACT_NAMES = [/^((primary|main|key|billing)_)?contact_(person_|full_)?name$/, /^contact(_person)?$/]

/** Whether a column holds names: `contact` may be an address or a number as well. */
export const isName: Fits = ({ type, samples }) => type === 'text' && samples.every(text => !/[@\d]/.test(text))

/** The name of what the row is: in one column, or first and last name together; `others` are names of somebody else. */
export function takeName(
  pick: Picker,
  patterns: readonly RegExp[],
  others: readonly RegExp[] = [],
): ValueRef | undefined {
  const whole = pick.named(patterns)
  if (whole) return textOf(whole)
  const isOwn: Fits = ({ head }) => !PART_NAME.test(head) && !others.some(one => one.test(head))
  return takeFullName(pick) ?? textOrNone(pick.named([/_name$/], isOwn))
}

const textOrNone = (column: HeadedColumn | undefined): ValueRef | undefined => column && textOf(column)

/** `First Name` and `Last Name`, of which one may be blank in a row. */
export function takeFullName(pick: Picker): ValueRef | undefined {
  const isPlain: Fits = ({ name }) => !/["\\[\].]/.test(name)
  const first = pick.named([/^(first|given)_?name$/], isPlain)
  const last = pick.named([/^(last|family|sur)_?name$/], isPlain)
  if (first && last) return { path: `join(' ', [${quoted(first)}, ${quoted(last)}][?@])`, type: 'text' }
  return textOrNone(first ?? last)
}

export const quoted = ({ name }: HeadedColumn): string => JSON.stringify(name)

export const ADDRESS_HEADS = [EMAIL, ACCOUNT_EMAIL]
export const NAME_HEADS = NAMES
