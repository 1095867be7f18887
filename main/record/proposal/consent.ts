import type { ValueRef } from '../../../shared/source/mapping.ts'
import { booleanWords } from '../cells/booleans.ts'
import type { Picker } from './column-picker.ts'
import type { HeadedColumn } from './headed.ts'

const AGAINST = [/(^|_)(unsubscribed?|opt(ed)?_?out|do_not_(contact|e?mail)|no_(contact|e?mail|marketing))(_|$)/]
const FOR = [
  /(^|_)(consent|consented|opt(ed)?_?in|subscribed|newsletter)(_|$)/,
  /(^|_)(accepts|allows?|agreed(_to)?)_(e_?mail_)?(marketing|contact|e_?mails?)(_|$)/,
  /^e_?mail_(marketing_)?(status|permission|consent)(_state)?$/,
]

/** Words of newsletter tools beside yes and no. */
const STATES: readonly (readonly [string, boolean])[] = [
  ...['subscribed', 'opted_in', 'opted-in', 'confirmed', 'granted'].map(word => [word, true] as const),
  ...['unsubscribed', 'not_subscribed', 'nonsubscribed', 'non-subscribed', 'opted_out', 'opted-out'].map(
    word => [word, false] as const,
  ),
  ...['cleaned', 'bounced', 'complained', 'denied', 'revoked', 'never_subscribed'].map(word => [word, false] as const),
]

/**
 * Whether people may be written to. A column that says the opposite is turned round: one that is passed over would let
 * messages go to people who said no. A cell that is neither yes nor no sets its person aside.
 */
export function takeConsent(pick: Picker): ValueRef | undefined {
  const against = pick.named(AGAINST, isYesOrNo)
  if (against) return refOf(against, true)
  const agreed = pick.named(FOR, column => isYesOrNo(column) || isState(column))
  if (!agreed) return undefined
  return agreed.type === 'boolean' && !isState(agreed) ? { field: agreed.name, type: 'boolean' } : refOf(agreed, false)
}

const isYesOrNo = ({ type, bits }: HeadedColumn): boolean => type === 'boolean' || bits === true

const isState = ({ type, samples }: HeadedColumn): boolean =>
  type === 'text' && samples.length > 0 && samples.every(text => STATES.some(([word]) => word === text.toLowerCase()))

function refOf({ name }: HeadedColumn, isTurned: boolean): ValueRef {
  const words = [...booleanWords(), ...STATES]
  const map = words.flatMap(([word, yes]) => spellings(word).map(one => [one, String(yes !== isTurned)] as const))
  return { field: name, type: 'boolean', map: Object.fromEntries([...map, ['', ''], ['*', 'neither yes nor no']]) }
}

const spellings = (word: string): string[] => [
  ...new Set([word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]),
]
