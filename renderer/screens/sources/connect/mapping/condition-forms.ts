import type { RowTest } from '../../../../../shared/source/value-ref.ts'

type ColumnCondition = Exclude<RowTest, string>

/** A condition over the rows of a stream, as far as a form can say it; any other one is typed as an expression. */
export type WrittenCondition =
  | { test: 'always' }
  | { test: 'filled' | 'blank'; column: string }
  | { test: 'is' | 'not'; column: string; value: string }
  | { test: 'expression'; text: string }
/** The same, or a column that says yes or has a date. */
export type RowCondition = WrittenCondition | { test: 'says'; column: string; ref: ColumnCondition }

export const CONDITION_WORDS: Record<RowCondition['test'], string> = {
  always: 'no condition',
  filled: 'has a value:',
  blank: 'is blank:',
  is: 'equals:',
  not: 'does not equal:',
  says: 'says yes or has a date:',
  expression: 'expression',
}

const NAME = String.raw`((?:[A-Za-z_]\w*|"(?:[^"\\]|\\.)*")(?:\.(?:[A-Za-z_]\w*|"(?:[^"\\]|\\.)*"))*)`
const TEXT = String.raw`'((?:[^'\\]|\\.)*)'`
const FILLED = new RegExp(`^${NAME}$`)
const BLANK = new RegExp(`^!(?:${NAME}|\\(${NAME}\\))$`)
const EQUAL = new RegExp(`^${NAME} (==|!=) ${TEXT}(?: (?:\\|\\||&&) .*)?$`)

/** What a form shows of an expression: what it would write itself, and any other one as it is. */
export function conditionOf(text: string | undefined): WrittenCondition {
  if (text === undefined) return { test: 'always' }
  const known = likeliest(text)
  return known && expressionFor(known) === text ? known : { test: 'expression', text }
}

function likeliest(text: string): WrittenCondition | null {
  const filled = FILLED.exec(text)?.[1]
  if (filled !== undefined) return { test: 'filled', column: unquoted(filled) }
  const blank = BLANK.exec(text)
  if (blank) return { test: 'blank', column: unquoted(blank[1] ?? blank[2] ?? '') }
  const [, column, sign, value] = EQUAL.exec(text) ?? []
  if (column === undefined || value === undefined) return null
  return { test: sign === '==' ? 'is' : 'not', column: unquoted(column), value: value.replace(/\\(.)/g, '$1') }
}

/** What a form shows of a condition. */
export const shownCondition = (condition: RowTest | undefined): RowCondition =>
  typeof condition === 'object' ? { test: 'says', column: condition.field, ref: condition } : conditionOf(condition)

/** What a form says; undefined where every row counts. */
export const saidBy = (condition: RowCondition): RowTest | undefined =>
  condition.test === 'says' ? { ...condition.ref, field: condition.column } : expressionFor(condition)

/** The words of a column that count as yes, where the mapping names them: `churned, cancelled`. */
export function yesWords(condition: RowCondition): string | null {
  const map = condition.test === 'says' ? condition.ref.map : undefined
  if (!map) return null
  const words = Object.keys(map).filter(word => word !== '*' && word !== '' && map[word] === 'true')
  return [...new Set(words.map(word => word.toLowerCase()))].join(', ')
}

/** The expression that a form says; undefined where every row counts. */
export function expressionFor(condition: WrittenCondition): string | undefined {
  switch (condition.test) {
    case 'always':
      return undefined
    case 'filled':
      return identifierOf(condition.column)
    case 'blank':
      return condition.column.includes('.')
        ? `!(${identifierOf(condition.column)})`
        : `!${identifierOf(condition.column)}`
    case 'is':
    case 'not': {
      const { column, value } = condition
      const [sign, joins] = condition.test === 'is' ? ['==', '||'] : ['!=', '&&']
      const name = identifierOf(column)
      const text = `${name} ${sign} '${value.replace(/[\\']/g, '\\$&')}'`
      // In JSON a number or a truth value is no text.
      return /^(-?(0|[1-9]\d*)(\.\d+)?|true|false)$/.test(value)
        ? `${text} ${joins} ${name} ${sign} \`${value}\``
        : text
    }
    case 'expression':
      return condition.text
  }
}

/** A column as an expression names it: plain, or in quotes; a dotted path leads into what is nested. */
const identifierOf = (column: string): string =>
  column
    .split('.')
    .map(part => (/^[A-Za-z_]\w*$/.test(part) ? part : JSON.stringify(part)))
    .join('.')

const unquoted = (name: string): string => name.replace(/"(?:[^"\\]|\\.)*"/g, part => JSON.parse(part) as string)

/** Another test of the same column. */
export function asTest(before: RowCondition, test: RowCondition['test'], first: string): RowCondition {
  const column = 'column' in before ? before.column : first
  const value = 'value' in before ? before.value : ''
  switch (test) {
    case 'always':
      return { test }
    case 'filled':
    case 'blank':
      return { test, column }
    case 'is':
    case 'not':
      return { test, column, value }
    case 'says':
      return { test, column, ref: { field: column, type: 'boolean' } }
    case 'expression':
      return { test, text: (before.test === 'says' ? undefined : expressionFor(before)) ?? identifierOf(column) }
  }
}
