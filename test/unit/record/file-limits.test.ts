import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FILE_LIMITS, rowsFault } from '../../../main/record/bytes/file-limits.ts'
import { readRows } from '../../../main/record/read-rows.ts'
import { tempFolder } from '../../helpers/temp-folder.ts'

const packed = (text: string): string => {
  const path = join(tempFolder(), 'orders.csv.gz')
  writeFileSync(path, gzipSync(text))
  return path
}
const rowsIn = async (path: string, limits = FILE_LIMITS): Promise<number> => {
  let rows = 0
  for await (const chunk of readRows(path, {}, limits)) rows += chunk.rows.length
  return rows
}

describe('a file that is packed', () => {
  it('is not unpacked beyond what data can be', async () => {
    const path = packed(`id,words\n${`1,${'x'.repeat(10_000)}\n`.repeat(7_000)}`)
    await expect(rowsIn(path)).rejects.toThrow(/unpack to more than 200 times their size\. Unpack it and look/)
  })

  it('is not read beyond the rows that its size can hold', async () => {
    const path = packed(`a,b\n${'1,2\n'.repeat(200_000)}`)
    const small = { ...FILE_LIMITS, fromRows: 10_000 }
    await expect(rowsIn(path, small)).rejects.toThrow(/hold more than 4 rows for each of their bytes/)
  })

  it('is read whole as exports are', async () => {
    const lines = Array.from({ length: 50_000 }, (_, n) => `${n},${(n * 7919) % 104_729},customer-${n % 9973}`)
    expect(await rowsIn(packed(`id,amount,customer\n${lines.join('\n')}`), { ...FILE_LIMITS, fromRows: 1_000 })).toBe(
      50_000,
    )
  })
})

describe('the limits of one file', () => {
  it('are rows, rows for its size, and time', () => {
    expect(rowsFault(FILE_LIMITS, 1_900_000, 10, 0)).toBeNull()
    expect(rowsFault(FILE_LIMITS, 150_000_000, 4e9, 3_600_000)).toBeNull()
    expect(rowsFault(FILE_LIMITS, 200_000_001, 4e9, 0)).toMatch(/more than 200,000,000 rows/)
    expect(rowsFault(FILE_LIMITS, 120_000_000, 3e6, 0)).toMatch(/4 rows for each/)
    expect(rowsFault(FILE_LIMITS, 10, 4e9, 4 * 3_600_000 + 1)).toMatch(/longer than 4 hours/)
  })
})
