import { FailureError } from '../../../shared/result.ts'
import { isBlankText } from '../../record/cells/blanks.ts'
import { cellParser } from '../../record/cells/parse-cell.ts'
import { counted, type LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'

/** More values than that are not collected: the column is no label. */
const MOST_VALUES = 20

/** Reads the label: yes or no, or one value against all others. */
export class LabelBuilder {
  private readonly name: string
  private readonly positive: string | null
  private readonly out: LeftOutCount
  private readonly values = new Map<string, { code: number; line: number }>()
  private readonly codes: number[] = []
  private readonly blank: LeftOutReason

  constructor(name: string, positive: string | null, out: LeftOutCount) {
    this.name = name
    this.positive = positive
    this.out = out
    this.blank = {
      column: name,
      words: n => `${counted(n, 'row')} ${n === 1 ? 'has' : 'have'} nothing in “${name}”.`,
      todo: 'Rows without a label do not count. Enter the label where one is missing.',
    }
  }

  /** Whether the row has a label. */
  add(cell: string, line: number): boolean {
    const text = cell.trim()
    if (text === '' || isBlankText(text)) {
      this.out.add(this.blank, line, text)
      return false
    }
    let known = this.values.get(text)
    if (!known) {
      known = { code: this.values.size, line }
      this.values.set(text, known)
      if (this.values.size > MOST_VALUES && this.positive === null) throw new FailureError(this.tooMany())
    }
    this.codes.push(known.code)
    return true
  }

  /** The labels of the rows that have one, and the value that is positive. Throws `FailureError` where that is not clear. */
  finish(): { labels: Uint8Array; positive: string } {
    const names = [...this.values.keys()]
    const isPositive = this.positive === null ? this.asYesOrNo(names) : names.map(name => name === this.positive)
    const labels = Uint8Array.from(this.codes, code => (isPositive[code] ? 1 : 0))
    const sum = labels.reduce((total, label) => total + label, 0)
    if (sum === 0 || sum === labels.length) throw new FailureError(this.oneKind(sum > 0, labels.length))
    return { labels, positive: names.filter((_, code) => isPositive[code]).join(', ') }
  }

  private asYesOrNo(names: readonly string[]): boolean[] {
    const parse = cellParser({ type: 'boolean' }, false)
    return names.map(name => {
      const read = parse(name)
      if (names.length > 2 || 'unfit' in read || read.value === null) throw new FailureError(this.unclear(names))
      return read.value === true
    })
  }

  private unclear(names: readonly string[]) {
    const shown = names.slice(0, 4).map(name => `“${name}” (line ${this.values.get(name)?.line ?? 0})`)
    return {
      kind: 'invalid' as const,
      what: `The label “${this.name}” is not yes or no.`,
      why: `The values of this column are ${shown.join(', ')}${names.length > 4 ? ' and others' : ''}.`,
      todo: `Name the value that means yes, for example --positive "${names[0] ?? ''}".`,
    }
  }

  private tooMany() {
    return {
      kind: 'invalid' as const,
      what: `The label “${this.name}” has too many values.`,
      why: `More than ${MOST_VALUES} different values were found by line ${[...this.values.values()].at(-1)?.line ?? 0}.`,
      todo: 'Choose a column of yes or no, or name the value that means yes with --positive.',
    }
  }

  private oneKind(isYes: boolean, rows: number) {
    return {
      kind: 'invalid' as const,
      what: `The label “${this.name}” is ${isYes ? 'positive' : 'negative'} in every row.`,
      why: `All ${rows.toLocaleString('en')} rows with a label agree, so there is nothing to tell apart.`,
      todo: 'Choose another label, or a table that has both kinds of rows.',
    }
  }
}
