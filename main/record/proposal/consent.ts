import type { ValueRef } from '../../../shared/source/mapping.ts'
import type { SingleRef } from '../../../shared/source/value-ref.ts'
import { booleanWords } from '../cells/booleans.ts'
import { type Fits, isDate, type Picker } from './column-picker.ts'
import type { HeadedColumn } from './headed.ts'

const AGAINST = [
  /(^|_)(unsub|unsubscribed?|opt(ed)?_?out|do_not_(contact|e?mail)|no_(contact|e?mail|marketing))(_|$)/,
  /(^|_)(black|block)_?list(ed)?(_|$)/,
]
const FOR = [
  /(^|_)(consent|consented|opt(ed)?_?in|subscribed|newsletter)(_|$)/,
  /(^|_)(accepts|allows?|agreed(_to)?)_(e_?mail_)?(marketing|contact|e_?mails?)(_|$)/,
  /^e_?mail_(marketing_)?(status|permission|consent)(_state)?$/,
]

/** Whether a column is called like a consent or a refusal. */
export const isOfConsent = (head: string): boolean => [...AGAINST, ...FOR, OF_LAW].some(name => name.test(head))

/** `gdpr_ok` and `gdpr_delete` are about opposite things, so a person says which. */
const OF_LAW = /(^|_)(gdpr|dsgvo|rgpd)(_|$)/

/** Words of newsletter tools beside yes and no. */
const STATES: readonly (readonly [string, boolean])[] = [
  ...['subscribed', 'opted_in', 'opted-in', 'confirmed', 'granted', 'given', 'accepted', 'allowed', 'agreed'].map(
    word => [word, true] as const,
  ),
  ...['opted in', 'opt-in', 'opt in'].map(word => [word, true] as const),
  ...['opted out', 'opt-out', 'opt out'].map(word => [word, false] as const),
  ...['unsubscribed', 'not_subscribed', 'nonsubscribed', 'non-subscribed', 'opted_out', 'opted-out'].map(
    word => [word, false] as const,
  ),
  ...['cleaned', 'bounced', 'complained', 'denied', 'revoked', 'never_subscribed'].map(word => [word, false] as const),
  ...['refused', 'declined', 'withdrawn', 'blocked', 'objected', 'suppressed'].map(word => [word, false] as const),
]
/** Said of people who were never asked, or have not answered yet: nobody knows whether they agree. */
const UNDECIDED = ['unknown', 'pending', 'unconfirmed', 'not_asked', 'not asked']
/** A column of any other name is about consent where one of its cells is such a word. */
const TELLING = new Set(['subscribed', 'unsubscribed', 'opted_in', 'opted_out', 'opted-in', 'opted-out'])

/**
 * Whether people may be written to. A column that says the opposite is turned round: one that is passed over would let
 * messages go to people who said no. A cell that is neither yes nor no sets its person aside.
 */
export function takeConsent(pick: Picker): ValueRef | undefined {
  const refused = named(pick, AGAINST, isYesOrNo)
  if (refused) {
    // Who did not refuse has agreed only where nothing else tells who has.
    const agreed = takeAgreed(pick)
    return agreed ? { first: [onlyRefusals(refOf(refused, true)), agreed] } : refOf(refused, true)
  }
  // Who has a date of saying no has said no; who has none may never have been asked.
  const since = pick.named(AGAINST, isDate)
  const agreed = takeAgreed(pick)
  if (!since) return agreed
  const against: SingleRef = { field: since.name, type: 'boolean', map: { '': '', '*': 'false' } }
  return agreed ? { first: [against, agreed] } : against
}

const OTHER_CHANNEL =
  /(^|_)(sms|mms|phone|telephone|calls?|push|whatsapp|post|postal|letters?|fax|mobile|text|app)(_|$)/

/** A column about e-mail goes before one that names no channel; those of other channels say nothing of e-mail. */
function named(pick: Picker, patterns: readonly RegExp[], fits: Fits): HeadedColumn | undefined {
  const isOurs: Fits = column => !OTHER_CHANNEL.test(column.head) && fits(column)
  return (
    pick.named(patterns, column => /(^|_)e_?mails?(_|$)/.test(column.head) && isOurs(column)) ??
    pick.named(patterns, isOurs)
  )
}

/** A refusal alone: whatever else the column says is left to another one. */
const onlyRefusals = (ref: MappedRef): SingleRef => ({
  ...ref,
  map: Object.fromEntries(Object.entries(ref.map).map(([word, says]) => [word, says === 'true' ? '' : says])),
})

function takeAgreed(pick: Picker): SingleRef | undefined {
  const agreed =
    named(pick, FOR, column => isYesOrNo(column) || isState(column)) ??
    pick.named([/(^|_)(state|status)$/], column => isState(column) && column.samples.some(isTelling))
  if (!agreed) return undefined
  return agreed.type === 'boolean' && !isState(agreed) ? { field: agreed.name, type: 'boolean' } : refOf(agreed, false)
}

const isYesOrNo = (column: HeadedColumn): boolean =>
  column.type === 'boolean' || column.bits === true || isUntold(column) || isShortAnswer(column)

/** `t`, `X`, `Y` or `on` alone say yes or no where a column is called like a consent. */
const isShortAnswer = ({ type, samples }: HeadedColumn): boolean =>
  type === 'text' && samples.length > 0 && samples.every(text => booleanWords().has(text.toLowerCase()))

/** A catalog names columns and shows no cell of them: t, 1, yes and their like are read, and all else is set aside. */
const isUntold = ({ head, type, samples, blank }: HeadedColumn): boolean =>
  samples.length === 0 && blank === 0 && (type === 'text' || type === 'integer') && !NO_ANSWER.test(head)
const NO_ANSWER = /_(at|on|date|time|timestamp|id|ip|url|source|method|version|count|text|by|reason|channel)$/

const isState = ({ type, samples }: HeadedColumn): boolean =>
  type === 'text' && samples.length > 0 && samples.every(text => isWord(text.toLowerCase()))

const isWord = (text: string): boolean => UNDECIDED.includes(text) || STATES.some(([word]) => word === text)

const isTelling = (text: string): boolean => TELLING.has(text.toLowerCase())

interface MappedRef {
  field: string
  type: 'boolean'
  map: Record<string, string>
}

function refOf({ name }: HeadedColumn, isTurned: boolean): MappedRef {
  const words = [...booleanWords(), ...STATES]
  const map = words.flatMap(([word, yes]) => spellings(word).map(one => [one, String(yes !== isTurned)] as const))
  const open = UNDECIDED.flatMap(spellings).map(one => [one, ''] as const)
  return {
    field: name,
    type: 'boolean',
    map: Object.fromEntries([...map, ...open, ['', ''], ['*', 'neither yes nor no']]),
  }
}

/** How exports capitalise a word. */
export const spellings = (word: string): string[] => [
  ...new Set([word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]),
]
