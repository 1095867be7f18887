import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eraseEverybody, markedWorkspace, marksIn } from '../../helpers/marked-people.ts'
import type { Line, Suite } from '../figure.ts'

/** How many people were erased, and how many of them are still readable in any file afterwards. */
interface ErasedFigures {
  people: number
  /** Of them, those whose mark was found before anything was erased: what the search is worth. */
  found: number
  readable: number
  /** The same after the source, which still has them, was read again. */
  readableAfterSync: number
  isChainIntact: boolean
}

/** Makes a workspace with people who are known by marked sequences of bytes everywhere, erases them, and looks for the marks. */
async function measureErasure(people: number): Promise<ErasedFigures> {
  const root = mkdtempSync(join(tmpdir(), 'forestall-erase-'))
  try {
    const marked = await markedWorkspace(root, people)
    try {
      const marks = marked.persons.map(({ mark }) => mark)
      const readable = () => new Set(marksIn(marked.dir, marks).map(({ mark }) => mark)).size
      const found = readable()
      await eraseEverybody(marked)
      const left = readable()
      await marked.call.source.sync({ sourceId: marked.sourceId })
      const { intact } = await marked.call.journal.verify()
      return { people, found, readable: left, readableAfterSync: readable(), isChainIntact: intact }
    } finally {
      await marked.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** The lines of the suite. */
export async function* eraseLines(people: number): AsyncGenerator<Line> {
  const figures = await measureErasure(people)
  const note = `${figures.people} people, ${figures.found} of them found before`
  yield { figure: 'erase.readable', value: figures.readable, unit: 'people', note }
  yield { figure: 'erase.readable_after_sync', value: figures.readableAfterSync, unit: 'people', note }
  yield { figure: 'erase.chain_broken', value: figures.isChainIntact ? 0 : 1, unit: 'chains' }
}

export const eraseSuite: Suite = {
  name: 'erase',
  async *run({ quick }) {
    yield* eraseLines(quick ? 6 : 100)
  },
}
