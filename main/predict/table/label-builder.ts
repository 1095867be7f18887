import { FailureError } from '../../../shared/result.ts'
import { isBlankText } from '../../record/cells/blanks.ts'
import { cellParser } from '../../record/cells/parse-cell.ts'
import { counted, type LeftOutCount, type LeftOutReason } from '../../record/left-out.ts'
import { rarerOf } from '../learn/log-odds.ts'

/** More values than that are not collected: the column is no label. */
const MOST_VALUES = 20

const parseBoolean = cellParser({ type: 'boolean' }, false)

/** Null where it is neither. A column of 1 and 0 with gaps is written as 1.0 and 0.0 by some tools. */
function yesOrNo(name: string): boolean | null {
  if (/^[01][.,]0+$/.test(name)) return name.startsWith('1')
  const read = parseBoolean(name)
  return 'unfit' in read || typeof read.value !== 'boolean' ? null : read.value
}

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
    if (this.positive !== null && !this.values.has(this.positive))
      throw new FailureError(this.notMet(this.positive, names))
    const isPositive = this.positive === null ? this.asYesOrNo(names) : names.map(name => name === this.positive)
    const labels = Uint8Array.from(this.codes, code => (isPositive[code] ? 1 : 0))
    if (rarerOf(labels) === 0) throw new FailureError(this.oneKind(labels[0] === 1, labels.length))
    return { labels, positive: names.filter((_, code) => isPositive[code]).join(', ') }
  }

  /** One value may have several spellings, such as yes and Yes. */
  private asYesOrNo(names: readonly string[]): boolean[] {
    return names.map(name => {
      const is = yesOrNo(name)
      if (is === null) throw new FailureError(this.unclear(names))
      return is
    })
  }

  private unclear(names: readonly string[]) {
    return {
      kind: 'invalid' as const,
      what: `The label “${this.name}” is not yes or no.`,
      why: `The values of this column are ${this.shown(names)}.`,
      todo: `Name the value that means yes, for example --positive "${this.likelyYes(names)}".`,
    }
  }

  private notMet(positive: string, names: readonly string[]) {
    return {
      kind: 'invalid' as const,
      what: `No row has “${positive}” in “${this.name}”.`,
      why: `The values of this column are ${this.shown(names)}.`,
      todo: 'Write the value that means yes exactly as the file does.',
    }
  }

  private shown(names: readonly string[]): string {
    const first = names.slice(0, 4).map(name => `“${name}” (line ${this.values.get(name)?.line ?? 0})`)
    return `${first.join(', ')}${names.length > 4 ? ' and others' : ''}`
  }

  /** A value that says yes, otherwise the rarest one that does not say no: what is foretold seldom happens. */
  private likelyYes(names: readonly string[]): string {
    const rows = new Map<string, number>()
    for (const code of this.codes) rows.set(names[code] ?? '', (rows.get(names[code] ?? '') ?? 0) + 1)
    const rarestFirst = [...names].sort((a, b) => (rows.get(a) ?? 0) - (rows.get(b) ?? 0))
    return names.find(yesOrNo) ?? rarestFirst.find(name => yesOrNo(name) !== false) ?? ''
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
