import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvProblem, createCsvParser, guessDelimiter } from '../../../main/record/csv.ts'

function parse(pieces: string[], delimiter = ',', max?: number) {
  const parser = createCsvParser(delimiter, max)
  return [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()]
}
const problem = (...pieces: string[]): CsvProblem => {
  try {
    parse(pieces, ',', 100)
  } catch (error) {
    if (error instanceof CsvProblem) return error
    throw error
  }
  throw new Error('it was read')
}

describe('delimited text', () => {
  it('keeps delimiters, quotes and newlines within quotes, and counts lines through them', () => {
    const rows = parse(['a,b\r\n"x, ""y""\nz",2\r\n\r\n3,"4"'])
    expect(rows.map(({ line, cells }) => ({ line, cells }))).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"\nz', '2'] },
      { line: 5, cells: ['3', '4'] },
    ])
  })

  it('reads back whatever was written, wherever the pieces are cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', '😀'), maxLength: 6 })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(200), { maxLength: 5 }), (rows, end, cuts) => {
        const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
        const text = rows.map(row => row.map(quote).join(',')).join(end)
        const at = [0, ...cuts.map(cut => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
        const pieces = at.slice(1).map((to, i) => text.slice(at[i], to))
        expect(parse(pieces).map(row => row.cells)).toEqual(rows)
      }),
    )
  })

  it('refuses what can only be guessed at, with line and column', () => {
    expect(problem('a,b\n1,"2\n3,4\n')).toMatchObject({
      line: 2,
      column: 1,
      message: expect.stringContaining('never closed'),
    })
    expect(problem('a,b\n1,"2"3\n')).toMatchObject({
      line: 2,
      column: 1,
      message: expect.stringContaining('after the closing quote'),
    })
    expect(problem('a,b\n1,2\n3,4\0\n')).toMatchObject({ line: 3, column: 1, message: expect.stringContaining('NUL') })
    expect(problem('a,b\n1,"2\n\0"\n')).toMatchObject({ line: 3, message: expect.stringContaining('NUL') })
    expect(problem('a,b\n', 'x'.repeat(101))).toMatchObject({
      line: 2,
      message: expect.stringContaining('no end of line'),
    })
    expect(problem('a,b\n1,"', 'x\n'.repeat(60))).toMatchObject({
      line: 2,
      column: 1,
      message: expect.stringContaining('quote'),
    })
  })

  it('takes a quote inside a cell that does not begin with one as a character', () => {
    expect(parse(['a,b\n1,27" monitor\n2," 5""x"\n3,4"\r\n']).map(row => row.cells)).toEqual([
      ['a', 'b'],
      ['1', '27" monitor'],
      ['2', ' 5"x'],
      ['3', '4"'],
    ])
  })

  it('finds its own delimiter', () => {
    expect(guessDelimiter('a,b,c\n1,2,3\n')).toBe(',')
    expect(guessDelimiter('a;b\n1,5;2\n3,5;4\n')).toBe(';')
    expect(guessDelimiter('a\tb\n1\t2\n')).toBe('\t')
    expect(guessDelimiter('a|b\n"x, y"|2\n')).toBe('|')
    expect(guessDelimiter('one\ntwo\n')).toBe(',')
  })
})
