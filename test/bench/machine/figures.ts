import { rmSync } from 'node:fs'
import { makeFolder } from '../cache/bench-cache.ts'
import { beside, type Line, median } from '../figure.ts'
import { stopwatch, type Took } from '../timing.ts'
import { insert, ROWS } from './insert.ts'
import { loop, STEPS } from './loop.ts'
import reference from './reference.json' with { type: 'json' }

const RUNS = 5
/** What `loop(STEPS)` must answer on every machine. */
const SUM = 2_008_286_786

/**
 * How fast the machine is at this moment, beside the reference machine when it had nothing else to do: a fixed loop and
 * bare inserts, by the wall clock and by CPU time. All four are speeds, so a ratio below 1 always means slower.
 */
export function* machineFigures(): Generator<Line> {
  const dir = makeFolder()
  const loops: Took[] = []
  const inserts: Took[] = []
  try {
    // The first run warms code and pages.
    for (let run = 0; run <= RUNS; run++) {
      const looped = timedLoop()
      const inserted = insert(dir, String(run))
      if (run === 0) continue
      loops.push(looped)
      inserts.push(inserted)
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
  yield* speeds('machine.loop', STEPS / 1e6, loops, reference.loop)
  yield* speeds('machine.insert', ROWS, inserts, reference.insert)
}

function timedLoop(): Took {
  const took = stopwatch()
  const sum = loop(STEPS)
  const measured = took()
  if (sum !== SUM) throw new Error(`the loop answered ${sum}, not ${SUM}`)
  return measured
}

/** `amount` is what one run does, in the unit of its reference. */
function* speeds(
  figure: string,
  amount: number,
  runs: readonly Took[],
  { unit, ...peer }: Took & { unit: string },
): Generator<Line> {
  const speed = (ms: number[]) => (amount / median(ms)) * 1_000
  const wall = beside(speed(runs.map(run => run.wall)), 'reference', peer.wall)
  const cpu = beside(speed(runs.map(run => run.cpu)), 'reference', peer.cpu)
  yield { figure, unit, ...wall, note: 'by the wall clock' }
  yield { figure: `${figure}.cpu`, unit, ...cpu, note: 'by CPU time' }
}
