import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compiled } from '../helpers/compiled.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const MB = 1024 * 1024
/** Far less than any of the files holds, MB. */
const MOST = 75

/** Writes lines between a head and an end until the file would hold so many bytes; answers how many. */
async function generate(
  file: string,
  {
    head = '',
    line,
    between = '',
    end = '',
    megabytes,
  }: { head?: string; line: (n: number) => string; between?: string; end?: string; megabytes: number },
): Promise<number> {
  let rows = 0
  function* pieces() {
    yield head
    for (let size = head.length; size < megabytes * MB; ) {
      let piece = ''
      while (piece.length < 256 * 1024) piece += `${rows === 0 ? '' : between}${line(rows++)}\n`
      size += piece.length
      yield piece
    }
    yield end
  }
  const source = Readable.from(pieces())
  const target = createWriteStream(file)
  if (file.endsWith('.gz')) await pipeline(source, createGzip({ level: 1 }), target)
  else await pipeline(source, target)
  return rows
}

/** In a process that may use 32 MB for its objects: memory that grew with the file would end it. */
async function reading(file: string): Promise<{ rows: number; grown: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--max-old-space-size=32',
    compiled('reading-child'),
    file,
    'id',
    'c.email',
  ])
  return JSON.parse(stdout) as { rows: number; grown: number }
}

const record = (n: number) =>
  JSON.stringify({
    id: `E-${n}`,
    c: { email: `person${n % 9_999}@example.com` },
    at: 1_700_000_000 + n,
    note: 'x'.repeat(120),
  })

describe('a large file', () => {
  const kinds = {
    'events.csv': {
      megabytes: 100,
      head: 'id,email,at,note\n',
      line: (n: number) => `E-${n},person${n}@example.com,${n},"a, ""quoted"" cell"`,
    },
    'events.ndjson': { megabytes: 100, line: record },
    'events.ndjson.gz': { megabytes: 100, line: record },
    'events.json': {
      megabytes: 100,
      head: '{"meta":{"n":1},"data":{"items":[\n',
      line: record,
      between: ',',
      end: ']}}',
    },
  }
  for (const [name, content] of Object.entries(kinds)) {
    it(`such as ${name} is read in memory that does not grow with it`, async () => {
      const file = join(tempFolder(), name)
      const rows = await generate(file, content)
      const found = await reading(file)
      expect(found.rows).toBe(rows)
      // Besides what is old there are the young objects and the pieces under way; none of it grows with the file.
      expect(found.grown).toBeLessThan(MOST)
    })
  }
})

describe('a gzip bomb', () => {
  /** A few hundred kilobytes that unpack to 200 MB of this. */
  const bomb = async (head: string, filler: string) => {
    const file = join(tempFolder(), 'bomb.csv.gz')
    const piece = Buffer.alloc(MB, filler)
    function* pieces() {
      yield head
      for (let n = 0; n < 200; n++) yield piece
    }
    await pipeline(Readable.from(pieces()), createGzip(), createWriteStream(file))
    return reading(file)
  }

  it('of blank lines is refused before it has unpacked', async () => {
    await expect(bomb('id\nA\n', '\n')).rejects.toThrow(/unpack to more than 200 times their size/)
  })

  it('of one endless line, or of zeros, is refused as soon as that shows', async () => {
    await expect(bomb('id\n', 'x')).rejects.toThrow(/its end of line is missing/)
    await expect(bomb('id\nA\n', '\0')).rejects.toThrow(/NUL byte/)
  })
})
