import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readRows } from '../../../main/record/read-rows.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const TEXT = 'id,name\nA1,Äcme\n'
const utf32 = (text: string, littleEndian: boolean): Buffer => {
  const bytes = Buffer.alloc([...text].length * 4)
  for (const [at, sign] of [...text].entries()) {
    const code = sign.codePointAt(0) ?? 0
    littleEndian ? bytes.writeUInt32LE(code, at * 4) : bytes.writeUInt32BE(code, at * 4)
  }
  return bytes
}

async function namesIn(bytes: Buffer): Promise<(string | undefined)[]> {
  const path = join(tempFolder(), 'a.csv')
  writeFileSync(path, bytes)
  const rows = []
  for await (const chunk of readRows(path)) rows.push(...chunk.rows)
  return rows.map(({ cells }) => cells[1])
}

it('says that a file is in UTF-32, with a mark and without, in either order of bytes', async () => {
  for (const text of [TEXT, `\uFEFF${TEXT}`])
    for (const littleEndian of [true, false])
      await expect(namesIn(utf32(text, littleEndian))).rejects.toThrow('The file is in UTF-32, which is not read.')
})

it('reads UTF-16 and UTF-8, and calls zeros no encoding', async () => {
  const little = Buffer.from(`\uFEFF${TEXT}`, 'utf16le')
  for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(TEXT, 'utf16le'), Buffer.from(TEXT)])
    expect(await namesIn(bytes)).toEqual(['Äcme'])
  await expect(namesIn(Buffer.alloc(64))).rejects.toThrow('NUL byte')
})
