import { readRows } from '../../main/record/read-rows.ts'

/** A process that reads a file to its end and prints how many rows it met and how its memory grew, in MB. */
const [path = '', ...columns] = process.argv.slice(2)
const memory = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1_048_576
}
const before = memory()
let rows = 0
let most = 0
for await (const chunk of readRows(path, { columns })) {
  rows += chunk.rows.length
  most = Math.max(most, memory() - before)
}
process.stdout.write(JSON.stringify({ rows, grown: Math.round(most) }))
