import type { Param } from '../../cache/db.ts'
import type { Accounts } from './history.ts'

/** The condition that account `a` belongs to a turn, with its parameters: a range of ids where it can be one. */
export const among = ({ first, last, listed }: Pick<Accounts, 'first' | 'last' | 'listed'>) =>
  listed === undefined
    ? { inTurn: 'a.id BETWEEN ? AND ?', these: [first, last] satisfies Param[] }
    : { inTurn: 'a.id IN (SELECT value FROM json_each(?))', these: [listed] satisfies Param[] }
