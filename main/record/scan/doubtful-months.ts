import { monthOf, plainMonth } from '../cells/months.ts'

/** The names of a Croatian month that no neighbour has; its October is the November of Poles and Czechs. */
const CROATIAN = new Set(
  'sijecnja sijecanj veljace veljaca ozujka ozujak travnja travanj svibnja svibanj lipnja lipanj srpnja srpanj kolovoza kolovoz rujna rujan studenoga studenog studeni prosinca prosinac'.split(
    ' ',
  ),
)
interface Months {
  elsewhere: string
  croatian: string
}

/** Another month in Croatian than in Polish and Czech, each with both; abbreviations too. */
const DOUBTFUL: ReadonlyMap<string, Months> = new Map<string, Months>([
  ['listopad', { elsewhere: 'November', croatian: 'October' }],
  ['listopada', { elsewhere: 'November', croatian: 'October' }],
  ['lis', { elsewhere: 'November', croatian: 'October' }],
  ['lip', { elsewhere: 'July', croatian: 'June' }],
])
const WORD = /\p{L}{3,12}/gu

/** Looks for names of months that mean two, and for others in the same column that tell which one is meant. */
export class DoubtfulMonths {
  private first: { line: number; text: string; months: Months } | null = null
  private isCroatian = false
  private isOther = false

  add(text: string, line: number): void {
    for (const [word] of text.matchAll(WORD)) {
      const name = plainMonth(word)
      const months = DOUBTFUL.get(name)
      if (months) this.first ??= { line, text, months }
      else if (CROATIAN.has(name)) this.isCroatian = true
      else if (monthOf(word) !== undefined) this.isOther = true
    }
  }

  /** Why the column cannot be read as dates: its other names are Croatian, and one would be read as another month. */
  refusal(): string | null {
    const { first } = this
    if (first === null || !this.isCroatian || this.isOther) return null
    const { line, text, months } = first
    return `The months are Croatian, where “${text}” on line ${line} is ${months.croatian}, and ${months.elsewhere} in Polish: kept as text. Export the column with months as numbers.`
  }

  /** What is said where no other name tells which month is meant. */
  doubt(): string | null {
    const { first } = this
    if (first === null || this.isCroatian || this.isOther) return null
    const { line, text, months } = first
    return `“${text}” on line ${line} is read as ${months.elsewhere}, as in Polish; in Croatian it is ${months.croatian}. If that is meant, export the column with months as numbers.`
  }
}
