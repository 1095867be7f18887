import type { RowTest, SingleRef } from '../../../shared/source/value-ref.ts'
import { isDate, isText, type Picker, refTo } from './column-picker.ts'
import { spellings } from './consent.ts'
import type { HeadedColumn } from './headed.ts'
import { isFlag } from './states.ts'

const DELETED = [/^(is_|has_been_)?(soft_)?(deleted|removed|erased)$/, /^(deletion|deleted|removed)_flag$/]
const DELETED_AT = [/^(soft_)?(deleted|removed|erased)_(at|on|date|time)$/, /^date_(deleted|removed)$/]
export const LEFT = [/^(is_|has_)?(archived|churned|cancell?ed|closed|terminated|left)$/]
/** Names of a column that says where a customer stands. */
export const STATUS = [
  /^((account|customer|client|company|subscription|lifecycle|crm)_)?status$/,
  /^(account|customer|client|company|subscription)_state$/,
  /^lifecycle(_stage)?$/,
]
/** Words for a former customer. One who is paused, expired or inactive may come back. */
const GONE_WORDS = [
  ...['churned', 'churn', 'cancelled', 'canceled', 'closed', 'terminated', 'deleted', 'archived', 'former', 'left'],
  ...['ex-customer', 'former customer', 'former_customer', 'lost', 'ended', 'offboarded', 'gekündigt', 'ehemalig'],
  ...[
    'résilié',
    'cancelado',
    'opgezegd',
    'uppsagd',
    'zamknięty',
    'anulowany',
    'iptal',
    'iptal edildi',
    '解約',
    '解約済み',
  ],
  ...['закрыт', 'отменён', 'отменен', 'ушёл', 'ушел'],
]

const isGoneWord = (text: string): boolean => GONE_WORDS.includes(text.toLowerCase())

/** What says that a row of any kind was deleted where it comes from. */
export function takeDeleted(pick: Picker): RowTest | undefined {
  const flag = pick.named(DELETED, isFlag)
  if (flag) return yesIn(flag)
  const since = pick.named(DELETED_AT, column => isDate(column) || column.blank === 1)
  return (
    since && (isDate(since) ? (refTo(since) as ColumnCondition) : { field: since.name, type: 'date', format: 'iso' })
  )
}

type ColumnCondition = Extract<SingleRef, { field: string }>

const yesIn = ({ name }: HeadedColumn): RowTest => ({ field: name, type: 'boolean' })

/**
 * What says that a customer has left, where no date does: otherwise we would write to a former customer. The date of a
 * deletion is one of leaving, so it is looked for before.
 */
export function takeLeft(pick: Picker): RowTest | undefined {
  const flag = pick.named([...DELETED, ...LEFT], isFlag)
  if (flag) return yesIn(flag)
  // The other words of a status are worth keeping, so the column is only looked at.
  const status = pick.find(STATUS, isText) ?? pick.find(LEFT, one => isText(one) && one.samples.some(isGoneWord))
  if (!status) return undefined
  const words = GONE_WORDS.flatMap(spellings).map(word => [word, 'true'] as const)
  return { field: status.name, type: 'boolean', map: { ...Object.fromEntries(words), '': '', '*': 'false' } }
}
