import { MINOR_DIGITS } from '../../../shared/currencies.ts'
import type { Decimal } from '../../../shared/source/cell-format.ts'
import type { ColumnScan, Example } from './column-scan.ts'
import { currencyNamed } from './currency-name.ts'
import type { Question } from './question.ts'

/** What the other columns of a file say of its decimal mark. */
export interface Evidence {
  point: Example | null
  comma: Example | null
  /** Cells are divided by semicolons, which programs do where the comma is the decimal mark. */
  semicolons: boolean
}

/** The first numbers of a file that tell their decimal mark. */
export function decimalEvidence(columns: readonly ColumnScan[], delimiter: string): Evidence {
  const first = (shape: 'point' | 'comma') => columns.map(column => column.shapeExamples[shape]).find(Boolean) ?? null
  return { point: first('point'), comma: first('comma'), semicolons: delimiter === ';' }
}

/** A currency without minor units, such as JPY, has no decimals: the mark before three digits is one of thousands. */
function withoutFraction({ name, currency, shapes, shapeExamples }: ColumnScan) {
  const code = currency ?? currencyNamed(name)
  if (code === null || MINOR_DIGITS.get(code) !== 0) return null
  const [points, commas] = [shapes['either-point'], shapes['either-comma']]
  if ((points > 0 && commas > 0) || points + commas === 0) return null
  const example = points > 0 ? shapeExamples['either-point'] : shapeExamples['either-comma']
  const decimal: Decimal = points > 0 ? 'comma' : 'point'
  const because = example ? `${code} has no decimals, so the mark in “${example.text}” is one of thousands.` : null
  return { decimal, question: null, because }
}

/**
 * What one mark before exactly three digits means in a column. Numbers of the column that tell decide, then those of the
 * other columns; a semicolon file whose other numbers have points contradicts itself, so that is asked as well.
 */
export function settleDecimal(
  column: ColumnScan,
  file: Evidence,
): { decimal: Decimal | null; question: Question | null; because: string | null } {
  const { shapes, shapeExamples } = column
  const { point, comma } = shapes
  const open = shapes['either-point'] + shapes['either-comma']
  const whole = withoutFraction(column)
  if (whole !== null && open > 0 && point + comma === 0) return whole
  const told = (decimal: Decimal, example: Example | null | undefined) => ({
    decimal,
    question: null,
    because: example ? `Line ${example.line} says “${example.text}”: the decimal mark is a ${decimal}.` : null,
  })
  if (open === 0)
    return comma > 0 ? told('comma', shapeExamples.comma) : { decimal: null, question: null, because: null }
  if (point > comma && comma * 20 <= point) return told('point', shapeExamples.point)
  if (comma > point && point * 20 <= comma) return told('comma', shapeExamples.comma)
  if (point === 0 && comma === 0) {
    if (file.comma && !file.point) return told('comma', file.comma)
    if (file.point && !file.comma && !file.semicolons) return told('point', file.point)
  }
  const examples = [
    shapeExamples['either-point'],
    shapeExamples['either-comma'],
    shapeExamples.point,
    shapeExamples.comma,
  ]
  return {
    decimal: 'ask',
    question: { kind: 'decimal', examples: examples.filter(one => one !== undefined) },
    because: null,
  }
}
