import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvProblem, createCsvParser, guessDelimiter, MAX_RECORD } from '../../../main/record/csv.ts'
import { LOOKED } from '../../../main/record/scan/first-lines.ts'

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
    expect(problem('a,b\n1,2\n\0\n')).toMatchObject({ line: 3, column: 0 })
    expect(problem('a,b\n1,"2\n\0"\n')).toMatchObject({ line: 3, message: expect.stringContaining('NUL') })
    expect(problem('a,b\n', 'x'.repeat(101))).toMatchObject({
      line: 2,
      message: expect.stringContaining('end of line is missing'),
    })
    expect(problem('a,b\n1,"', 'x\n'.repeat(60))).toMatchObject({
      line: 2,
      column: 1,
      message: expect.stringContaining('quote'),
    })
  })

  it('counts the lines of a quoted cell, one that begins with them and one that ends the line', () => {
    const lines = (text: string) => parse([text]).map(row => row.line)
    expect(lines('"\n\nx",1\n2,3\n')).toEqual([1, 4])
    expect(lines('1,"x\n\ny"\n2,3\n')).toEqual([1, 4])
    expect(lines('1,"x"\n2,"y"\n3,4\n')).toEqual([1, 2, 3])
  })

  it('names the line in which a cell begins, not the one in which its record does', () => {
    expect(problem('"x\n","b\n')).toMatchObject({ line: 2, column: 1 })
    expect(problem('"x\n","b"c\n')).toMatchObject({ line: 2, column: 1 })
    expect(problem('"x\n","b"c')).toMatchObject({
      line: 2,
      column: 1,
      message: expect.stringContaining('after the closing quote'),
    })
  })

  it('gives a record as soon as its newline came, and waits for what may follow a carriage return', () => {
    const parser = createCsvParser(',')
    expect(parser.push('a,"b"\r\n')).toHaveLength(1)
    expect(parser.push('"c\n"\r')).toEqual([])
    expect(() => parser.push('d\n')).toThrow(CsvProblem)
  })

  it('ends with the text, also after a quote, a blank cell or a carriage return', () => {
    const cells = (text: string) => parse([text]).map(row => row.cells)
    expect(cells('a,"b"')).toEqual([['a', 'b']])
    expect(cells('a,"b"\r')).toEqual([['a', 'b']])
    expect(cells('"a",\r\n"b",')).toEqual([
      ['a', ''],
      ['b', ''],
    ])
  })

  it('reads a record of the longest length, and none that is longer', () => {
    const rows = (text: string, max: number) => parse([text], ',', max).length
    expect(rows('aaaa\nbbbb\n', 5)).toBe(2)
    expect(rows('aaaaa', 5)).toBe(1)
    expect(() => rows('aaaaa\n', 5)).toThrow(/longer than the 5 characters allowed, or its end of line is missing/)
    expect(() => createCsvParser(',', 5).push('a\naaaaaa')).toThrow(/its end of line is missing/)
    expect(() => rows('a,"aaaaaa"\n', 5)).toThrow(/quote is not closed/)
    expect(parse([`${'a'.repeat(MAX_RECORD - 1)}\n`])).toHaveLength(1)
    expect(() => parse([`${'a'.repeat(MAX_RECORD)}\n`])).toThrow(/longer than the 1,048,576/)
  })

  it('names the column of what cannot be read past quoted delimiters and newlines', () => {
    expect(problem('"x,y\n","z\0"\n')).toMatchObject({ line: 2, column: 1 })
    expect(problem('a,"b,\n,\0"\n')).toMatchObject({ line: 2, column: 1 })
    expect(problem(`"x,y","${'z'.repeat(94)}`)).toMatchObject({ line: 1, column: 1 })
    expect(problem(`a,b,${'z'.repeat(97)}`)).toMatchObject({ line: 1, column: 0 })
  })

  it('finds its own delimiter: the one of the most columns, as long as most rows have them', () => {
    const file = (...rows: string[]) => guessDelimiter(`${rows.join('\n')}\n`)
    // Two columns in three rows of five are better than one in all.
    expect(file('a;b', 'a;b', 'a;b', 'a', 'a')).toBe(';')
    expect(file('a;"b"', 'a;"b"', 'a;"b"', 'a', 'a')).toBe(';')
    expect(file('a,b;c;d', 'a,b;c;d')).toBe(';')
    expect(file('a,b,c,d,e;f', 'a;b')).toBe(';')
    // Blank cells at the end of each row are none.
    expect(file('a;b;', '1;2;')).toBe(';')
    expect(file('a,x;b;', '1,y;2;', '3;4;')).toBe(';')
    // A record of three columns that cannot be read ends what a delimiter is judged by, not what it is worth.
    expect(file('a;b;c', '1;2;3', ...new Array<string>(8).fill('p,q;"x"y,r'))).toBe(';')
    // A title above them is narrower.
    expect(file('a', 'a;b', 'a;b')).toBe(';')
  })

  it('takes a quote inside a cell that does not begin with one as a character', () => {
    expect(parse(['a,b\n1,27" monitor\n2," 5""x"\n3,4"\r\n']).map(row => row.cells)).toEqual([
      ['a', 'b'],
      ['1', '27" monitor'],
      ['2', ' 5"x'],
      ['3', '4"'],
    ])
  })

  it('reads a quoted cell between spaces, and leaves quotes that enclose none as they are', () => {
    const rows = (text: string) => parse([text]).map(({ line, cells }) => ({ line, cells }))
    expect(rows('A1, "Ada, Inc" , 10\n2,  "27"" tall"\n3, ""\r\n4, "x"')).toEqual([
      { line: 1, cells: ['A1', 'Ada, Inc', ' 10'] },
      { line: 2, cells: ['2', '27" tall'] },
      { line: 3, cells: ['3', ''] },
      { line: 4, cells: ['4', 'x'] },
    ])
    expect(rows('1, "a" b, "c"\n2, "d\ne"\n')).toEqual([
      { line: 1, cells: ['1', ' "a" b', 'c'] },
      { line: 2, cells: ['2', ' "d'] },
      { line: 3, cells: ['e"'] },
    ])
  })

  it('takes spaces behind a closing quote for nothing, and what follows them for a problem', () => {
    const cells = (...pieces: string[]) => parse(pieces).map(row => row.cells)
    expect(cells('"a"  ,b\n"c" \n"d" \r\n1,"e"  ')).toEqual([['a', 'b'], ['c'], ['d'], ['1', 'e']])
    expect(problem('"a"  b,c\n')).toMatchObject({ message: expect.stringContaining('after the closing quote') })
    const text = '"a\nb" , "c"\n'
    for (let at = 1; at < text.length; at++)
      expect(cells(text.slice(0, at), text.slice(at)), `cut at ${at}`).toEqual([['a\nb', 'c']])
  })

  it('finds its own delimiter', () => {
    expect(guessDelimiter('a,b,c\n1,2,3\n')).toBe(',')
    expect(guessDelimiter('a;b\n1,5;2\n3,5;4\n')).toBe(';')
    expect(guessDelimiter('a\tb\n1\t2\n')).toBe('\t')
    expect(guessDelimiter('a|b\n"x, y"|2\n')).toBe('|')
    expect(guessDelimiter('one\ntwo\n')).toBe(',')
  })

  it('does not take a fault of the program for a file that cannot be read', () => {
    expect(() => guessDelimiter(undefined as unknown as string)).toThrow(TypeError)
  })

  it('keeps its first rows, and no more of them than anybody looks at', () => {
    const parser = createCsvParser(',')
    parser.push(Array.from({ length: 500 }, (_, n) => `${n},x\n`).join(''))
    const kept = parser.first().map(row => row.cells[0])
    expect(kept).toEqual(Array.from({ length: LOOKED }, (_, n) => String(n)))
  })
})

describe('delimited text with a backslash before a quote', () => {
  const read = (pieces: readonly string[]) => {
    const parser = createCsvParser(',', MAX_RECORD, 'backslash')
    return [...pieces.flatMap(piece => parser.push(piece)), ...parser.end()]
  }
  const fault = (text: string, quotes?: 'backslash'): CsvProblem => {
    try {
      const parser = createCsvParser(',', 100, quotes)
      parser.push(text)
      parser.end()
    } catch (error) {
      if (error instanceof CsvProblem) return error
    }
    throw new Error('it was read')
  }
  const TEXTS: [string, string[][]][] = [
    [String.raw`a,"x \"y\" z",b`, [['a', 'x "y" z', 'b']]],
    [String.raw`"\"",1`, [['"', '1']]],
    [String.raw`"\\","b"`, [['\\', 'b']]],
    [String.raw`"C:\new","\n"`, [['C:\\new', '\\n']]],
    ['"a""b","c"', [['a"b', 'c']]],
    [
      '"a\nb",c\r\n"",d\n"e\\"\nf,g",""',
      [
        ['a\nb', 'c'],
        ['', 'd'],
        ['e"\nf,g', ''],
      ],
    ],
    ['a\\b,c', [['a\\b', 'c']]],
  ]

  it('takes it and a second backslash for characters, and any other backslash as it stands, wherever the pieces are cut', () => {
    for (const [text, cells] of TEXTS)
      for (let cut = 0; cut <= text.length; cut++)
        for (const pieces of [[text], [text.slice(0, cut), text.slice(cut)], [...text]])
          expect(
            read(pieces).map(row => row.cells),
            `${text} at ${cut}`,
          ).toEqual(cells)
  })

  it('keeps such a record as the common rule writes it, and every other one as it stood', () => {
    for (const [text, cells] of TEXTS.filter(([text]) => text.includes('\\'))) {
      const again = read([text]).map(row => row.text)
      expect(parse([`${again.join('\n')}\n`]).map(row => row.cells)).toEqual(cells)
    }
    expect(read([String.raw`a,"x \"y\" z","p,q",r s`])[0]?.text).toBe('a,"x ""y"" z","p,q",r s')
    expect(read(['"\\"\n",b'])[0]?.text).toBe('"""\n",b')
    expect(read(['"a",b'])[0]?.text).toBe('"a",b')
    expect(parse([String.raw`"a\b",c`])[0]?.text).toBe(String.raw`"a\b",c`)
  })

  it('counts lines through it, and names where a quote is never closed', () => {
    expect(read(['"a\\"\nb",c\nd,e']).map(row => row.line)).toEqual([1, 3])
    const open = fault('a,b\nc,"d\\"', 'backslash')
    expect([open.line, open.column, open.message]).toEqual([2, 1, 'An opening quote is never closed.'])
    expect(fault('a,"b\\', 'backslash').message).toBe('An opening quote is never closed.')
  })

  it('says under the common rule whether a backslash would explain what cannot be read', () => {
    for (const [text, may] of [
      [String.raw`a,"x\"y",b`, true],
      ['a,"x"y",b', false],
      [String.raw`"a\"b`, true],
      ['"a', false],
      [`"\\""${'a'.repeat(100)}`, true],
      [`"${'a'.repeat(100)}`, false],
    ] as const)
      expect(fault(text).mayBeEscaped, text).toBe(may)
    expect(fault('x\\"y,1\n"a"b').mayBeEscaped).toBe(false)
    expect(new CsvProblem(1, 0, 'why').mayBeEscaped).toBe(false)
  })
})
