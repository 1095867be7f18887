import { type Mapping, type Mappings, ownMapping } from '../../../shared/source/mapping.ts'
import type { SingleRef } from '../../../shared/source/value-ref.ts'
import { isNumber } from './column-picker.ts'
import { isOfConsent } from './consent.ts'
import { LEFT, STATUS } from './gone.ts'
import type { HeadedColumn } from './headed.ts'
import { CONTRACT_END } from './moments.ts'
import { AMOUNTS, isUnreadAmount, isUnreadRevenue, REVENUES } from './money.ts'
import { NOT_OVER, OVER } from './states.ts'
import { ADDRESS_HEADS, NAME_HEADS } from './who.ts'

/** Said of a column, for a person. */
export interface ColumnNote {
  column: string
  note: string
}

/** What a proposal leaves out or takes on trust, column by column: nothing of that kind may pass in silence. */
export function proposalNotes(mappings: Mappings, columns: readonly HeadedColumn[]): ColumnNote[] {
  const own = ownMapping(mappings)
  return [
    ...(own.record === 'account'
      ? [
          ...identityNote(own, columns),
          ...leftNotes(own, columns),
          ...mergedNotes(own, columns),
          ...renewalNotes(own, columns),
        ]
      : []),
    ...(own.record === 'object' ? [...deliveryNotes(own, columns), ...overNotes(own, columns)] : []),
    ...consentNotes(mappings, columns),
    ...amountNotes(own, columns),
    ...partNotes(own, columns),
    ...unitNotes(own),
    ...twiceNotes(columns),
    ...(columns.some(({ name }) => name === '') ? [{ column: '', note: NAMELESS }] : []),
  ]
}

const NAMELESS = 'the header gives it no name, so its cells are not kept. Name it in the file to keep them'

type Of<Kind extends Mapping['record']> = Extract<Mapping, { record: Kind }>

/** No column holds an id and another names the accounts: it works as long as it never changes. */
function identityNote({ id }: Of<'account'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  if (typeof id !== 'object' || !('field' in id)) return []
  const head = columns.find(({ name }) => name === id.field)?.head ?? ''
  const isOf = (heads: readonly RegExp[]) => heads.some(one => one.test(head))
  const what = isOf(ADDRESS_HEADS) ? 'address' : isOf(NAME_HEADS) ? 'name' : null
  if (what === null) return []
  const note = `no column holds an id, so the ${what} names each account: one whose ${what} changes becomes a new account. Choose another column in the mapping if one is better`
  return [{ column: id.field, note }]
}

/** What may say who has left, is a forecast, or means a pause: left to a person. */
function leftNotes({ churnedAt, deleted }: Of<'account'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  if (churnedAt !== undefined) return []
  const told = typeof deleted === 'object' ? deleted.field : null
  const isFlag = ({ head, type, bits }: HeadedColumn) =>
    (type === 'boolean' || bits === true) && MAY_HAVE_LEFT.test(head)
  const isPaused = ({ head, type, samples }: HeadedColumn) =>
    type === 'text' && STATUS.some(name => name.test(head)) && samples.some(text => PAUSED.test(text))
  // Words that nobody reads, and numbers: Access writes yes as -1, and elsewhere they count months.
  const isUnread = ({ head, type, name, blank, bits }: HeadedColumn) =>
    bits !== true &&
    (type === 'text' || isNumber({ type })) &&
    blank < 1 &&
    name !== told &&
    LEFT.some(one => one.test(head))
  return columns
    .filter(column => (isFlag(column) && column.name !== told) || isPaused(column) || isUnread(column))
    .map(({ name }) => ({
      column: name,
      note: 'may say who has left, and not when, so these accounts still count as customers. Map the date on which they left (churnedAt), or this column as “Deleted where”',
    }))
}

/** A contract that ends may be renewed or lapse, which its column does not say. */
function renewalNotes({ renewsAt }: Of<'account'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  const told = typeof renewsAt === 'object' && 'field' in renewsAt ? renewsAt.field : null
  return columns
    .filter(({ head, name }) => name === told && CONTRACT_END.test(head))
    .map(({ name }) => ({
      column: name,
      note: 'the end of the contract is read as the next renewal. Leave it out of the mapping if contracts end without one',
    }))
}

/** Two records of one customer would both be counted, ranked and written to. */
function mergedNotes({ mergedInto }: Of<'account'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  if (mergedInto !== undefined) return []
  return columns
    .filter(({ head, blank }) => blank < 1 && /^(is_)?(merged|duplicate)_(into|of|with|to)(_|$)/.test(head))
    .map(({ name }) => ({
      column: name,
      note: 'may say which accounts were merged into another one, and nothing is read from it, so both are kept. Map it as “mergedInto”',
    }))
}

const MAY_HAVE_LEFT =
  /^(is_|has_)?(churn(_flag|_label|_value)?|inactive|disabled|active|enabled|current|suspended|expired)(_customer|_account)?$/
const PAUSED =
  /^(inactive|in-active|not active|suspended|paused|expired|dormant|lapsed|disabled|inaktiv|inactif|inactivo)$/i

/** A unit that the header names multiplies every amount, so it is shown. */
function unitNotes(mapping: Mapping): ColumnNote[] {
  const ref = mapping.record === 'account' ? mapping.mrr : mapping.record === 'object' ? mapping.amount : undefined
  if (typeof ref !== 'object' || 'const' in ref) return []
  return ('first' in ref ? ref.first : [ref]).flatMap(unitNote)
}

function unitNote(ref: SingleRef): ColumnNote[] {
  if (typeof ref !== 'object' || !('field' in ref)) return []
  const said = [
    ...(ref.unit === 'thousands' || ref.unit === 'millions'
      ? [`the header says ${ref.unit}, so each amount is multiplied`]
      : []),
    ...(ref.per === 'year' ? ['the header says a year, so the twelfth of each amount is its monthly revenue'] : []),
  ]
  return said.length > 0 ? [{ column: ref.field, note: said.join('; ') }] : []
}

/** A refusal that nobody can read would let messages go to people who said no. */
function consentNotes(mappings: Mappings, columns: readonly HeadedColumn[]): ColumnNote[] {
  const people = [mappings].flat().filter(({ record }) => record === 'account' || record === 'contact')
  if (people.length === 0) return []
  const consents = people.flatMap(one => (one.record === 'contact' && one.consent !== undefined ? [one.consent] : []))
  const read = JSON.stringify(consents)
  const why =
    consents.length > 0
      ? 'another column says who agreed. Map this one as “consent” if it is the one that counts'
      : 'these people count as never asked. Map it as “consent”, with “map” for its words'
  return columns
    .filter(({ name, head, blank }) => blank < 1 && isOfConsent(head) && !read.includes(JSON.stringify(name)))
    .map(({ name }) => ({
      column: name,
      note: `its name speaks of consent, and nothing is read from it: ${why}`,
    }))
}

/** `delivery_date` is what was promised in one export and what happened in the next. */
function deliveryNotes({ properties }: Of<'object'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  const kept = new Set(
    Object.values(properties).flatMap(ref => (typeof ref === 'object' && 'field' in ref ? ref.field : [])),
  )
  return columns
    .filter(
      ({ head, type, name }) => type === 'date' && kept.has(name) && /(^|_)delivery_(date|at|on|time)$/.test(head),
    )
    .map(({ name }) => ({
      column: name,
      note: 'may be the promised or the actual delivery, so it is kept as a property. Map it as the due date or as the end',
    }))
}

/** A flag in other words than yes and no, such as the -1 of Access: without it a thing that is over counts as open. */
function overNotes({ state, closedAt }: Of<'object'>, columns: readonly HeadedColumn[]): ColumnNote[] {
  if (state !== undefined || closedAt !== undefined) return []
  return columns
    .filter(({ head, blank }) => blank < 1 && [...OVER, ...NOT_OVER].some(name => name.test(head)))
    .map(({ name }) => ({
      column: name,
      note: 'may say what is over, and nothing is read from it, so everything counts as open. Map it as the state, with “map” for its words',
    }))
}

const UNREAD_REVENUE =
  'may be what an account pays, and not for a month or not in this unit, so no revenue is read from it. Map it as the monthly revenue, with its unit'

function amountNotes(mapping: Mapping, columns: readonly HeadedColumn[]): ColumnNote[] {
  const { record } = mapping
  if (record === 'account' && mapping.mrr === undefined) {
    const unread = columns.filter(column => isUnreadRevenue(column, columns))
    if (unread.length > 0) return unread.map(({ name }) => ({ column: name, note: UNREAD_REVENUE }))
  }
  const patterns = record === 'account' ? REVENUES : record === 'object' ? AMOUNTS.slice(0, 3) : []
  return columns
    .filter(column => isUnreadAmount(column, patterns))
    .map(({ name }) => ({
      column: name,
      note: 'its name speaks of an amount, its cells hold none that can be read: kept as text',
    }))
}

/** What a subscription costs may be the price of one seat, or of a year. */
function partNotes(mapping: Mapping, columns: readonly HeadedColumn[]): ColumnNote[] {
  if (mapping.record !== 'object' || mapping.kind !== 'subscription') return []
  const { amount } = mapping
  if (typeof amount !== 'object' || !('field' in amount)) return []
  const isFactor = ({ head, samples }: HeadedColumn) =>
    /^((billing|plan)_)?(quantity|qty|seats|units|licen[cs]es|interval|period|frequency|cycle)$/.test(head) &&
    samples.some(text => !/^(1(\.0+)?|month(ly)?)$/i.test(text))
  const factors = columns.filter(isFactor).map(({ name }) => `“${name}”`)
  if (factors.length === 0) return []
  const note = `taken as it is written: ${factors.join(' and ')} beside it ${factors.length > 1 ? 'are' : 'is'} not multiplied in. Export what each row is worth a month where that is another amount`
  return [{ column: amount.field, note }]
}

/** Headers that occur several times were told apart by a number. */
function twiceNotes(columns: readonly HeadedColumn[]): ColumnNote[] {
  const names = new Set(columns.map(({ name }) => name))
  return columns
    .filter(({ name }) => names.has(`${name} (2)`))
    .map(({ name }) => ({
      column: name,
      note: `the header has this name several times: the others are called “${name} (2)” and so on`,
    }))
}
