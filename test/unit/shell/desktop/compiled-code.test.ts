import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptCode, runCompiled } from '../../../../main/shell/desktop/compiled-code.ts'

const source = (answer: number) => `exports.answer = () => ${answer}; exports.own = require(__filename) === exports`

/** A folder with a program, and the place where what V8 made of it is kept. */
function program() {
  const dir = mkdtempSync(join(tmpdir(), 'forestall-compiled-'))
  const [file, kept] = [join(dir, 'program.cjs'), join(dir, 'kept', 'program.bin')]
  writeFileSync(file, source(41))
  const run = () => runCompiled(file, kept)
  const answer = () => (run().exports as { answer: () => number }).answer()
  return { dir, file, kept, run, answer }
}

describe('runCompiled', () => {
  it('runs a file like require, and what is loaded later gets the same one', () => {
    const { run } = program()
    expect(run().exports).toMatchObject({ own: true })
  })

  it('keeps what was compiled, and runs it at the next start', () => {
    const { file, kept, run, answer } = program()
    run().keep()
    const first = readFileSync(kept)
    expect(keptCode(kept, readFileSync(file))?.length).toBeGreaterThan(0)
    expect(answer()).toBe(41)
    run().keep()
    expect(readFileSync(kept)).toEqual(first)
  })

  it('does not run what was kept of another source, though V8 takes every source of that length', () => {
    const { file, run, answer } = program()
    run().keep()
    writeFileSync(file, source(43))
    expect(answer()).toBe(43)
    run().keep()
    expect(answer()).toBe(43)
  })

  it.each([
    ['torn', (whole: Buffer) => whole.subarray(0, whole.length - 50)],
    ['empty', () => Buffer.alloc(0)],
    ['changed in one bit', (whole: Buffer) => Buffer.from(whole.map((byte, at) => (at === 200 ? byte ^ 1 : byte)))],
  ])('compiles where what was kept is %s, and keeps it again', (_how, harm) => {
    const { file, kept, run, answer } = program()
    run().keep()
    writeFileSync(kept, harm(readFileSync(kept)))
    expect(keptCode(kept, readFileSync(file))).toBeNull()
    expect(answer()).toBe(41)
    run().keep()
    expect(keptCode(kept, readFileSync(file))).not.toBeNull()
  })

  it('leaves nothing half-written where the place cannot be used', () => {
    const { dir, run, answer } = program()
    writeFileSync(join(dir, 'kept'), 'a file where the folder would be')
    run().keep()
    expect(answer()).toBe(41)
    expect(readdirSync(dir).toSorted()).toEqual(['kept', 'program.cjs'])
  })
})
